"""Who looks at which items: every chosen item is looked at by enough people, and nobody gets more than their share."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from alignlab.exercises.goal_mapping.names import (
    COUNTERS,
    ITEM,
    MISSING,
    MISSING_POST,
    SPARE,
    TEAM,
    WEEK,
    WEEK_GOAL,
    say,
)
from alignlab.exercises.goal_mapping.reading import side_part
from alignlab.exercises.goal_mapping.setup import ITEMS, Setup, unit_words
from alignlab.model.base import PersonId
from alignlab.model.words import number
from alignlab.model.work import WEIGHT, Item

SECONDS_AN_ITEM = 25
MINUTES_BEFORE = 2  # for the questions before the first item
MOST_SPARE = 45  # items beyond one's share, from which those of one's own team are taken


def chosen(setup: Setup, people: int) -> tuple[Item, ...]:
    """The items that so many people can look at: all, or the largest ones."""
    return setup.largest(min(len(setup.taken), capable(setup, people)))


def capable(setup: Setup, people: int) -> int:
    """How many items so many people can look at, each item by enough of them."""
    some = max(people, 1)
    return some * setup.per_person // min(setup.looks, some)


def fitting(minutes: float) -> int:
    """How many items one person can look at in so many minutes."""
    return max(1, int((minutes - MINUTES_BEFORE) * 60 / SECONDS_AN_ITEM))


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Each person's parts: the questions before, their share of the items, spare items after `SPARE`, a missing goal.

    Each chosen item is in the share of `looks` people, or of everybody. A latecomer, who comes alone, gets the
    largest items. Spare items are for those whose own team's work is among them; see `form`.
    """
    items = chosen(setup, len(people))
    shares = _shares(setup, items, people, seed)
    team = [TEAM] if asks_team(setup) else []
    found = {}
    for person in people:
        own = set(shares[person])
        order = sorted(items, key=lambda item: _chance(seed, person, item.id))
        share = [ITEM + item.id for item in order if item.id in own]
        spare = [ITEM + item.id for item in order if item.id not in own][:MOST_SPARE]
        found[person] = [WEEK, WEEK_GOAL, COUNTERS, *team, *share, SPARE, *spare, MISSING, MISSING_POST]
    return found


def every_part(setup: Setup) -> list[str]:
    """All parts that anybody can get."""
    team = [TEAM] if asks_team(setup) else []
    items = [ITEM + item.id for item in setup.items]
    links = [side_part(setup, item, goal) for item, goal in setup.sides]
    return [WEEK, WEEK_GOAL, COUNTERS, *team, *items, *links, SPARE, MISSING, MISSING_POST]


def asks_team(setup: Setup) -> bool:
    """Whether it matters whose work somebody knows best: the list is longer than one person's share."""
    return len(teams(setup)) > 1 and len(setup.items) > setup.per_person


def teams(setup: Setup) -> list[str]:
    """Owner teams in the order of the list."""
    return list(dict.fromkeys(item.team for item in setup.items if item.team))


def _shares(setup: Setup, items: Sequence[Item], people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Each item goes to those who have least so far: then nobody has two more than another, so it fits."""
    looks = min(setup.looks, len(people))
    shares: dict[PersonId, list[str]] = {person: [] for person in people}
    if len(items) <= setup.per_person:
        return {person: [item.id for item in items] for person in people}
    for item in sorted(items, key=lambda item: _chance(seed, "", item.id)):
        order = sorted(people, key=lambda person: (len(shares[person]), _chance(seed, person, item.id)))
        for person in order[:looks]:
            shares[person].append(item.id)
    return shares


def _chance(seed: int, person: PersonId, item: str) -> bytes:
    """A place in a shuffled order, the same however often it is asked and whoever else is there."""
    return hashlib.blake2s(f"{seed}|{person}|{item}".encode(), digest_size=8).digest()


def load(setup: Setup, people: int, minutes: float | None = None) -> str | None:
    """What to ask the host before opening: too many items for these people, or too few minutes. None: it fits."""
    if not people or setup.second:
        return None
    looks, count = min(setup.looks, people), len(setup.taken)
    some = chosen(setup, people)
    if len(some) < count:
        total = sum(setup.size(item) for item in setup.items)
        held = sum(setup.size(item) for item in some) / total if total else 0.0
        return say(
            "load",
            people=say("load_one_person") if people == 1 else say("load_people", count=people),
            each=setup.per_person,
            items=capable(setup, people),
            looks=say("load_one_look", count=number(looks)) if looks == 1 else say("load_looks", count=number(looks)),
            count=len(some),
            held=say("load_held", share=f"{100 * held:.0f}", unit=_of_unit(setup)),
        )
    each = count if count <= setup.per_person else max(-(-count * looks // people), setup.per_person)
    needed = each * SECONDS_AN_ITEM / 60 + MINUTES_BEFORE
    if minutes is not None and needed > minutes:
        return say("load_minutes", each=each, seconds=SECONDS_AN_ITEM, needed=f"{needed:.0f}", minutes=f"{minutes:g}")
    return None


def _of_unit(setup: Setup) -> str:
    """The unit in "61 % of your days"."""
    if setup.unit == ITEMS:
        return say("load_items")
    return say("load_weight") if setup.unit == WEIGHT else unit_words(setup.unit)
