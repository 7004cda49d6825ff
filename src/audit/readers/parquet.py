"""A Parquet file is read as a DataFrame is; the library for it comes with the extra `parquet`."""

from __future__ import annotations

from io import BytesIO

from audit.model.document import Document, Place
from audit.model.text import Text
from audit.readers._file import LARGEST, File, Unreadable
from audit.readers._frame import flat, grid_of
from audit.readers._package import broken, too_large


def read(file: File, id: str) -> Document:
    """The file as one grid; raises Unreadable where it is broken or too large, or the library for it is missing."""
    try:
        from pyarrow import ArrowException, parquet
    except ModuleNotFoundError as error:
        raise Unreadable(
            "missing-extra",
            Text(
                f"{file.name} adalah Parquet; pustaka untuk membacanya belum terpasang.",
                f"{file.name} is Parquet, and the library that reads it is not installed.",
            ),
            Text(
                'Pasang dengan: pip install "audit-realisasi[parquet]"',
                'Install it with: pip install "audit-realisasi[parquet]"',
            ),
        ) from error
    import pandas

    try:
        told = parquet.read_metadata(BytesIO(file.content))
        if told.num_rows * told.num_columns > LARGEST:
            raise too_large(file, f"memuat lebih dari {LARGEST} sel", f"has more than {LARGEST} cells")
        # Columns of whole numbers with blanks would become floats, and lose digits, in the types of pandas.
        frame = pandas.read_parquet(BytesIO(file.content), dtype_backend="pyarrow")
    except (ArrowException, OSError, ValueError) as error:
        raise broken(file) from error
    grid = grid_of(flat(frame), file.stem, Place(id, file.name))
    return Document(file.input(id, "parquet"), (grid,))
