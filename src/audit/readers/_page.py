"""What stands on a page of a PDF: words with their boxes, and the rules drawn between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref
from dataclasses import astuple, dataclass, replace
from itertools import pairwise
from statistics import median
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
#: Where more than this part of the words of a page are single letters, all of it is set wide.
_MOSTLY = 0.5
#: The gap between two words set wide is wider by this part of their height than the gaps inside of them.
_BLANK = 0.2
#: The same between two figures, whose marks stand at uneven gaps.
_APART = 0.5


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

    Upright rules are x, top and bottom, level ones y, left and right. ``pictured`` is the part of the page that its
    largest picture covers, ``shapes`` the number of drawn shapes, ``unmapped`` the number of letters of which the file
    does not say what they are.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    upright: tuple[tuple[float, float, float], ...]
    level: tuple[tuple[float, float, float], ...]
    pictured: float = 0.0
    shapes: int = 0
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
    upright, level, pictured, shapes = _drawn(page, height)
    words = list(_words(known))
    return Page(
        number,
        width,
        height,
        tuple(_lines(words, upright)),
        tuple(upright),
        tuple(level),
        pictured / (width * height),
        shapes,
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
    raw, box = text.raw, pdfium.FS_RECTF()
    # One box is filled again and again: a page has thousands of letters.
    fill = byref(box)
    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(raw, index) or 0xFFFD)
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, fill):
            raise ValueError(f"letter {index} of the page has no box")
        yield Word(letter, (box.left, height - box.top, box.right, height - box.bottom))


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
    _, top, right, bottom = before.box
    left, above, _, below = after.box
    size = max(bottom - top, below - above, 1.0)
    return -size < left - right <= _WORD_GAP * size and abs((top + bottom) - (above + below)) / 2 < 0.4 * size


def _joined(letters: Sequence[Word]) -> Word:
    return Word("".join([letter.text for letter in letters]), around([letter.box for letter in letters]))


def _lines(words: Sequence[Word], upright: Sequence[tuple[float, float, float]]) -> list[Line]:
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
    spaced = sum(len(word.text) == 1 for word in words) > _MOSTLY * len(words)
    lines = []
    for row in rows:
        middle = (row[0].box[1] + row[0].box[3]) / 2
        cuts = [x for x, above, below in upright if above <= middle <= below]
        lines.append(Line(tuple(_closed_up(sorted(row, key=lambda word: word.box[0]), spaced=spaced, cuts=cuts))))
    return lines


def _closed_up(words: Sequence[Word], *, spaced: bool, cuts: Sequence[float]) -> list[Word]:
    """The words of a line; letters and digits that are each set apart from the next are put together.

    On a page that is set so throughout two letters are enough, and some letters stand so near to the next that they
    look like a word of two. A rule between two letters parts them.
    """
    found: list[Word] = []
    run: list[Word] = []
    for word in (*words, None):
        short = word is not None and len(word.text) <= (2 if spaced else 1)
        if short and word is not None and (not run or _is_near(run[-1], word, cuts)):
            run.append(word)
            continue
        found.extend(_words_of(run) if len(run) > (1 if spaced else _SPACED) else run)
        run = [word] if short and word is not None else []
        if word is not None and not short:
            found.append(word)
    return found


def _is_near(before: Word, word: Word, cuts: Sequence[float]) -> bool:
    gap = before.box[2], word.box[0]
    return gap[1] - gap[0] < word.height and not any(gap[0] - 0.5 <= x <= gap[1] + 0.5 for x in cuts)


def _words_of(run: Sequence[Word]) -> list[Word]:
    """The words that letters set apart make: the gaps between words are wider than all those inside of them.

    Letters are set apart by the same gap each, or each in proportion to its width; of the two the one under which the
    gaps part more clearly is taken. Where they do not part, the letters are one word. Words are one text, two
    figures are two.
    """
    gaps = [after.box[0] - before.box[2] for before, after in pairwise(run)]
    widths = [max(letter.box[2] - letter.box[0], 0.1) / len(letter.text) for letter in run[:-1]]
    share = median(gap / width for gap, width in zip(gaps, widths, strict=True))
    evened = [gap - share * width for gap, width in zip(gaps, widths, strict=True)]
    plain, even = _step(gaps), _step(evened)
    (wide, limit), measure = (plain, gaps) if plain >= even else (even, evened)
    figures = not any(mark.isalpha() for letter in run for mark in letter.text)
    if wide < (_APART if figures else _BLANK) * max(letter.height for letter in run):
        return [_joined(run)]
    found: list[list[Word]] = [[run[0]]]
    for letter, gap in zip(run[1:], measure, strict=True):
        if gap > limit:
            found.append([])
        found[-1].append(letter)
    parts = [_joined(letters) for letters in found]
    return parts if figures else [Word(" ".join(part.text for part in parts), around([part.box for part in parts]))]


def _step(gaps: Sequence[float]) -> tuple[float, float]:
    """The widest step between gaps in order of size, and the gap half way in it.

    Most gaps stand inside of words, so a letter that stands nearer than the others makes no step.
    """
    ordered = sorted(gaps)[len(gaps) // 2 :]
    return max(((high - low, (low + high) / 2) for low, high in pairwise(ordered)), default=(0.0, 0.0))


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
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]], float, int]:
    """The upright and the level rules of a page, the area of its largest picture, and how many shapes are drawn.

    The edges of a box are rules.
    """
    import pypdfium2.raw as pdfium

    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    pictured, shapes = 0.0, 0
    for item in page.get_objects(max_depth=4):
        if item.type not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
            continue
        left, bottom, right, top = item.get_bounds()
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictured = max(pictured, (right - left) * (top - bottom))
            continue
        shapes += 1
        if right - left < _THIN:
            upright.append(((left + right) / 2, height - top, height - bottom))
        elif top - bottom < _THIN:
            level.append((height - (top + bottom) / 2, left, right))
        else:
            upright.extend((x, height - top, height - bottom) for x in (left, right))
            level.extend((y, left, right) for y in (height - top, height - bottom))
    return upright, level, pictured, shapes
