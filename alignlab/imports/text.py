"""Bytes of an uploaded file -> text, with refusals for what is no table of text."""

from __future__ import annotations

import codecs
import re

from alignlab.errors import InvalidInput
from alignlab.imports.words import normalise, words

MAX_BYTES = 10 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAVE_AS_CSV = "Open it in your spreadsheet program, choose Save as or Export, and save it as CSV (UTF-8) or .xlsx."
_MEND = "Save the file as CSV (UTF-8) and import it again, or correct these words afterwards."
_KNOWN_STARTS = (
    (b"\xd0\xcf\x11\xe0", f"This is an old Excel file (.xls). {_SAVE_AS_CSV}"),
    (b"%PDF", "This is a PDF. Export the list from its tool as CSV or .xlsx instead."),
    (b"PK\x03\x04", f"This is a packed file, but no Excel workbook (.xlsx). {_SAVE_AS_CSV}"),
    (b"\x1f\x8b", "This file is compressed. Unpack it first, then import the CSV or .xlsx inside."),
    (b"\x89PNG", "This is a picture. Export the list from its tool as CSV or .xlsx instead."),
    (b"\xff\xd8\xff", "This is a picture. Export the list from its tool as CSV or .xlsx instead."),
)


def check_size(size: int, name: str) -> None:
    """Refuse empty files and files over 10 MB."""
    if size > MAX_BYTES:
        raise InvalidInput(
            f"{name} has {size / 1024 / 1024:.1f} MB; at most 10 MB can be read. "
            "Export fewer columns (leave out comments and attachments) or only the open items."
        )
    if size == 0:
        raise InvalidInput(f"{name} is empty. Export the list again, or paste it.")


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a CSV file, and warnings about doubtful letters.

    Byte order marks decide first, then UTF-16 without one, UTF-8, and last the Western or the Japanese Windows page,
    whichever gives headings that are known. Raises InvalidInput for files that hold no text.
    """
    for start, sentence in _KNOWN_STARTS:
        if data.startswith(start):
            raise InvalidInput(f"{name} cannot be read. {sentence}")
    text, warnings = _decode(data, name)
    text = text.lstrip("\ufeff")
    if "\0" in text:
        raise InvalidInput(f"{name} is no text file. {_SAVE_AS_CSV}")
    _refuse_markup(text, name)
    if not text.strip():
        raise InvalidInput(f"{name} is empty. Export the list again, or paste it.")
    return text, warnings


def _decode(data: bytes, name: str) -> tuple[str, list[str]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, name), []
    if wide := _utf16_without_mark(data):
        return _strict(data, wide, name), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _legacy(data)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{name} says it is {encoding.upper()}, but it is damaged. {_SAVE_AS_CSV}") from error


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:2000]
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and head[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def _legacy(data: bytes) -> tuple[str, list[str]]:
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    if broken * 4 < sum(letter > "\x7f" for letter in mended) - broken:
        return mended, [f"{broken} letters are damaged in the file and show as \ufffd. {_MEND}"]
    if any(not line.isascii() and _is_utf8(line) for line in data.splitlines()):
        return _line_by_line(data), [f"The file mixes two ways to write letters; each row was read in its own. {_MEND}"]
    western = data.decode("cp1252", errors="replace")
    try:
        japanese = data.decode("cp932")
    except UnicodeDecodeError:
        japanese = ""
    text = japanese if _known_headings(japanese) > _known_headings(western) else western
    lost = text.count("\ufffd")
    return text, [f"{lost} letters could not be read and show as \ufffd. {_MEND}"] if lost else []


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(data: bytes) -> str:
    """Of lists that were pasted together: bytes that are UTF-8 by chance are rare, so each line tells what it is."""
    lines = data.splitlines(keepends=True)
    return "".join(line.decode("utf-8" if _is_utf8(line) else "cp1252", errors="replace") for line in lines)


def _known_headings(text: str) -> int:
    for mark in ";\t|":
        text = text[:4000].replace(mark, ",")
    cells = [normalise(cell.strip('" ')) for line in text.splitlines()[:10] for cell in line.split(",")]
    return sum(cell in words().headings for cell in cells)


def _refuse_markup(text: str, name: str) -> None:
    start = text.lstrip()[:300].casefold()
    if start.startswith(("<!doctype html", "<html", "<table", "<meta", "<head")):
        raise InvalidInput(f"{name} is a web page, although its name may say otherwise. {_SAVE_AS_CSV}")
    if start.startswith("<?xml"):
        raise InvalidInput(f"{name} is XML. Export the list as CSV or .xlsx instead.")
    if re.match(r'\{|\[\s*[{"]', start):
        raise InvalidInput(f"{name} is JSON. Export the list as CSV or .xlsx instead.")
