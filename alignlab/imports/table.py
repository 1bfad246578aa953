"""Rows of cells -> a table with headings: where the headings stand, and what is no table at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from alignlab.errors import InvalidInput
from alignlab.imports.result import LeftOut
from alignlab.imports.values import amount, dates
from alignlab.imports.words import normalise, split_brackets, words

MAX_ROWS = 50_000
_LOOK_AT = 25
_LONGEST_HEADING = 60
_LINE = re.compile(r":?[-=_*–—]{3,}:?")  # between the headings and the rows of a table in Markdown, or between parts
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|BEZUG!|NV|WERT!|ZAHL!|ERROR!)")


@dataclass(frozen=True)
class Row:
    """One row of the file; `number` counts from 1, as a spreadsheet does. Cells are padded to the headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and rows without empty columns and rows. `header_row` is 0 when the file has no headings.

    `doubts` are warnings that ask to look at the columns: they end when somebody says which column is which.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    def column(self, index: int) -> list[str]:
        return [row.cells[index] for row in self.rows]


def table_of(raw: Sequence[Sequence[str]], name: str, header: int | None = None) -> Table:
    """The table in these rows. `header` is the number of the row with the headings, 0 for none, None to look for it.

    Raises InvalidInput for tables that lie on their side, that have no row below the headings or too many rows.
    """
    if header is not None and not 0 <= header <= len(raw):
        raise InvalidInput(f"{name} has {len(raw)} rows, so row {header} cannot hold the headings. Give another row.")
    at = _header_index(raw) if header is None else header - 1
    _refuse_transposed(raw, at, name)
    heading = list(raw[at]) if at >= 0 else []
    body = [(number + 1, list(cells)) for number, cells in enumerate(raw) if number > at and _filled(cells)]
    if not body:
        raise InvalidInput(f"{name} has headings but no row below them. Export the list again, or paste it.")
    if len(body) > MAX_ROWS:
        raise InvalidInput(f"{name} has {len(body):,} rows; at most {MAX_ROWS:,} can be read. Export only open items.")
    warnings, doubts = _width_warnings(heading, body, name) if at >= 0 else ([], [])
    left_out = [
        LeftOut(row=number + 1, why="stands above the headings", text=_joined(cells))
        for number, cells in enumerate(raw[: max(at, 0)])
        if _filled(cells)
    ]
    no_rows = _no_rows(body, heading if at >= 0 else [])
    left_out += [LeftOut(row=n, why=no_rows[n], text=_joined(cells)) for n, cells in body if n in no_rows]
    kept = [(number, _without_errors(cells)) for number, cells in body if number not in no_rows]
    if broken := [number for number, cells in body if number not in no_rows and any(map(_is_error, cells))]:
        warnings.append(
            f"A formula in row {broken[0]}{f' and {len(broken) - 1} more' if len(broken) > 1 else ''} gave no value "
            "(such as #REF! or #N/A); these cells count as empty."
        )
    if at < 0 and header is None:
        doubts.append("No headings were found, so the columns go by their letters. Say which column is which.")
    headers, rows = _without_empty_columns(heading, kept)
    return Table(headers, rows, at + 1, tuple(left_out), tuple(warnings), tuple(doubts))


def is_plain_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a file is a list, one line an item, without a heading."""
    filled = [cells for cells in rows if _filled(cells)]
    return bool(filled) and all(len(cells) == 1 for cells in filled) and not known_headings(filled[0])


def column_letter(index: int) -> str:
    """A, B ... Z, AA for 0, 1 ... 25, 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def known_headings(cells: Sequence[str]) -> int:
    """How many cells are headings that some tool or language uses (numbers like "Title 2" count too)."""
    known = words().headings
    found = 0
    for cell in cells:
        word = normalise(cell)
        bare = normalise(split_brackets(cell)[0])
        found += word in known or bare in known or word.rstrip("0123456789 ") in words().depth_headings
    return found


def _header_index(raw: Sequence[Sequence[str]]) -> int:
    """Index of the row with the headings; -1 if there is none."""
    first = next((index for index, cells in enumerate(raw) if _filled(cells)), 0)
    best, most = -1, 0
    for index, cells in enumerate(raw[: first + _LOOK_AT]):
        known = known_headings([cell for cell in cells if 0 < len(cell.strip()) <= _LONGEST_HEADING])
        if known > most and known >= 0.25 * _filled(cells):
            best, most = index, known
    # one known word in a row with others may be chance: then it must be the first row, and without numbers
    by_chance = most == 1 and _filled(raw[best]) > 1 and (best > first or any(map(_is_value, filter(None, raw[best]))))
    if best >= 0 and not by_chance:
        return best
    return first if first < len(raw) and _looks_like_headings(raw[first], raw[first + 1 :]) else -1


