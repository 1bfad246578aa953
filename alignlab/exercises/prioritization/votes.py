"""What people said, as numbers: one row a person, one column an item, higher is better, nan is no opinion."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from alignlab.exercises import Answers
from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.choosing import asked_pairs
from alignlab.exercises.prioritization.criteria import CANNOT, Criterion
from alignlab.exercises.prioritization.sequence import Wins, add_win
from alignlab.exercises.prioritization.setup import CATEGORIES, SCORED, Item, Method, Setup
from alignlab.methods.checks import Floats, Ints
from alignlab.methods.pairwise import bradley_terry
from alignlab.model.base import Json, PersonId

Values = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Votes:
    """`worths` (people, items) and, for scored methods, `chosen` (people, items, criteria): the anchor from 0, -1 for
    none; for pairs `wins` (people, items, items). People without any opinion are left out."""

    options: tuple[str, ...]
    people: tuple[PersonId, ...]
    worths: Floats
    chosen: Ints
    wins: Floats

    @property
    def ballots(self) -> list[tuple[int, list[list[str]]]]:
        """Everybody's order with ties, in the form that `methods.ranking` takes.

        Pairs are ballots of two items each: what was not compared stays open.
        """
        if self.wins.size:
            return [ballot for person in self.wins for ballot in self._two(person)]
        return [(1, self._order(row)) for row in self.worths]

    def _order(self, row: Floats) -> list[list[str]]:
        levels = sorted({float(v) for v in row if not np.isnan(v)}, reverse=True)
        return [[o for o, v in zip(self.options, row, strict=True) if v == level] for level in levels]

    def _two(self, wins: Floats) -> list[tuple[int, list[list[str]]]]:
        found: list[tuple[int, list[list[str]]]] = []
        for i, j in np.argwhere(np.triu(wins + wins.T) > 0):
            a, b = self.options[i], self.options[j]
            tie, first = wins[i, j] == wins[j, i], wins[i, j] > wins[j, i]
            found.append((1, [[a, b]] if tie else [[a], [b]] if first else [[b], [a]]))
        return found


def read(setup: Setup, answers: Answers) -> Votes:
    """The votes on the items that this round asks about; answers of an earlier round stand in where there is no new."""
    options = tuple(item.id for item in setup.asked)
    rows = {person: worths(setup, values) for person, values in sorted(answers.items())}
    people = tuple(person for person, row in rows.items() if not np.isnan(row).all())
    scored, paired = setup.method in SCORED, setup.method == "pairwise"
    return Votes(
        options=options,
        people=people,
        worths=np.array([rows[p] for p in people]).reshape(len(people), len(options)),
        chosen=np.array([_chosen(setup, answers[p]) for p in people] if scored else [], dtype=np.int64),
        wins=np.array([_table(setup, answers[p]) for p in people] if paired else [], dtype=float),
    )


def worths(setup: Setup, values: Values) -> Floats:
    """One person's row, over the items that this round asks about."""
    found = _WORTHS[setup.method](setup, values)
    return np.array([found.get(item.id, np.nan) for item in setup.asked], dtype=float)


def complete(setup: Setup, values: Values) -> bool:
    """Whether somebody is through with their vote of this round."""
    if setup.method == "pairwise":
        known = {parts.of_round(part, setup.round) for part in parts.pairs(setup)}
        wanted = setup.pairs or asked_pairs(len(setup.asked))
        return sum(part in known and value is not None for part, value in values.items()) >= min(wanted, len(known))
    needed = {"ranking": [parts.RANK], "points": [parts.POINTS], "dots": [parts.DOTS]}.get(setup.method)
    if needed is None:
        scored = [parts.score(item, criterion) for item, criterion in parts.scores(setup)]
        needed = scored or [parts.category(item) for item in setup.asked]
    return all(values.get(parts.of_round(part, setup.round)) is not None for part in needed)


def _ranking(setup: Setup, values: Values) -> dict[str, float]:
    """An item that was joined with another stands where the better of the two stands."""
    found: dict[str, float] = {}
    for place, group in enumerate(parts.latest(values, parts.RANK, setup.round) or []):
        for id_ in group if isinstance(group, list) else [group]:
            now = setup.now(id_)
            if now is not None:
                found.setdefault(now, -float(place))
    return found


def _points(setup: Setup, values: Values, part: str) -> dict[str, float]:
    """Shares of what somebody gave in all: nobody gains by giving more. Nothing given: no opinion."""
    given = parts.latest(values, part, setup.round) or {}
    cannot = {setup.now(id_) for id_ in parts.latest(values, parts.CANNOT_ITEMS, setup.round) or []}
    points = dict.fromkeys((item.id for item in setup.asked), 0.0)
    for id_, some in given.items():
        now = setup.now(id_)
        if now in points:
            points[now] += some
    total = sum(points.values())
    return {id_: some / total for id_, some in points.items() if some or id_ not in cannot} if total else {}


def _pairwise(setup: Setup, values: Values) -> dict[str, float]:
    """Strengths from this person's own pairs alone, for the items that they compared."""
    wins = _wins(setup, values)
    compared = {id_ for pair in wins for id_ in pair}
    seen = tuple(item.id for item in setup.asked if item.id in compared)
    return dict(_strengths(seen, frozenset(wins.items())))


