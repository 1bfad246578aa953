"""What was typed on a desk of this exercise: the values of a change, one line of text, a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.goal_mapping.names import say
from alignlab.model.form import clean_text

MOST_TITLE = 280  # characters
Change = Mapping[str, Any]


def values_of(change: Change) -> Mapping[str, Any]:
    """The values of a form or a row. Raises InvalidInput where the change has none."""
    values = change.get("values")
    if not isinstance(values, dict):
        raise InvalidInput(say("desk_no_values"))
    return values


def text_of(values: Mapping[str, Any], name: str, most: int = MOST_TITLE) -> str:
    """One line of text. Raises InvalidInput if it is too long."""
    text = " ".join(clean_text(str(values.get(name) or "")).split())
    if len(text) > most:
        raise InvalidInput(say("desk_long", count=len(text), most=most))
    return text


def number_of(values: Mapping[str, Any], name: str, label: str, low: float, high: float) -> float:
    """A number from `low` to `high`; 0 where nothing was typed. Raises InvalidInput, which begins with the label."""
    value = values.get(name) or 0
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InvalidInput(say("desk_number", label=label, value=value, low=f"{low:g}", high=f"{high:g}"))
    return value
