"""Lists of work from files: CSV and Excel exports of the usual tools, sheets made by hand, pasted lines.

    read(path) ─┐
    read_bytes  ├─▶ rows ─▶ table (headings found) ─▶ columns (roles guessed) ─▶ Import(items, goals, columns, ...)
    paste(text) ┘

Nothing in a file is ever run; nothing is fetched. What cannot be read is refused with a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alignlab.errors import InvalidInput, NotFound
from alignlab.imports.build import Source, build
from alignlab.imports.columns import ROLES, Correction, guess_columns
from alignlab.imports.delimited import rows_of
from alignlab.imports.joining import join
from alignlab.imports.pasted import rows_of_lines, without_bullets
from alignlab.imports.result import ColumnGuess, Import, LeftOut, Preview, PreviewColumn, PreviewRow
from alignlab.imports.table import is_plain_list, table_of
from alignlab.imports.text import check_size, decode
from alignlab.imports.xlsx import SIGNATURE, read_sheet

__all__ = [
    "ROLES",
    "ColumnGuess",
    "Import",
    "LeftOut",
    "Preview",
    "PreviewColumn",
    "PreviewRow",
    "join",
    "paste",
    "read",
    "read_bytes",
]

PASTED = "pasted list"


def read(
    path: str | Path,
    *,
    columns: Mapping[str, Correction] | None = None,
    sheet: str | int | None = None,
    header: int | None = None,
) -> Import:
    """Items and goals of a CSV or Excel file (at most 10 MB).

    `columns` corrects the guesses: {"title": "Headline", "goal": ["Goal 1", "Goal 2"], "capacity": None}; headings or
    column numbers from 1, None for "no column is that". `sheet` is the name or number of a sheet, `header` the row
    that holds the headings (0: there are none).

    Raises NotFound for a file or sheet that is not there, InvalidInput for a file that cannot be used.
    """
    path = Path(path)
    try:
        check_size(path.stat().st_size, path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {str(path)!r}.") from error
    except OSError as error:
        raise InvalidInput(f"{str(path)!r} cannot be opened ({error.strerror}). Choose a CSV or .xlsx file.") from error
    return read_bytes(data, path.name, columns=columns, sheet=sheet, header=header)


def read_bytes(
    data: bytes,
    name: str,
    *,
    columns: Mapping[str, Correction] | None = None,
    sheet: str | int | None = None,
    header: int | None = None,
) -> Import:
    """Items and goals of an uploaded file; see `read`. The content, not `name`, tells what kind of file it is."""
    check_size(len(data), name)
    listed = False
    if data.startswith(SIGNATURE):
        found = read_sheet(data, name, sheet)
        rows, source = found.rows, Source(name, found.name, found.names)
    else:
        text, doubts = decode(data, name)
        rows, warnings = rows_of(text, name)
        source = Source(name, warnings=(*doubts, *warnings))
        listed = header is None and is_plain_list(rows)
    table = table_of(without_bullets(rows) if listed else rows, name, 0 if listed else header)
    return build(table, guess_columns(table, {"title": 1} if listed and columns is None else columns), source)


def paste(text: str, *, columns: Mapping[str, Correction] | None = None) -> Import:
    """Items from pasted lines, one a line: bullets and numbers fall away, indentation gives parents.

    Cells copied from a spreadsheet (apart by tabs) are read as a table.
    """
    check_size(len(text.encode("utf-8", "replace")), PASTED)
    if not text.strip():
        raise InvalidInput("There is nothing to read yet. Paste a list, one line an item.")
    rows, is_list = rows_of_lines(text)
    table = table_of(rows, PASTED, 0 if is_list else None)
    told: Mapping[str, Correction] = {"title": 1} if is_list and columns is None else columns or {}
    return build(table, guess_columns(table, told), Source(PASTED))
