"""A parser of native code works in a process of its own, so that a crash or a flood takes one file and not the run.

``python -m audit.readers._worker MODULE`` reads the bytes of a file from the standard input and writes what
``MODULE.parsed`` makes of them.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

#: What a worker may use: bytes of memory, where the system can limit them, and seconds.
_MEMORY = 3 << 30
_SECONDS = 300


class Crashed(Exception):  # noqa: N818  (it says what the worker did)
    """A worker ended without a result: it crashed, or needed more memory or time than it may have."""


def parse_apart(module: str, content: bytes) -> Any:
    """What ``parsed`` of a module makes of the bytes of a file; raises Crashed where it makes nothing."""
    command = [sys.executable, "-m", __name__, module]
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env=os.environ | {"PYTHONPATH": paths, "RUST_BACKTRACE": "0"},
        )
    except subprocess.TimeoutExpired as error:
        raise Crashed from error
    if done.returncode:
        raise Crashed
    return marshal.loads(done.stdout)


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can; elsewhere only the time is bounded."""
    with suppress(ImportError):
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Parse one file."""
    _limit_memory()
    parsed = import_module(sys.argv[1]).parsed(sys.stdin.buffer.read())
    marshal.dump(parsed, sys.stdout.buffer)


if __name__ == "__main__":
    main()
