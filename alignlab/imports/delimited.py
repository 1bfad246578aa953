"""Delimited text -> rows of cells. The delimiter is the one that cuts the rows into equally many cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from alignlab.errors import InvalidInput
from alignlab.imports.words import normalise, words

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 300
_SAVE_AGAIN = (
    "Open the file in your spreadsheet program, look at that place, and save it again as CSV (UTF-8) or .xlsx."
)
_LISTS_SCHEMA = re.compile(r'ListSchema=\{.*?\]\}(?=\s*["\w])|ListSchema=[^\n]*', re.DOTALL)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)


def rows_of(text: str, name: str) -> tuple[list[list[str]], list[str]]:
    """All rows (blank lines as empty lists, so that positions stay row numbers) and warnings.

    Raises InvalidInput for torn files (a quotation mark that never closes) and for files with each line in quotes.
    """
    text, delimiter = _without_preamble(text)
    delimiter = delimiter or _delimiter(text)
    rows, warnings = _parse(text, delimiter, name)
    _refuse_quoted_lines(rows, name)
    return rows, warnings


def _without_preamble(text: str) -> tuple[str, str]:
    """Microsoft Lists puts its schema in front of the headings, Excel a line that names the delimiter."""
    if text.startswith("ListSchema="):
        found = _LISTS_SCHEMA.match(text)
        text = text[found.end() if found else 0 :].lstrip("\r\n")
    if found := _SEPARATOR_LINE.match(text):
        return text[found.end() :], found[1]
    return text, ""


def _delimiter(text: str) -> str:
    scores = {mark: _score(text, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > 0 else "\0"


def _score(text: str, delimiter: str) -> float:
    """How well a delimiter cuts the first rows: known headings count most, then the share of equally long rows."""
    sample: list[list[str]] = []
    try:
        for row in _reader(text, delimiter, strict=False):
            if any(cell.strip() for cell in row):
                sample.append(row)
            if len(sample) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a torn file is refused when it is parsed for good
    if not sample:
        return 0.0
    known = max(_known(row) for row in sample[:25])
    if max(len(row) for row in sample) == 1 or (known == 1 and len(sample[0]) == 1):
        return 0.0
    width, count = Counter(len(row) for row in sample if len(row) > 1).most_common(1)[0]
    share = count / len(sample)
    if share <= 0.5 and known <= 1:
        return 0.0
    return share + known * 2.0 + width / 1000


def _known(row: list[str]) -> int:
    return sum(normalise(cell) in words().headings for cell in row if len(row) > 1 or cell)


def _reader(text: str, delimiter: str, *, strict: bool, escaped: bool = False) -> Iterator[list[str]]:
    # newline="" keeps line breaks inside cells and takes \n, \r\n and \r alike as ends of rows
    lines = io.StringIO(text, newline="")
    escape = "\\" if escaped else None
    return csv.reader(lines, delimiter=delimiter, strict=strict, escapechar=escape, doublequote=not escaped)


def _parse(text: str, delimiter: str, name: str) -> tuple[list[list[str]], list[str]]:
    if delimiter == "\0":
        delimiter = next(mark for mark in "\x1f\x1e\x1d" if mark not in text)
    plain, error = _parse_strictly(text, delimiter, escaped=False)
    if '\\"' in text:  # some tools write \" for a quotation mark in a cell; plain reading may or may not notice
        escaped, torn = _parse_strictly(text, delimiter, escaped=True)
        if not torn and (error or _evenness(escaped) > _evenness(plain)):
            return escaped, []
    if not error:
        return plain, []
    return _parse_leniently(text, delimiter, name, len(plain) + 1, error)


def _parse_strictly(text: str, delimiter: str, *, escaped: bool) -> tuple[list[list[str]], str]:
    """The rows up to the first fault, and what the fault is ("" if there is none)."""
    rows: list[list[str]] = []
    try:
        rows.extend(_reader(text, delimiter, strict=True, escaped=escaped))
    except csv.Error as error:
        return rows, str(error)
    return rows, ""


def _parse_leniently(text: str, delimiter: str, name: str, row: int, error: str) -> tuple[list[list[str]], list[str]]:
    """Files in which quoted words stand at the start of a cell that is not quoted as a whole."""
    if "field larger" not in error and text.count('"') % 2 == 0:
        rows = list(_reader(text, delimiter, strict=False))
        if _evenness(rows) >= 0.95:
            return rows, [f"Row {row} has quotation marks inside a cell; look whether it was read well."]
    if "field larger" in error:
        raise InvalidInput(
            f"{name} has more than {csv.field_size_limit():,} characters in one cell of row {row}. Either a quotation "
            "mark is not closed there, or the text is too long: export the list without that column."
        )
    raise InvalidInput(
        f"{name} is damaged: a quotation mark in row {row} is not closed, so its cells run into each other. "
        f"{_SAVE_AGAIN}"
    )


def _evenness(rows: list[list[str]]) -> float:
    """Share of the filled rows that have the most usual number of cells."""
    widths = Counter(len(row) for row in rows if any(row))
    return widths.most_common(1)[0][1] / widths.total() if widths else 0.0


def _refuse_quoted_lines(rows: list[list[str]], name: str) -> None:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2 or any(len([cell for cell in row if cell]) > 1 for row in filled):
        return
    for mark in DELIMITERS:
        inner = [next(csv.reader([next(cell for cell in row if cell)], delimiter=mark)) for row in filled]
        widths = Counter(len(cells) for cells in inner)
        width, count = widths.most_common(1)[0]
        if width > 1 and count >= 0.8 * len(inner) and max(_known(cells) for cells in inner[:25]) > 1:
            raise InvalidInput(
                f"In {name} each whole line stands in quotation marks, so everything is one column. "
                "Export it again, or take the first and the last quotation mark of each line away."
            )