def _looks_like_headings(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Unknown words count as headings if all are short and a column below holds numbers or dates, or longer text."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2 or len(set(filled)) < len(filled) or any(_is_value(cell) for cell in filled):
        return False
    if any(len(cell) > _LONGEST_HEADING for cell in filled):
        return False
    for index, heading in enumerate(cells):
        column = [row[index].strip() for row in below[:100] if index < len(row) and row[index].strip()]
        if heading.strip() and column and all(_is_value(cell) for cell in column):
            return True
    longest = max((len(cell) for row in below[:100] for cell in row), default=0)
    return max(map(len, filled)) * 2 <= longest


def _is_value(cell: str) -> bool:
    text = cell.strip()
    return amount(text) is not None or dates([text])[0] != text or text[:4].isdigit() or text.startswith("http")


def _refuse_transposed(raw: Sequence[Sequence[str]], at: int, name: str) -> None:
    side = [cells[0] for cells in raw[:60] if cells and cells[0].strip()]
    down = known_headings(sorted(set(side)))
    across = known_headings(raw[at]) if at >= 0 else 0
    wide = max((len(cells) for cells in raw[:60]), default=0)
    levels = sum(normalise(cell) in words().levels for cell in set(side[1:]))  # a column of levels is no headings
    headed = across >= 2 and across >= 0.5 * _filled(raw[at])
    if wide > 1 and not (headed and levels) and down >= 3 and down > across and down >= 0.6 * len(side):
        raise InvalidInput(
            f"{name} lies on its side: the headings run down the first column. In your spreadsheet program copy it, "
            "choose Paste special, Transpose, and save that."
        )


def _width_warnings(heading: list[str], body: list[tuple[int, list[str]]], name: str) -> tuple[list[str], list[str]]:
    """About single rows, and about the columns."""
    width = len(heading)
    longer = [number for number, cells in body if any(cell.strip() for cell in cells[width:])]
    if len(longer) > max(2, 0.2 * len(body)) and any(cell.strip() for cell in heading):
        raise InvalidInput(
            f"{name} does not fit together: {len(longer)} of {len(body)} rows (the first is row {longer[0]}) have "
            "more cells than there are headings. Perhaps a text has the sign in it that parts the columns, "
            "often a comma. Export it again, or save it as .xlsx."
        )
    found = [
        f"Row {number} has more cells than there are headings; look whether it was read well." for number in longer
    ]
    doubts = []
    shorter = {len(cells) for _, cells in body}
    if len(body) > 2 and len(shorter) == 1 and max(shorter) < width and all(cell.strip() for cell in heading):
        doubts.append(
            f"There are {width} headings, but each row has {max(shorter)} cells. "
            "Perhaps a heading has the sign in it that parts the columns, often a comma: check the columns."
        )
    return found, doubts


def _without_empty_columns(
    heading: list[str], body: list[tuple[int, list[str]]]
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    width = max([len(heading), *(len(cells) for _, cells in body)])
    padded = [(number, cells + [""] * (width - len(cells))) for number, cells in body]
    used = [index for index in range(width) if any(cells[index].strip() for _, cells in padded)]
    named = [heading[index].strip() if index < len(heading) else "" for index in used]
    headers = tuple(
        " ".join(name.split()) or f"Column {column_letter(index)}" for name, index in zip(named, used, strict=True)
    )
    return headers, tuple(Row(number, tuple(cells[index] for index in used)) for number, cells in padded)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _same(cells: Sequence[str], heading: Sequence[str]) -> bool:
    return Counter(filter(None, map(str.strip, cells))) == Counter(filter(None, map(str.strip, heading)))


def _no_rows(body: Sequence[tuple[int, list[str]]], heading: Sequence[str]) -> dict[int, str]:
    """Number -> why this is no row of the table: headings again, those of another list, names of parts, drawn lines."""
    found: dict[int, str] = {}
    for place, (number, cells) in enumerate(body):
        if all(_LINE.fullmatch(cell.strip()) for cell in cells if cell.strip()):
            found[number] = "is a drawn line"
        elif heading and _same(cells, heading):
            found[number] = "repeats the headings"
            above, part = body[place - 1] if place else (0, [])
            if above == number - 1 and above not in found and _filled(part) == 1 < _filled(heading):
                found[above] = "names a part of the list"
        elif heading and known_headings(cells) >= max(3, 0.75 * _filled(cells)):
            found[number] = "holds headings of another list"
    return found


def _is_error(cell: str) -> bool:
    return _ERROR.fullmatch(cell.strip()) is not None


def _without_errors(cells: Sequence[str]) -> list[str]:
    return ["" if _is_error(cell) else cell for cell in cells]


def _joined(cells: Sequence[str]) -> str:
    return " ".join(" ".join(cells).split())[:80]
