"""The letters by which spreadsheets call their columns: A, B, … Z, AA."""

from __future__ import annotations


def letters_of(position: int) -> str:
    """The letters of a column, counted from 0."""
    letters, left = "", position + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position_of(letters: str) -> int:
    """The column of which these are the letters, counted from 0; they are capitals."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
