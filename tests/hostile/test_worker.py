"""A worker takes one file after the other, and a file that breaks it takes no other file with it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.readers import _worker
from audit.readers._worker import Crashed, parse_apart, pieces_apart

PARSER = """
import ctypes, os, time

def parsed(content):
    if content == b"crash":
        ctypes.string_at(0)
    if content == b"flood":
        return len(b"x" * (64 << 30))
    if content == b"sleep":
        time.sleep(60)
    if content == b"raise":
        raise ValueError("a bug of the parser")
    if content == b"print":
        os.write(1, b"a library says something")
    if content.startswith(b"pages"):
        return pages(content)
    return os.getpid(), content

def pages(content):
    for number in range(3):
        if number == 2 and content.endswith(b"crash"):
            ctypes.string_at(0)
        yield os.getpid(), number
"""


@pytest.fixture(autouse=True)
def parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A parser that does what the bytes of a file say, and no worker that waits from other tests."""
    (tmp_path / "pengurai.py").write_text(PARSER, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(_worker, "_IDLE", [])
    yield
    _worker._end_all()


def test_one_worker_takes_many_files() -> None:
    workers = {parse_apart("pengurai", content)[0] for content in (b"one", b"two", b"", b"x" * (1 << 20))}
    assert len(workers) == 1
    assert os.getpid() not in workers


@pytest.mark.parametrize("content", [b"crash", b"flood", b"raise"])
def test_a_crash_takes_one_file_and_not_the_next(content: bytes) -> None:
    before = parse_apart("pengurai", b"one")
    with pytest.raises(Crashed):
        parse_apart("pengurai", content)
    after = parse_apart("pengurai", b"two")
    assert (before[1], after[1]) == (b"one", b"two")
    assert before[0] != after[0]


def test_a_file_that_takes_too_long_takes_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_worker, "_SECONDS", 1)
    with pytest.raises(Crashed):
        parse_apart("pengurai", b"sleep")
    monkeypatch.setattr(_worker, "_SECONDS", 60)
    assert parse_apart("pengurai", b"two")[1] == b"two"


def test_a_worker_that_died_while_it_waited_is_replaced() -> None:
    parse_apart("pengurai", b"one")
    _worker._IDLE[0].process.kill()
    _worker._IDLE[0].process.wait()
    assert parse_apart("pengurai", b"two")[1] == b"two"


def test_pieces_arrive_one_by_one_and_the_worker_takes_the_next_file() -> None:
    worker = parse_apart("pengurai", b"one")[0]
    assert [*pieces_apart("pengurai", b"pages")] == [(worker, 0), (worker, 1), (worker, 2)]
    assert parse_apart("pengurai", b"two") == (worker, b"two")


def test_a_crash_between_two_pieces_is_a_crash() -> None:
    pieces = pieces_apart("pengurai", b"pages, then a crash")
    assert [next(pieces)[1], next(pieces)[1]] == [0, 1]
    with pytest.raises(Crashed):
        next(pieces)
    assert parse_apart("pengurai", b"two")[1] == b"two"


def test_pieces_that_nobody_takes_do_not_stand_before_the_next_file() -> None:
    pieces = pieces_apart("pengurai", b"pages")
    next(pieces)
    pieces.close()
    assert parse_apart("pengurai", b"two")[1] == b"two"


def test_a_worker_is_replaced_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_worker, "_FILES", 2)
    workers = [parse_apart("pengurai", b"one")[0] for _ in range(4)]
    assert workers[0] == workers[1] != workers[2] == workers[3]


def test_what_a_library_prints_does_not_stand_in_the_answer() -> None:
    assert parse_apart("pengurai", b"print")[1] == b"print"
    assert parse_apart("pengurai", b"two")[1] == b"two"
