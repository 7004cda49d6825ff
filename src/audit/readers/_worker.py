"""A parser of native code works in a process of its own, so that a crash or a flood takes one file and not the run.

``python -m audit.readers._worker`` answers one request after the other on its standard input: the name of a module and
the bytes of a file, for which it writes what ``parsed`` of the module makes of them. What that makes piece by piece, as
the pages of a long file, is handed over piece by piece, so that a worker never holds all of it. One that answered waits
for the next file; one that did not is ended, and the next file gets another.
"""

from __future__ import annotations

import atexit
import marshal
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

#: What a worker may use: bytes of memory, where the system can limit them, and seconds for one file.
_MEMORY = 3 << 30
_SECONDS = 300
#: A worker is replaced after so many files, since memory that was once needed is seldom given back.
_FILES = 50

_SIZES = struct.Struct(">QQ")


class Crashed(Exception):  # noqa: N818  (it says what the worker did)
    """A worker ended without a result: it crashed, or needed more memory or time than it may have."""


class _Worker:
    """A process that parses, and how many files it was given."""

    def __init__(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self.files = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths, "RUST_BACKTRACE": "0"},
        )

    def ask(self, module: str, content: bytes) -> Iterator[Any]:
        """The pieces that the module makes of the bytes; raises Crashed where the worker ends instead."""
        self.files += 1
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        late = threading.Timer(_SECONDS, self.process.kill)
        late.daemon = True
        late.start()
        try:
            _send(self.process.stdin, module.encode(), content)
            while piece := _received(self.process.stdout)[0]:
                yield marshal.loads(piece)
        except (EOFError, OSError) as error:
            raise Crashed from error
        finally:
            late.cancel()

    def end(self) -> None:
        """End the process and wait for it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                stream.close()


#: Workers that wait for a file; a run over many files needs one, several threads as many as there are.
_IDLE: list[_Worker] = []


def parse_apart(module: str, content: bytes) -> Any:
    """What ``parsed`` of a module makes of the bytes of a file; raises Crashed where it makes nothing."""
    [found] = pieces_apart(module, content)
    return found


def pieces_apart(module: str, content: bytes) -> Generator[Any, None, None]:
    """The pieces that ``parsed`` of a module makes of the bytes of a file; raises Crashed where it does not end."""
    worker = _idle() or _Worker()
    try:
        yield from worker.ask(module, content)
    except BaseException:
        worker.end()
        raise
    if worker.files < _FILES:
        _IDLE.append(worker)
    else:
        worker.end()


def _idle() -> _Worker | None:
    """A worker that waits and still lives."""
    while _IDLE:
        worker = _IDLE.pop()
        if worker.process.poll() is None:
            return worker
        worker.end()
    return None


@atexit.register
def _end_all() -> None:
    while _IDLE:
        _IDLE.pop().end()


def _send(stream: IO[bytes], one: bytes, two: bytes) -> None:
    stream.write(_SIZES.pack(len(one), len(two)))
    stream.write(one)
    stream.write(two)
    stream.flush()


def _received(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The two parts of a message; raises EOFError where the other side ended before it was whole."""
    sizes = _SIZES.unpack(_exactly(stream, _SIZES.size))
    return _exactly(stream, sizes[0]), _exactly(stream, sizes[1])


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


# In the worker


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can; elsewhere only the time is bounded."""
    with suppress(ImportError):
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Parse one file after the other, until no more are asked for."""
    _limit_memory()
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while True:
        try:
            module, content = _received(sys.stdin.buffer)
        except EOFError:
            return
        parsed = import_module(module.decode()).parsed(content)
        for piece in parsed if isinstance(parsed, Iterator) else (parsed,):
            _send(answers, marshal.dumps(piece), b"")
        # No piece is empty.
        _send(answers, b"", b"")


if __name__ == "__main__":
    main()
