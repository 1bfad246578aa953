"""Cells as numbers, amounts of work, shares, sizes and dates. What is not sure stays text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from alignlab.imports.words import normalise, words

HOURS_A_DAY = 8
DAYS_A_WEEK = 5
_NUMBER = re.compile(r"[+\-−]?\d[\d.,'’\u00a0\u202f ]*")
_PIECE = re.compile(r"([+\-−]?\d[\d.,'’\u00a0\u202f]*)\s*([^\W\d][\w\-.]*(?:[ \-][^\W\d][\w\-]*)?)?", re.UNICODE)
_GROUPED = re.compile(r"[+\-]?\d{1,3}([.,'])\d{3}(\1\d{3})+")
_TIME = r"(?:[,T ]\s*\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _TIME)
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_WORDY = re.compile(
    r"(\d{1,2})\.?(?:st|nd|rd|th|er|º)?[\s/.-]+(?:de )?([^\W\d]{3,})\.?,?[\s/.-]+(?:de )?(\d{4}|\d{2})" + _TIME
)
_MONTH_FIRST = re.compile(r"(?:[^\W\d]{2,9}\.?,? )?([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME)


def number(text: str) -> float | None:
    """A number written the English or the continental way, None if the cell is something else.

    One separator followed by three digits is a decimal sign (1.250 is 1.25) unless it comes more than once, because
    amounts of work are small.
    """
    bare = text.strip().replace("−", "-")
    if not bare or not _NUMBER.fullmatch(bare):
        return None
    bare = re.sub(r"[\s\u00a0\u202f]", "", bare)
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,'’]", "", bare)
    elif "," in bare and "." in bare:
        thousands = "," if bare.rfind(",") < bare.rfind(".") else "."
        bare = bare.replace(thousands, "").replace(",", ".")
    else:
        bare = bare.replace(",", ".")
    try:
        return float(bare.replace("'", "").replace("’", ""))
    except ValueError:
        return None


def amount(text: str) -> tuple[float, str] | None:
    """A number with the unit that stands beside it ("" without): "3 d", "16h", "1w 2d", "5 person-days".

    Several parts are added up in days of 8 hours and weeks of 5 days. None if the cell says anything else.
    """
    bare = text.strip()
    plain = number(bare)
    if plain is not None:
        return plain, ""
    parts: list[tuple[float, str]] = []
    at = 0
    for piece in _PIECE.finditer(bare):
        value = number(piece[1].rstrip(".,"))
        unit = words().units.get(normalise(piece[2] or ""))
        if bare[at : piece.start()].strip(" ,") or value is None or unit is None:
            return None
        parts.append((value, unit))
        at = piece.end()
    if not parts or bare[at:].strip():
        return None
    if len(parts) == 1:
        return parts[0]
    in_days = [to_days(value, unit) for value, unit in parts]
    return None if None in in_days else (sum(value for value in in_days if value is not None), "days")


def to_days(value: float, unit: str) -> float | None:
    """Hours, minutes and weeks as person-days; None for units that measure no time."""
    factor = {"days": 1, "hours": 1 / HOURS_A_DAY, "minutes": 1 / 60 / HOURS_A_DAY, "weeks": DAYS_A_WEEK}.get(unit)
    return None if factor is None else value * factor


def size(text: str) -> str | None:
    """S, M or L for a T-shirt size in any of the known languages."""
    return words().sizes.get(normalise(text))


def shares(cells: Sequence[str]) -> list[float | None]:
    """Shares in percent. A column that adds up to at most 1 is taken for fractions."""
    marked = [cell.strip().endswith(("%", "％")) for cell in cells]
    values = [number(cell.strip().rstrip("%％").strip()) for cell in cells]
    plain = [value for value, mark in zip(values, marked, strict=True) if value is not None and not mark]
    fractions = bool(plain) and any(plain) and sum(plain) <= 1.01
    return [
        value * 100 if value is not None and fractions and not mark else value
        for value, mark in zip(values, marked, strict=True)
    ]


def dates(cells: Sequence[str]) -> list[str]:
    """Each cell as an ISO date if that is sure, otherwise as it stands.

    03/04/2026 is sure only if another cell of the column shows which number is the day.
    """
    pairs = [(int(found[1]), int(found[3])) for cell in cells if (found := _slashed(cell))]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    order = "" if day_first == month_first else "day" if day_first else "month"
    return [_date(cell.strip(), order) or cell.strip() for cell in cells]


def _slashed(cell: str) -> re.Match[str] | None:
    found = _NUMERIC.fullmatch(cell.strip())
    return found if found and found[2] != "." else None


def _date(text: str, order: str) -> str | None:
    if found := _ISO.fullmatch(text):
        return _iso(found[1], found[2], found[3])
    if found := _WORDY.fullmatch(text):
        return _iso(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _iso(found[3], _month(found[1]), found[2])
    if found := _NUMERIC.fullmatch(text):
        if found[2] == "." or order == "day":
            return _iso(found[4], found[3], found[1])
        if order == "month":
            return _iso(found[4], found[1], found[3])
    return None


def _month(name: str) -> str:
    return str(words().months.get(normalise(name), 0))


def _iso(year: str, month: str, day: str) -> str | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return dt.date(full, int(month), int(day)).isoformat()
    except ValueError:
        return None
