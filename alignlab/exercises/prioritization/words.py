"""The words of this exercise."""

from __future__ import annotations

from collections.abc import Sequence

from alignlab.exercises.strings import phrase
from alignlab.model.words import listed, number, titled
from alignlab.model.work import DAYS


def say(name: str, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.prioritization", name, **parts)


MOST_NAMED = 4  # items in one sentence; of more the first ones are named

LEAST_TOLD, MOST_TOLD = 20, 48  # characters of a title in a sentence; the lists have it whole


def brief(title: str) -> str:
    """The title as it stands in a sentence: a long one ends at a comma or after a word, with "…"."""
    if len(title) <= MOST_TOLD:
        return title
    pause = max(title.rfind(mark, LEAST_TOLD, MOST_TOLD) for mark in (", ", "; ", ": ", " (", " – ", " - "))
    start = title[: pause + 1] or title[:MOST_TOLD].rpartition(" ")[0]
    return f"{(start or title[: MOST_TOLD - 1]).rstrip(' ,;:.-–(')}…"


def quoted(titles: Sequence[str]) -> str:
    """“Paging”, “Restore drill” and “Status page”; of a long list the first ones, and how many more."""
    if len(titles) <= MOST_NAMED:
        return listed([titled(brief(title)) for title in titles])
    named = [titled(brief(title)) for title in titles[: MOST_NAMED - 1]]
    return listed([*named, say("more_items", count=number(len(titles) - len(named)))])


def amount(value: float, unit: str) -> str:
    """ "5 days", "1 day", "2.5 points"."""
    return f"{value:g} {_one(unit_words(unit)) if value == 1 else unit_words(unit)}".strip()


def unit_words(unit: str) -> str:
    """What people read for a list's unit."""
    return say("unit_days") if unit == DAYS else unit


def _one(unit: str) -> str:
    """The unit of a single one, by the catalogue's endings: "days" has "day"."""
    for form in say("unit_one").split(", "):
        many, _, one = form.partition("=")
        ending = many.removeprefix("*")
        if unit == many or (many != ending and unit.endswith(ending)):
            return one.replace("*", unit.removesuffix(ending))
    return unit


def between(low: int, high: int) -> str:
    """ "4 to 7", or "4"."""
    return str(low) if low == high else say("between", low=low, high=high)