@functools.lru_cache(maxsize=1024)  # a person's page asks again for what their form asked for a moment ago
def _strengths(seen: tuple[str, ...], wins: frozenset[tuple[tuple[str, str], float]]) -> Mapping[str, float]:
    return MappingProxyType(bradley_terry(dict(wins), seen) if wins else {})


def _wins(setup: Setup, values: Values) -> Wins:
    asked = {item.id for item in setup.asked}
    found: Wins = {}
    pairs = parts.all_pairs(setup)
    for part, value in parts.all_latest(values, pairs, setup.round).items():
        a, b = pairs[part]
        one, two = setup.now(a), setup.now(b)
        if one == two or one not in asked or two not in asked or one is None or two is None:
            continue
        add_win(found, (one, two), {a: one, b: two}.get(value, value))
    return found


def _table(setup: Setup, values: Values) -> Floats:
    place = {item.id: number for number, item in enumerate(setup.asked)}
    found = np.zeros((len(place), len(place)))
    for (winner, loser), times in _wins(setup, values).items():
        found[place[winner], place[loser]] += times
    return found


def _scored(setup: Setup, values: Values) -> dict[str, float]:
    """One's own score of every item of which one judged all that is asked."""
    anchors = _chosen(setup, values)
    found: dict[str, float] = {}
    if (anchors < 0).all():
        return found
    for row, item in zip(anchors, setup.asked, strict=True):
        inputs = [_input(setup, item, c, int(place)) for c, place in zip(setup.scales, row, strict=True)]
        known = [value for value in inputs if value is not None]
        if len(known) == len(inputs):
            found[item.id] = float(formula(setup, np.array([[known]]))[0, 0])
    return found


def _input(setup: Setup, item: Item, criterion: Criterion, place: int) -> float | None:
    given = setup.given(item, criterion)
    if given is not None:
        return given
    return criterion.values[place] if place >= 0 else None


def _chosen(setup: Setup, values: Values) -> Ints:
    """(items, criteria): the anchor that somebody chose, from 0; -1 for none."""
    found = np.full((len(setup.asked), len(setup.scales)), -1, dtype=np.int64)
    for row, item in enumerate(setup.asked):
        for column, criterion in enumerate(setup.scales):
            anchor = _first(setup, values, item, partial(_score_of, criterion))
            if isinstance(anchor, str) and anchor.isdigit() and 1 <= int(anchor) <= len(criterion.anchors):
                found[row, column] = int(anchor) - 1
    return found


def _score_of(criterion: Criterion, item: Item) -> str:
    return parts.score(item, criterion)


def _moscow(setup: Setup, values: Values) -> dict[str, float]:
    found = {}
    for item in setup.asked:
        name = _first(setup, values, item, parts.category)
        if name in CATEGORIES:
            found[item.id] = float(CATEGORIES.index(name))
    return found


def _first(setup: Setup, values: Values, item: Item, part: Callable[[Item], str]) -> Json:
    """What somebody said of an item, else of one that was joined with it."""
    joined = [other for other in setup.items if other.id in setup.merged and setup.now(other.id) == item.id]
    for each in (item, *joined):
        value = parts.latest(values, part(each), setup.round)
        if value not in (None, CANNOT):
            return value
    return None


def formula(setup: Setup, inputs: Floats) -> Floats:
    """(weightings, items): the score from `inputs` (weightings, items, criteria); nan where an input is missing."""
    costs = np.array([criterion.role == "cost" for criterion in setup.scales])
    weights = np.array([criterion.weight for criterion in setup.scales])
    if setup.how == "weighted":
        return np.asarray(unit_scores(setup, inputs) @ normal(weights))
    divisor = inputs[:, :, costs].prod(axis=2)
    values = inputs[:, :, ~costs]
    gain = values.prod(axis=2) if setup.how == "rice" else values @ weights[~costs]
    return np.asarray(gain / divisor)


def normal(weights: Floats) -> Floats:
    """Weights that sum to 1; all zero: equal ones."""
    total = float(weights.sum())
    return np.asarray(weights / total if total else np.full(len(weights), 1 / len(weights)))


def unit_scores(setup: Setup, inputs: Floats) -> Floats:
    """Inputs on a scale from 0 (bad) to 1 (good); estimates beyond a criterion's own scale stretch it."""
    low, high = np.array([_bounds(setup, criterion) for criterion in setup.scales]).T
    unit = (inputs - low) / (high - low)
    costs = [place for place, criterion in enumerate(setup.scales) if criterion.role == "cost"]
    unit[..., costs] = 1 - unit[..., costs]
    return np.asarray(unit)


def _bounds(setup: Setup, criterion: Criterion) -> tuple[float, float]:
    given = [value for item in setup.live if (value := setup.given(item, criterion)) is not None]
    return min([criterion.values[0], *given]), max([criterion.values[-1], *given])


_WORTHS: dict[Method, Callable[[Setup, Values], dict[str, float]]] = {
    "ranking": _ranking,
    "points": lambda setup, values: _points(setup, values, parts.POINTS),
    "dots": lambda setup, values: _points(setup, values, parts.DOTS),
    "pairwise": _pairwise,
    "impact_effort": _scored,
    "weighted": _scored,
    "moscow": _moscow,
}
