"""What the paragraphs of a DOCX document say: their text as printed, and what their styles tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_MAIN = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)

#: What is printed nowhere: text that a tracked change took away, the text of fields, properties.
_SILENT = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN = frozenset({"drawing", "pict", "object"})

_HEADING = re.compile(r"(?:heading|judul|überschrift|kop)\s*(\d)")
#: An indentation of so many twentieths of a point, half a centimetre, is a level.
_LEVEL = 283


@dataclass(frozen=True, slots=True)
class Look:
    """What a style tells: the level of a heading, a caption, bold face, hidden text and indentation in twips."""

    level: int | None = None
    caption: bool = False
    bold: bool = False
    hidden: bool = False
    indent: int = 0


@dataclass(slots=True)
class Said:
    """A paragraph as printed, and what hangs on it: notes by kind and id, text boxes, and text that is hidden."""

    text: str = ""
    bold: bool = False
    level: int | None = None
    caption: bool = False
    indent: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: str = ""


def tag_of(element: Element) -> str:
    """The name of an element of the document itself; that of any other with its namespace in braces."""
    for name in _MAIN:
        if element.tag.startswith(name):
            return element.tag[len(name) :]
    return element.tag


def get(element: Element, name: str) -> str:
    """An attribute of the document itself; empty where it is missing."""
    return next((found for main in _MAIN if (found := element.get(main + name)) is not None), "")


def first(element: Element | None, *path: str) -> Element | None:
    """The element found by going down a path of names."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if tag_of(child) == name), None)
    return element


def is_on(switch: Element | None, otherwise: bool = False) -> bool:
    """Whether a switch such as that of bold face is on; without one it is as its style says."""
    return otherwise if switch is None else get(switch, "val") not in ("0", "false", "off")


def number(element: Element | None, name: str = "val") -> int:
    """A number that an element gives, 0 where it gives none."""
    text = get(element, name) if element is not None else ""
    return int(text) if text.lstrip("-").isdigit() and len(text) < 8 else 0


def chosen(element: Element) -> list[Element]:
    """What is read of a choice between renderings of one thing: the first, or what stands in for all."""
    kinds = {kind: [e for e in element if e.tag.endswith(f"}}{kind}")] for kind in ("Choice", "Fallback")}
    return kinds["Choice"][:1] or kinds["Fallback"][:1]


def styles_of(root: Element | None) -> dict[str, Look]:
    """The styles of a document by id, each with what it takes over from the one that it is based on."""
    found = {get(style, "styleId"): style for style in root if tag_of(style) == "style"} if root is not None else {}
    looks: dict[str, Look] = {}

    def look(id: str, under: int) -> Look:
        if id not in looks and id in found and under < 20:
            style = found[id]
            based = first(style, "basedOn")
            looks[id] = _own(style, look(get(based, "val"), under + 1) if based is not None else Look())
        return looks.get(id, Look())

    return {id: look(id, 0) for id in found}


def _own(style: Element, base: Look) -> Look:
    name = get(found, "val").lower() if (found := first(style, "name")) is not None else ""
    outline = first(style, "pPr", "outlineLvl")
    heading = _HEADING.match(name)
    level = base.level
    if name in ("title", "judul"):
        level = 0
    elif heading is not None:
        level = int(heading[1])
    elif outline is not None:
        level = number(outline) + 1 if number(outline) < 9 else None
    return Look(
        level,
        base.caption or name in ("caption", "keterangan"),
        is_on(first(style, "rPr", "b"), base.bold),
        is_on(first(style, "rPr", "vanish"), base.hidden),
        _left(first(style, "pPr", "ind"), base.indent),
    )


def _left(indent: Element | None, otherwise: int) -> int:
    if indent is None or not (get(indent, "left") or get(indent, "start")):
        return otherwise
    return number(indent, "left") or number(indent, "start")


def said(paragraph: Element, styles: dict[str, Look]) -> Said:
    """What a paragraph says."""
    properties = first(paragraph, "pPr")
    style = styles.get(get(name, "val"), Look()) if (name := first(properties, "pStyle")) is not None else Look()
    outline = first(properties, "outlineLvl")
    found = Said(
        level=style.level if outline is None else number(outline) + 1 if number(outline) < 9 else None,
        caption=style.caption,
        indent=round(_left(first(properties, "ind"), style.indent) / _LEVEL),
    )
    faces: list[bool] = []
    parts: list[str] = []
    for text, run in _texts(paragraph, None, found):
        look = first(run, "rPr") if run is not None else None
        named = styles.get(get(name, "val"), Look()) if (name := first(look, "rStyle")) is not None else Look()
        if is_on(first(look, "vanish"), style.hidden or named.hidden):
            found.hidden += text
            continue
        parts.append(text)
        if text.strip():
            faces.append(is_on(first(look, "b"), style.bold or named.bold))
    found.text = "".join(parts)
    found.bold = bool(faces) and all(faces)
    return found


def _texts(element: Element, run: Element | None, found: Said) -> Iterator[tuple[str, Element | None]]:
    """The pieces of text of a paragraph in order, each with its run; notes and text boxes are noted."""
    for child in element:
        tag = tag_of(child)
        if tag in _SILENT:
            continue
        if tag == "t":
            yield child.text or "", run
        elif tag in _SIGNS:
            yield _SIGNS[tag], run
        elif tag in ("footnoteReference", "endnoteReference"):
            found.notes.append((tag.removesuffix("Reference"), get(child, "id")))
        elif tag in _DRAWN:
            found.boxes.extend(boxes_in(child))
        elif tag.endswith("}AlternateContent"):
            for choice in chosen(child):
                yield from _texts(choice, run, found)
        elif tag.endswith("}t"):
            # The text of a formula.
            yield child.text or "", run
        else:
            yield from _texts(child, child if tag == "r" else run, found)


def boxes_in(element: Element) -> Iterator[Element]:
    """The text boxes of a drawing, of each only one of its renderings."""
    for child in element:
        if tag_of(child) == "txbxContent":
            yield child
        elif child.tag.endswith("}AlternateContent"):
            for choice in chosen(child):
                yield from boxes_in(choice)
        else:
            yield from boxes_in(child)
