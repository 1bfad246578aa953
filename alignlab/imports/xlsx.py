"""Excel workbooks -> rows of text. Formulas are never run: cells give the value saved with them, or their text."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from alignlab.errors import InvalidInput, NotFound
from alignlab.imports.words import normalise, words

MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200  # of unpacked to packed bytes; real sheets stay under 50
MAX_PARTS = 5_000
MAX_COLUMNS = 512
MAX_BLANK_ROWS = 2_000
MAX_ROWS = 50_000
SIGNATURE = b"PK\x03\x04"
_PEEK_ROWS = 30
_FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{4,}[0-9]+|[A-Za-z]*[0-9]{8,})["']""")
_SAVE_AGAIN = "Open it in your spreadsheet program and save it again as .xlsx or CSV (UTF-8)."
_FOREIGN = {
    "word/document.xml": "a Word document",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file (.ods)",
    "Index/Document.iwa": "a Numbers file",
}


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet as text; blank rows are kept so that positions stay row numbers."""

    name: str
    names: tuple[str, ...]
    rows: list[list[str]]


def read_sheet(data: bytes, name: str, sheet: str | int | None) -> Sheet:
    """One sheet of a workbook: the named or numbered (from 1) one, else the visible one with the most known headings.

    Refuses packed bombs by the sizes in the zip directory before anything is unpacked. Raises InvalidInput for files
    that are no workbook, NotFound for a sheet that is not there.
    """
    has_formulas = _check_parts(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that do not matter for reading cells
        try:
            return _read(data, name, sheet, has_formulas)
        except (InvalidInput, NotFound):
            raise
        except Exception as error:  # openpyxl raises almost anything for a damaged workbook
            raise InvalidInput(f"{name} is a damaged workbook ({type(error).__name__}). {_SAVE_AGAIN}") from error


def _check_parts(data: bytes, name: str) -> bool:
    """Refuse bombs, other kinds of packed files and XML with entities; tell whether any sheet has formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise InvalidInput(f"{name} is damaged: it does not open as a workbook. {_SAVE_AGAIN}") from error
    with archive:
        parts = archive.infolist()
        _check_sizes(parts, len(data), name)
        names = {part.filename for part in parts}
        for part, kind in _FOREIGN.items():
            if part in names:
                raise InvalidInput(f"{name} is {kind}, which cannot be read. {_SAVE_AGAIN}")
        if "xl/workbook.xml" not in names:
            raise InvalidInput(f"{name} is a packed file, but no Excel workbook. {_SAVE_AGAIN}")
        try:
            return _check_xml(archive, parts, name)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise InvalidInput(f"{name} is a damaged or locked workbook. {_SAVE_AGAIN}") from error


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS or unpacked > MAX_RATIO * max(packed, 1):
        raise InvalidInput(
            f"{name} unpacks to {unpacked / 1024 / 1024:.0f} MB in {len(parts)} parts; that is too much for a list of "
            "work. Copy the cells you need into a new sheet and save that."
        )


def _check_xml(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> bool:
    formulas = False
    for part in parts:
        content = archive.read(part)  # whatever its name is: a workbook may call any part a sheet
        formulas = formulas or b"<f>" in content or b"<f " in content
        if _FAR_CELL.search(content):
            raise InvalidInput(f"{name} is damaged: it has cells where no sheet has any. {_SAVE_AGAIN}")
        if b"<!DOCTYPE" in content or b"<!\0D\0O\0C\0T\0Y\0P\0E" in content or b"<!ENTITY" in content:
            raise InvalidInput(f"{name} holds XML definitions that no workbook needs. {_SAVE_AGAIN}")
    return formulas


def _read(data: bytes, name: str, sheet: str | int | None, has_formulas: bool) -> Sheet:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
        if not visible:
            raise InvalidInput(f"{name} has no sheet with cells. {_SAVE_AGAIN}")
        chosen = _chosen(visible, sheet, name)
        rows = list(_rows(chosen, name))
        names = tuple(one.title for one in visible)
    finally:
        book.close()
    if has_formulas:
        _fill_in_formulas(data, chosen.title, name, rows)
    return Sheet(name=chosen.title, names=names, rows=rows)


def _chosen(sheets: list[Any], wanted: str | int | None, name: str) -> Any:
    if wanted is None:
        return max(sheets, key=_promise) if len(sheets) > 1 else sheets[0]
    for number, sheet in enumerate(sheets, start=1):
        if wanted == number or (isinstance(wanted, str) and sheet.title.casefold() == wanted.strip().casefold()):
            return sheet
    there = ", ".join(repr(sheet.title) for sheet in sheets)
    raise NotFound(f"{name} has no sheet {wanted!r}. It has: {there}.")


def _promise(sheet: Any) -> tuple[int, int]:
    """Known headings in the best of the first rows, then filled rows."""
    known, filled = 0, 0
    for row in _rows(sheet, "", most=_PEEK_ROWS):
        filled += any(row)
        known = max(known, sum(normalise(cell) in words().headings for cell in row if cell))
    return known, filled


def _rows(sheet: Any, name: str, most: int | None = None) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # the declared size is often wrong, and the widest would pad each row to 16,384 cells
    blank: list[list[str]] = []
    filled = 0
    for number, cells in enumerate(sheet.iter_rows()):
        row = _texts(cells)
        if len(row) > MAX_COLUMNS:
            raise InvalidInput(f"{name} has more than {MAX_COLUMNS} columns. Keep the ones you need and save it again.")
        if (most is not None and number >= most) or len(blank) > MAX_BLANK_ROWS:
            return
        if not row:
            blank.append(row)
            continue
        filled += 1
        if filled > MAX_ROWS + 100:
            raise InvalidInput(f"{name} has more than {MAX_ROWS:,} rows. Export only the open items, or one team's.")
        yield from blank
        blank = []
        yield row


def _texts(cells: Iterable[Any]) -> list[str]:
    row = [_text(cell) for cell in cells]
    while row and not row[-1]:
        row.pop()
    return row


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        # an indented cell shows who belongs to whom, as leading spaces do in a text file
        indent = int(cell.alignment.indent or 0) if cell.has_style and cell.alignment else 0
        return "  " * indent + value
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value)


def _fill_in_formulas(data: bytes, title: str, name: str, rows: list[list[str]]) -> None:
    """Put the text of a formula where no value was saved with it."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for number, formulas in enumerate(_rows(book[title], name)):
            if number == len(rows):
                break
            row = rows[number]
            row.extend([""] * (len(formulas) - len(row)))
            for index, text in enumerate(formulas):
                row[index] = row[index] or text
    finally:
        book.close()
