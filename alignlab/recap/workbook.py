"""The recap as an Excel workbook: one sheet a table, no cell that a spreadsheet could run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, time

from alignlab.model.cells import neutralise
from alignlab.recap.fields import COLUMNS
from alignlab.recap.model import Recap
from alignlab.recap.tables import Row, outcome_tables, tables

MOST_IN_A_CELL = 32_000  # characters; Excel takes 32,767
WIDEST = 60  # characters of a column
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def workbook(recap: Recap) -> bytes:
    """The file. The same recap gives the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in tables(recap).items():
        _add(book.create_sheet(name), list(COLUMNS[name]), rows)
    for name, sheet in outcome_tables(recap).items():
        _add(book.create_sheet(name), sheet.columns, sheet.rows)
    day = recap.dates[0] if recap.dates else recap.delete_after
    book.properties.title, book.properties.creator = plain(recap.title), "alignlab"
    book.properties.created = book.properties.modified = datetime.combine(day, time())
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue())


def _add(sheet: object, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """A bold heading that stays in sight, columns as wide as their words, and every text as text."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    for place, values in enumerate([columns, *rows], 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(place, column)
            if isinstance(value, str):
                cell.value, cell.data_type = plain(value), "s"
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if place == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(columns) + 1):
        words = [str(values[column - 1] or "") for values in [columns, *rows]]
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(map(len, words)) + 2)
    sheet.freeze_panes = "A2"


def plain(text: str) -> str:
    """Text that a spreadsheet takes as text: no formula, no character that its file cannot hold."""
    return neutralise(_FORBIDDEN.sub("", text))[:MOST_IN_A_CELL]


def _same_bytes(file: bytes) -> bytes:
    """The archive packed again with one time for every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
