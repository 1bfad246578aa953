"""The group's quantities, with the people inside: links, what each item is mainly for, what we say, where we work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from random import Random

import numpy as np

from alignlab.errors import Undefined
from alignlab.exercises import Answers
from alignlab.exercises.goal_mapping.flows import RANGE_FROM, Shares, drawn_anew, everybody, shares, span, without_two
from alignlab.exercises.goal_mapping.names import (
    BAND,
    DO,
    GAP,
    GOALS_SILENT,
    MAIN,
    MAP,
    MISSING,
    MISSING_POST,
    MOVE,
    MOVE_ANNOUNCED,
    NO_GOAL,
    NONE,
    PROPOSED,
    SAY,
    STANDING,
    UNKNOWN_WORK,
    WORK,
    YES,
    say,
)
from alignlab.exercises.goal_mapping.reading import Reading, main_of, read, with_sides
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.methods.gap import total_variation
from alignlab.model.base import Json
from alignlab.model.measures import SHARE, Linked, Measure, Network, Node, People, Quantity, Quote, Result, Tally
from alignlab.model.words import bare
from alignlab.model.work import Item

REASONS = (NONE, UNKNOWN_WORK, GOALS_SILENT)
PRIVATE = ("week", "week_goal", "team")
BAND_LEVEL = (0.025, 0.975)


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """Quantities: "map"; "main.<item>"; "say.", "do.", "gap." and "band.<goal>"; "move"; "proposed".

    Whoever answered only the private questions is not counted.
    """
    some = {person: with_sides(setup, values) for person, values in answers.items() if _said(values)}
    reading = read(setup, some)
    quantities: dict[str, Quantity] = {MAP: _map(setup, reading, some)}
    quantities |= {MAIN + item.id: _mainly(setup, item, some) for item in reading.items}
    quantities |= _shares(setup, reading, rng)
    if proposed := tuple(_proposals(some)):
        quantities[PROPOSED] = proposed
    return Result(of=frozenset(some), quantities=quantities)


def _said(values: Mapping[str, Json]) -> bool:
    return any(value is not None and part not in PRIVATE for part, value in values.items())


def _map(setup: Setup, reading: Reading, answers: Answers) -> Network:
    linked = {item.id: _linked(reading, place, answers) for place, item in enumerate(reading.items)}
    return Network(
        of=frozenset().union(*(some.asked for some in linked.values())),
        nodes=(*_goal_nodes(setup), *_item_nodes(setup), *_standing_nodes(setup)),
        linked=linked,
        targets=setup.asked,
        title=say("title_map"),
        unit=setup.unit,
    )


def _goal_nodes(setup: Setup) -> Iterable[Node]:
    for goal in setup.goals:
        yield Node(id=goal.id, label=bare(goal.title), layer=goal.level.value, above=goal.parents)


def _item_nodes(setup: Setup) -> Iterable[Node]:
    for item in setup.items:
        yield Node(id=item.id, label=bare(item.title), layer=WORK, size=setup.size(item))


def _standing_nodes(setup: Setup) -> Iterable[Node]:
    for name, share in setup.standing.model_dump().items():
        if share:
            yield Node(id=f"{STANDING}.{name}", label=say(f"standing_{name}"), layer=STANDING, size=share)


def _linked(reading: Reading, place: int, answers: Answers) -> Linked:
    item, strength = reading.items[place], reading.strength[:, place]
    knows = frozenset(person for p, person in enumerate(reading.people) if reading.knows[p, place])
    to = {
        goal: frozenset(person for p, person in enumerate(reading.people) if strength[p, g] > 0)
        for g, goal in enumerate(reading.goals)
    }
    weight = {goal: float(strength[:, g].sum()) / len(knows) for g, goal in enumerate(reading.goals) if knows}
    return Linked(_looked(item, answers), knows, to, weight)


def _looked(item: Item, answers: Answers) -> People:
    return frozenset(person for person, values in answers.items() if main_of(values, item))


def _mainly(setup: Setup, item: Item, answers: Answers) -> Tally:
    """What people say the item is mainly for; only what somebody said has a cell."""
    chosen = {person: main for person, values in answers.items() if (main := main_of(values, item))}
    known = [*setup.asked, *REASONS]
    labels = {goal.id: bare(goal.title) for goal in setup.targets} | {
        reason: say(f"reason_{reason}") for reason in REASONS
    }
    cells = {cell: frozenset(person for person, main in chosen.items() if main == cell) for cell in known}
    return Tally(
        of=frozenset(chosen),
        cells={cell: some for cell, some in cells.items() if some},
        shape="counts",
        title=bare(item.title),
        labels={cell: labels[cell] for cell, some in cells.items() if some},
    )


# --- what we say, and where we work -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Draws:
    """The picture, and the same without two of us and with others drawn (None for fewer than five people)."""

    now: Shares
    fewer: Shares | None
    anew: Shares | None


def _shares(setup: Setup, reading: Reading, rng: Random) -> dict[str, Quantity]:
    if not len(reading.items) or not reading.capacity.sum():
        return {}
    count = len(reading.people)
    enough = count >= RANGE_FROM
    draws = _Draws(
        shares(reading, everybody(reading)),
        shares(reading, without_two(count, rng)) if enough else None,
        shares(reading, drawn_anew(count, rng)) if enough else None,
    )
    work = frozenset(person for p, person in enumerate(reading.people) if reading.knows[p].any())
    gave = frozenset(person for p, person in enumerate(reading.people) if reading.gave[p])
    total = float(reading.capacity.sum())
    quantities: dict[str, Quantity] = {}
    for place, goal in enumerate((*reading.goals, NO_GOAL)):
        name = bare(setup.graph.by_id[goal].title) if goal in setup.graph.by_id else say("no_goal")
        titles = {what: say(f"title_{what}", goal=name) for what in ("say", "do", "gap", "band")}
        if gave and goal != NO_GOAL:
            quantities[SAY + goal] = _share(draws, "say", place, gave, titles["say"])
        quantities[DO + goal] = _share(draws, "do", place, work, titles["do"])
        if gave:
            quantities[GAP + goal] = _gap(draws, place, total, gave | work, titles["gap"], setup.unit)
        if draws.anew is not None and (band := span(draws.anew.do[:, place], *BAND_LEVEL)):
            now = float(draws.now.do[0, place])
            quantities[BAND + goal] = Measure(now, work, *band, SHARE, titles["band"])
    return quantities | _moves(setup, draws, gave | work, with_counters=bool(gave))


def _share(draws: _Draws, which: str, place: int, of: People, title: str) -> Measure:
    low, high = (span(getattr(draws.fewer, which)[:, place]) if draws.fewer is not None else None) or (None, None)
    return Measure(float(getattr(draws.now, which)[0, place]), of, low, high, SHARE, title)


def _gap(draws: _Draws, place: int, total: float, of: People, title: str, unit: str) -> Measure:
    """Capacity above what the counters say, in the setup's unit."""
    value = float((draws.now.do - draws.now.say)[0, place]) * total
    found = span((draws.fewer.do - draws.fewer.say)[:, place]) if draws.fewer is not None else None
    low, high = (found[0] * total, found[1] * total) if found else (None, None)
    return Measure(value, of, low, high, unit=unit, title=title)


