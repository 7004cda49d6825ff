"""One file read, and its grids drawn as rows of texts."""

from pathlib import Path

from audit.model.document import Cell, Document, Grid
from audit.readers import read


def read_one(path: Path) -> Document:
    """The one document that a file is."""
    [document] = read([path])
    return document


def drawn(grid: Grid) -> list[list[str | None]]:
    """The texts of a grid as it is laid out."""
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


def cell_at(grid: Grid, place: str) -> Cell:
    """The cell of a grid at a place such as B2."""
    [found] = [cell for row in grid.rows for cell in row if cell is not None and cell.place.cell == place]
    return found
