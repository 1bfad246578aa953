"""Amounts and shares in words, with the unit that the list has."""

from __future__ import annotations

from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.setup import ITEMS, unit_words
from alignlab.model.measures import Number


def amount(value: float) -> str:
    """At most one decimal: 31, 4.5."""
    return f"{round(value, 1):g}"


def of_amount(part: float, whole: float, unit: str) -> str:
    """ "31 of 160 days", "31 of 160 in weight"."""
    return say("of_amount", part=amount(part), whole=amount(whole), unit=unit_words(unit))


def holding(count: int, part: float, whole: float, unit: str) -> str:
    """ "; they hold 31 of 160 days", after so many items; "" where the items themselves are what is counted."""
    if unit == ITEMS:
        return ""
    return say("it_holds" if count == 1 else "they_hold", amount=of_amount(part, whole, unit))


def percent(share: float) -> int:
    """A share as a whole number of 100."""
    return int(100 * share + 0.5)


def of_100(share: float, unit: str) -> str:
    """ "9 of 100 days", "9 of 100 in weight"; of a list without capacities "9 % of the items"."""
    name = "share_items" if unit == ITEMS else "share_unit"
    return say(name, part=percent(share), unit=unit_words(unit))


def whichever(told: Number) -> str:
    """What follows a share with a range: "; 6 to 13, whichever two of us are missing"; "" where none is told."""
    if told.low is None or told.high is None:
        return ""
    low, high = percent(told.low), percent(told.high)
    if low == high:
        return say("whichever_same")
    return say("whichever", low=low, high=high)