def _moves(setup: Setup, draws: _Draws, of: People, *, with_counters: bool) -> dict[str, Quantity]:
    found: dict[str, Quantity] = {}
    if with_counters and isfinite(float(draws.now.move[0])):
        low, high = (span(draws.fewer.move) if draws.fewer is not None else None) or (None, None)
        found[MOVE] = Measure(float(draws.now.move[0]), of, low, high, SHARE, say("title_move"))
    announced = [setup.graph.by_id[goal].announced or 0.0 for goal in setup.asked]
    try:
        moved = total_variation([*announced, 0.0], [float(part) for part in draws.now.do[0]])
    except Undefined:  # nothing was announced
        return found
    values = None if draws.fewer is None else _against(announced, draws.fewer)
    low, high = (span(values) if values is not None else None) or (None, None)
    found[MOVE_ANNOUNCED] = Measure(moved, of, low, high, SHARE, say("title_move_announced"))
    return found


def _against(announced: list[float], fewer: Shares) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    stated = np.array([*announced, 0.0]) / sum(announced)
    found: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.abs(fewer.do - stated).sum(axis=1) / 2
    return found


def _proposals(answers: Answers) -> Iterable[Quote]:
    """Missing goals, where the writer tapped *post without my name*."""
    for person, values in answers.items():
        text = values.get(MISSING)
        if isinstance(text, str) and text.strip() and values.get(MISSING_POST) == YES:
            yield Quote(text.strip(), frozenset({person}))
