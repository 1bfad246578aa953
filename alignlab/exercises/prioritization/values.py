"""What the host typed on a desk, as text and numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json
from alignlab.model.form import clean_text

Change = Mapping[str, Json]
MOST_TITLE = 200  # characters


def text(values: Mapping[str, Json], key: str, most: int = MOST_TITLE) -> str:
    """One line of text, "" where there is none. Raises InvalidInput if it is too long."""
    found = clean_text(str(values.get(key) or "")).strip()
    if len(found) > most:
        raise InvalidInput(say("too_long", count=len(found), most=most))
    return found


def amount(values: Mapping[str, Json], key: str, title: str, *, zero: bool = True) -> float | None:
    """A number of 0 or more (or above 0); None where the field is empty."""
    value = values.get(key)
    if value in (None, ""):
        return None
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        raise InvalidInput(say("no_number", field=title, value=str(value)[:30])) from None
    if not math.isfinite(found) or found < 0 or (found == 0 and not zero):
        raise InvalidInput(say("no_amount" if zero else "no_amount_above", field=title, value=f"{found:g}"))
    return found


def values_of(change: Change) -> Mapping[str, Json]:
    values = change.get("values")
    return values if isinstance(values, Mapping) else {}
