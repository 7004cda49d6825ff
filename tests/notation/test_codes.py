"""Codes have a normal form, whatever parts their segments, and numberings of different kinds are told apart."""

from typing import Any

from drawn import rows
from hypothesis import given
from hypothesis import strategies as st

from audit.notation.codes import Code, read_code, separator, split_glued

SEGMENTS = st.lists(st.from_regex(r"[0-9]{1,4}", fullmatch=True), min_size=2, max_size=7)


def code(text: str) -> Code:
    """The code that a cell of the code column holds."""
    read = read_code(text)
    assert read is not None
    return read


@rows("codes.yaml", "reads")
def test_a_code_is_read(drawn: dict[str, Any], row: list[str]) -> None:
    printed, segments, *kind = row
    read = read_code(printed)
    if segments == "no code":
        assert read is None
    else:
        assert read is not None
        assert (" ".join(read.segments), [read.kind]) == (segments, kind)
        assert read.text == ".".join(read.segments)
        assert read.compound == (" " in segments)


@rows("codes.yaml", "sequences")
def test_a_numbering_is_told_by_what_stands_before_it(drawn: dict[str, Any], row: list[str]) -> None:
    last: dict[str, str] = {}
    kinds = []
    for printed in row[0].split():
        read = read_code(printed, last)
        assert read is not None
        kinds.append(read.kind)
        last[read.kind] = read.text
    assert " ".join(kinds) == row[1]


@rows("codes.yaml", "lists")
def test_a_list_is_told_by_its_numbers(drawn: dict[str, Any], row: list[str]) -> None:
    one, other, same = row
    assert code(other).follows(code(one)) == code(one).follows(code(other)) == (same == "yes")


@rows("codes.yaml", "prefixes")
def test_a_parent_is_told_by_whole_segments(drawn: dict[str, Any], row: list[str]) -> None:
    one, other, extends = row
    assert code(one).extends(code(other)) == (extends == "yes")


@rows("codes.yaml", "separators")
def test_the_style_of_a_code_is_its_first_mark(drawn: dict[str, Any], row: list[str]) -> None:
    assert separator(row[0]) == row[1].replace("_", " ")


@rows("codes.yaml", "glued")
def test_a_code_before_a_label_is_found(drawn: dict[str, Any], row: list[str]) -> None:
    assert split_glued(row[0]) == tuple(row[1:])


@given(segments=SEGMENTS, mark=st.sampled_from([".", ",", "-", "/", " . "]), tail=st.sampled_from(["", "."]))
def test_the_marks_of_a_code_never_change_its_segments(segments: list[str], mark: str, tail: str) -> None:
    assert code(mark.join(segments) + tail).segments == tuple(segments)


@given(segments=SEGMENTS, more=SEGMENTS)
def test_a_code_with_more_segments_extends_it_and_no_longer_stands_beside_it(
    segments: list[str], more: list[str]
) -> None:
    short, long = code(".".join(segments)), code(".".join(segments + more))
    assert long.extends(short)
    assert not short.extends(long)
    assert not long.follows(short)


@given(text=st.text(max_size=12))
def test_any_text_is_a_code_or_words_and_never_an_error(text: str) -> None:
    read = read_code(text)
    assert read is None or all(segment.isalnum() for segment in read.segments)
