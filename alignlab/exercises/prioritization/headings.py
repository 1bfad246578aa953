"""An imported piece of work as an item of a vote: what its columns say beside title and capacity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from alignlab.exercises.prioritization.setup import Item
from alignlab.exercises.prioritization.words import say

ESTIMATES = ("reach", "gain", "confidence", "value", "urgency", "risk", "customers", "impact", "size")
"""Criteria whose estimates a column may bring; the headings that name them stand in the catalogue."""
MOST_ID, MOST_TITLE = 80, 200  # characters
_NUMBER = re.compile(r"^\s*(-?\d+(?:[.,]\d+)?)\s*(%?)")


def item(work: Mapping[str, Any]) -> Item:
    """The item of a dumped `alignlab.model.work.Item`: its capacity is the effort, its other columns are estimates."""
    extras = {_plain(heading): str(cell) for heading, cell in (work.get("extras") or {}).items()}
    title, more = str(work["title"]), str(work.get("description") or "")
    if len(title) > MOST_TITLE:
        more = f"{title} {more}".strip()
        title = title[: MOST_TITLE - 1] + "…"
    found = {name: value for name in ESTIMATES if (value := _number(_cell(extras, name))) is not None}
    if (impact := found.pop("impact", None)) is not None:
        found |= {"impact": impact, "gain": found.get("gain", impact)}
    return Item(
        id=str(work["id"])[:MOST_ID],
        title=title,
        help=more,
        effort=work.get("capacity"),
        fit=_share(_number(_cell(extras, "fit"))),
        estimates=found,
        waiting=_cell(extras, "waiting"),
    )


def _plain(heading: str) -> str:
    return " ".join(re.findall(r"\w+", heading.casefold()))


def _cell(extras: Mapping[str, str], name: str) -> str:
    """The cell under the first of the headings that mean this; "" without any."""
    known = say(f"headings_{name}").split("|")
    return next((extras[heading] for heading in known if extras.get(heading, "").strip()), "")


def _number(cell: str) -> float | None:
    """ "80 %" is 0.8; "3 days" is 3; below 0 is nothing that can be used."""
    told = _NUMBER.match(cell)
    if told is None:
        return None
    value = float(told[1].replace(",", ".")) / (100 if told[2] else 1)
    return value if value >= 0 else None


def _share(value: float | None) -> float | None:
    return value if value is None or value <= 1 else None
