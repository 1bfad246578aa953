"""The capacity of each row: number, unit, T-shirt size, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alignlab.imports.values import amount, size, to_days
from alignlab.imports.words import normalise, split_brackets, words
from alignlab.model.work import DAYS, WEIGHT

_NAMED_ROWS = 5


@dataclass(frozen=True)
class Amount:
    """Capacity of one row; `size` is S, M or L. `unread` tells that the cell says something else."""

    value: float | None = None
    unit: str = DAYS
    size: str | None = None
    unread: bool = False


_LEFT_EMPTY = "capacity was left empty there. Fill it in where you know it."


def amounts(cells: Sequence[str], rows: Sequence[int], header: str, tool: str) -> tuple[list[Amount], list[str]]:
    """One Amount a cell, and warnings. `rows` are the row numbers to name, `header` may tell the unit.

    A column that mixes hours, days and weeks is turned into days (8 hours a day, 5 days a week).
    """
    unit = _unit_of_heading(header, tool)
    found = [_amount(cell, unit, header, tool) for cell in cells]
    warnings = []
    units = {one.unit for one in found if one.value is not None}
    if len(units) > 1:
        found, sentence = _one_unit(found, units, header)
        warnings.append(sentence)
    if any(one.size for one in found):
        warnings.append(f"{header!r} has sizes: S, M and L count as a {WEIGHT} of 1, 3 and 8, not as days.")
    negative = [row for row, cell in zip(rows, cells, strict=True) if (amount(cell) or (0.0, ""))[0] < 0]
    if negative:
        warnings.append(f"{header!r} is below zero in {row_list(negative)}; {_LEFT_EMPTY}")
    unread = [row for row, one in zip(rows, found, strict=True) if one.unread and row not in negative]
    if unread:
        warnings.append(f"{header!r} is neither a number nor S, M or L in {row_list(unread)}; {_LEFT_EMPTY}")
    return found, warnings


def row_list(rows: Sequence[int]) -> str:
    """ "row 4" or "rows 4, 7 and 3 more"."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    shown = ", ".join(map(str, rows[:_NAMED_ROWS]))
    more = len(rows) - _NAMED_ROWS
    return f"rows {shown} and {more} more" if more > 0 else f"rows {shown}"


def _amount(cell: str, unit: str, header: str, tool: str) -> Amount:
    if not cell.strip():
        return Amount(unit=unit)
    if shirt := size(cell):
        return Amount(unit=WEIGHT, size=shirt)
    read = amount(cell)
    if read is None or read[0] < 0:
        return Amount(unit=unit, unread=True)
    value, own_unit = read
    if not own_unit and normalise(header) in words().seconds.get(tool, ()):
        return Amount(value / 3600, "hours")
    if not own_unit and normalise(header) in words().milliseconds.get(tool, ()):
        return Amount(value / 3_600_000, "hours")
    return Amount(value, own_unit or unit)


def _unit_of_heading(header: str, tool: str) -> str:
    outer, inner = split_brackets(header)
    for text in (inner, outer):
        parts = normalise(text).split()
        for width in (3, 2, 1):
            for start in range(len(parts) - width + 1):
                if unit := words().units.get(" ".join(parts[start : start + width])):
                    return unit
    return words().tool_units.get(tool, DAYS)


def _one_unit(found: list[Amount], units: set[str], header: str) -> tuple[list[Amount], str]:
    in_days = [to_days(one.value, one.unit) if one.value is not None else None for one in found]
    if all(day is not None or one.value is None for day, one in zip(in_days, found, strict=True)):
        turned = [
            one if one.value is None else Amount(round(day or 0.0, 3)) for day, one in zip(in_days, found, strict=True)
        ]
        return turned, f"{header!r} mixes {_and(units)}; all are turned into days (8 hours a day, 5 days a week)."
    return found, f"{header!r} mixes {_and(units)}, which cannot be added up. Use one unit for all rows."


def _and(names: set[str]) -> str:
    *most, last = sorted(names)
    return f"{', '.join(most)} and {last}"
