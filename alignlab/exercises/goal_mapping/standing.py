"""The three lines of work that no list shows: as fields of both desks, and as what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import MOST_STANDING
from alignlab.exercises.goal_mapping.typed import number_of
from alignlab.model.desk import Entry, Fill

STANDING_LINES = ("unplanned", "running", "away")


def standing_fill(values: Mapping[str, Any]) -> Fill:
    """The lines as fields, with what was said so far."""
    entries = tuple(
        Entry(
            id=name,
            label=say(f"desk_{name}"),
            kind="number",
            value=values.get(name) or 0,
            unit="%",
            least=0,
            most=MOST_STANDING,
        )
        for name in STANDING_LINES
    )
    words = {"title": say("desk_standing"), "help": say("desk_standing_help"), "submit": say("desk_keep")}
    return Fill(op="standing", entries=entries, fold=True, **words)


def standing_of(values: Mapping[str, Any]) -> dict[str, float]:
    """Percent of all time, line by line. Raises InvalidInput for what is no share."""
    return {name: number_of(values, name, say(f"desk_{name}"), 0, MOST_STANDING) for name in STANDING_LINES}
