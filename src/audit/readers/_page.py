"""What stands on a page of a PDF: words with their boxes, and the rules drawn between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from audit.notation.numerals import is_numeral

if TYPE_CHECKING:
    import pypdfium2

Box = tuple[float, float, float, float]

#: A gap of this part of the height of the letters ends a word, and of the second a cell.
_WORD_GAP = 0.12
_CELL_GAP = 0.75
#: A drawn path thinner than this, in points, is a rule.
_THIN = 3.0
#: More letters than this, each set apart from the next, are one word set wide.
_SPACED = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without a gap; the box is in points from the top left: left, top, right, bottom."""

    text: str
    box: Box

    @property
    def height(self) -> float:
        """How high the letters are."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside one another, from left to right."""

    words: tuple[Word, ...]

    @property
    def box(self) -> Box:
        """The box round all words."""
        return around([word.box for word in self.words])

    @property
    def text(self) -> str:
        """The words with a blank between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page from top to bottom, and its rules.

    Upright rules are x, top and bottom, level ones y, left and right. ``images`` counts pictures, ``unmapped`` letters
    of which the file does not say what they are.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    upright: tuple[tuple[float, float, float], ...]
    level: tuple[tuple[float, float, float], ...]
    images: int = 0
    letters: int = 0
    unmapped: int = 0


def around(boxes: Sequence[Box]) -> Box:
    """The box round several boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def page_of(page: pypdfium2.PdfPage, number: int) -> Page:
    """The words and rules of a page."""
    width, height = page.get_size()
    letters = list(_letters(page, height))
    known = [letter for letter in letters if _is_known(letter.text)]
    upright, level, images = _drawn(page, height)
    words = list(_words(known))
    return Page(
        number,
        width,
        height,
        tuple(_lines(words)),
        tuple(upright),
        tuple(level),
        images,
        letters=sum(1 for letter in letters if letter.text.strip()),
        unmapped=len(letters) - len(known),
    )


def plain(page: Page) -> tuple[Any, ...]:
    """The page as tuples, texts and numbers alone, as one process hands it to another."""
    lines = tuple(tuple((word.text, word.box) for word in line.words) for line in page.lines)
    return (*astuple(replace(page, lines=())), lines)


def page_from(told: tuple[Any, ...]) -> Page:
    """The page that was handed over."""
    *known, lines = told
    return replace(Page(*known), lines=tuple(Line(tuple(Word(*word) for word in line)) for line in lines))


def _letters(page: pypdfium2.PdfPage, height: float) -> Iterator[Word]:
    """The letters in the order of the file; a blank is a letter too."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text.raw, index) or 0xFFFD)
        left, bottom, right, top = text.get_charbox(index, loose=True)
        yield Word(letter, (left, height - top, right, height - bottom))


def _is_known(letter: str) -> bool:
    """Whether the file says what a letter is; private and replacement characters say nothing."""
    return letter != "\ufffd" and not "\ue000" <= letter <= "\uf8ff"


def _words(letters: Sequence[Word]) -> Iterator[Word]:
    """The words that letters make: a blank, a gap, a step back or another line ends a word."""
    run: list[Word] = []
    for letter in letters:
        if not letter.text.strip() or letter.text == "\x02":
            if run:
                yield _joined(run)
                run = []
            continue
        if run and not _abuts(run[-1], letter):
            yield _joined(run)
            run = []
        run.append(letter)
    if run:
        yield _joined(run)


def _abuts(before: Word, after: Word) -> bool:
    """Whether a letter goes on with the word of the letter before it."""
    size = max(before.height, after.height, 1.0)
    gap = after.box[0] - before.box[2]
    level = abs((before.box[1] + before.box[3]) - (after.box[1] + after.box[3])) / 2
    return -size < gap <= _WORD_GAP * size and level < 0.4 * size


def _joined(letters: Sequence[Word]) -> Word:
    return Word("".join(letter.text for letter in letters), around([letter.box for letter in letters]))


def _lines(words: Sequence[Word]) -> list[Line]:
    """The words as lines: those that overlap by half their height stand beside one another."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box[1] + word.box[3], word.box[0])):
        middle = (word.box[1] + word.box[3]) / 2
        if rows:
            top, bottom = rows[-1][0].box[1], rows[-1][0].box[3]
            if top + 0.2 * (bottom - top) < middle < bottom - 0.2 * (bottom - top):
                rows[-1].append(word)
                continue
        rows.append([word])
    return [Line(tuple(_closed_up(sorted(row, key=lambda word: word.box[0])))) for row in rows]


def _closed_up(words: Sequence[Word]) -> list[Word]:
    """The words of a line; letters and digits that are each set apart from the next are put together."""
    found: list[Word] = []
    run: list[Word] = []
    for word in (*words, None):
        single = word is not None and len(word.text) == 1
        if single and word is not None and (not run or word.box[0] - run[-1].box[2] < word.height):
            run.append(word)
            continue
        found.extend([_joined(run)] if len(run) > _SPACED else run)
        run = [word] if single and word is not None else []
        if word is not None and not single:
            found.append(word)
    return found


def segments(line: Line, cuts: Sequence[float]) -> list[Word]:
    """The words of a line that stand close together as one text each; an upright rule between two parts them."""
    found: list[Word] = []
    for word in line.words:
        if found:
            before = found[-1]
            gap = word.box[0] - before.box[2]
            cut = any(before.box[2] - 1 <= x <= word.box[0] + 1 for x in cuts)
            # Wide figures of two columns may stand nearer to each other than two words.
            cut = cut or (_is_amount(before.text) and _is_amount(word.text))
            if gap <= _CELL_GAP * max(before.height, word.height) and not cut:
                found[-1] = replace(before, text=f"{before.text} {word.text}", box=around([before.box, word.box]))
                continue
        found.append(word)
    return found


def _is_amount(text: str) -> bool:
    return len(text) > 3 and any(mark in text for mark in ".,") and is_numeral(text)


def _drawn(
    page: pypdfium2.PdfPage, height: float
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]], int]:
    """The upright and the level rules of a page, and how many pictures it has; the edges of a box are rules."""
    import pypdfium2.raw as pdfium

    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    images = 0
    for item in page.get_objects(max_depth=4):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            images += 1
        if item.type != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = item.get_bounds()
        if right - left < _THIN:
            upright.append(((left + right) / 2, height - top, height - bottom))
        elif top - bottom < _THIN:
            level.append((height - (top + bottom) / 2, left, right))
        else:
            upright.extend((x, height - top, height - bottom) for x in (left, right))
            level.extend((y, left, right) for y in (height - top, height - bottom))
    return upright, level, images
