"""What the order was made of: points and who gave them, estimates and their spread, categories and their share."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from alignlab.exercises.prioritization import counting
from alignlab.exercises.prioritization.setup import CATEGORIES, SCORED, Setup
from alignlab.exercises.prioritization.votes import Votes, formula, normal, unit_scores
from alignlab.exercises.prioritization.words import say
from alignlab.methods import scoring
from alignlab.methods.checks import Floats
from alignlab.methods.points import point_shares
from alignlab.methods.resampling import leaving
from alignlab.model.measures import Measure, People, Quantity, Tally

DRAWS = 1000


def quantities(setup: Setup, votes: Votes, rng: Random) -> dict[str, Quantity]:
    """By the method; nothing for rankings and pairs, which are their own input."""
    if not votes.people:
        return {}
    if setup.method in ("points", "dots"):
        return _points(setup, votes)
    if setup.method in SCORED:
        return {**_anchors(setup, votes), **_scores(setup, votes), **_weights(setup, votes, rng)}
    return _categories(setup, votes) if setup.method == "moscow" else {}


def _points(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """Of 100: each item's share with its range; who gave it any; the largest part of it that one of us gives."""
    people = frozenset(votes.people)
    means = 100 * counting.scores(setup, votes, np.ones((1, len(people)), dtype=np.int64))[0]
    low, high = _range(setup, votes, 100)
    given = [dict(zip(votes.options, np.nan_to_num(row).tolist(), strict=True)) for row in votes.worths]
    shares = point_shares(given, votes.options) if any(sum(row.values()) for row in given) else {}
    found: dict[str, Quantity] = {}
    supporters: dict[str, People] = {}
    for place, id_ in enumerate(votes.options):
        title = say("title_share", item=setup.titles[id_])
        value = round(float(means[place]), 6)
        found[f"share.{id_}"] = Measure(value, people, low[place], high[place], say("unit_of_100"), title)
        supporters[id_] = frozenset(p for p, row in zip(votes.people, votes.worths, strict=True) if row[place] > 0)
        if id_ in shares and shares[id_].one_person:
            title = say("title_largest", item=setup.titles[id_])
            found[f"largest.{id_}"] = Measure(100 * shares[id_].largest, people, unit="%", title=title)
    name, title = ("dots", "title_dots") if setup.method == "dots" else ("supporters", "title_supporters")
    return {**found, name: Tally(people, supporters, "picks", say(title), setup.titles)}


def _range(setup: Setup, votes: Votes, scale: float) -> tuple[list[float | None], list[float | None]]:
    """Lowest and highest score of each option whoever of us is missing; None where nobody can be."""
    missing = counting.how_many_missing(len(votes.people))
    if not missing:
        nothing: list[float | None] = [None] * len(votes.options)
        return nothing, nothing
    found = scale * counting.scores(setup, votes, leaving(len(votes.people), missing))
    # an item that nobody left could judge has no score in that case; it says nothing about the others
    worst, best = np.where(np.isnan(found), np.inf, found), np.where(np.isnan(found), -np.inf, found)
    return _numbers(worst.min(axis=0)), _numbers(best.max(axis=0))


def _numbers(row: Floats) -> list[float | None]:
    return [round(float(v), 6) if np.isfinite(v) else None for v in row]


def _anchors(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """Who chose which anchor, one tally for each item and criterion that people were asked about."""
    found: dict[str, Quantity] = {}
    for row, id_ in enumerate(votes.options):
        for column, criterion in enumerate(setup.scales):
            if setup.given(setup.item(id_), criterion) is not None:
                continue
            title = say("title_input", item=setup.titles[id_], criterion=criterion.title)
            answered = votes.chosen[:, row, column]
            found[f"input.{id_}.{criterion.id}"] = _tally(votes.people, answered.tolist(), criterion.anchors, title)
    return found


def _tally(people: Sequence[str], chosen: Sequence[int], words: Sequence[str], title: str) -> Tally:
    cells = {
        str(place): frozenset(p for p, c in zip(people, chosen, strict=True) if c == place)
        for place in range(len(words))
    }
    labels = {str(place): word for place, word in enumerate(words)}
    return Tally(frozenset().union(*cells.values()), cells, "ordered", title, labels)


def _scores(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """The score from the medians of the inputs, and its range whoever of us is missing."""
    people = frozenset(votes.people)
    values = counting.scores(setup, votes, np.ones((1, len(people)), dtype=np.int64))[0]
    low, high = _range(setup, votes, 1)
    return {
        f"score.{id_}": Measure(
            round(float(value), 6), people, low[place], high[place], title=say("title_score", item=setup.titles[id_])
        )
        for place, (id_, value) in enumerate(zip(votes.options, values, strict=True))
        if not np.isnan(value)
    }


def _weights(setup: Setup, votes: Votes, rng: Random) -> dict[str, Quantity]:
    """Would other weights change what comes first? How often it stays, and the change that makes the next one equal.

    Only for weighted sums with several criteria: the other formulas do not weigh.
    """
    if setup.method != "weighted" or setup.how != "weighted" or len(setup.scales) < 2:
        return {}
    inputs = counting.medians(setup, votes, np.ones((1, len(votes.people)), dtype=np.int64))
    known = ~np.isnan(formula(setup, inputs)[0])
    weights = normal(np.array([criterion.weight for criterion in setup.scales])).tolist()
    rows = unit_scores(setup, inputs)[0][known].tolist()
    if len(rows) < 2:
        return {}
    people = frozenset(votes.people)
    first, second = scoring.weight_sensitivity(weights, rows).order[:2]
    stays = scoring.weight_draws(weights, rows, draws=DRAWS, rng=rng)[first].first
    found: dict[str, Quantity] = {
        "stays_first": Measure(100 * stays, people, unit="%", title=say("title_stays", draws=DRAWS))
    }
    for criterion, change in zip(setup.scales, scoring.swap_changes(weights, rows, first, second), strict=True):
        if change is not None:
            title = say("title_flip", criterion=criterion.title)
            # told as a change of the weight: below 0 less, above 0 more
            found[f"flip.{criterion.id}"] = Measure(-change, people, unit="%", title=title)
    return found


def _categories(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """Who chose which category for each item; the share of the capacity that the musts hold."""
    people = frozenset(votes.people)
    found: dict[str, Quantity] = {}
    words = [say(name) for name in CATEGORIES]
    for place, id_ in enumerate(votes.options):
        chosen = [-1 if np.isnan(value) else int(value) for value in votes.worths[:, place]]
        found[f"input.{id_}.category"] = _tally(
            votes.people, chosen, words, say("title_category", item=setup.titles[id_])
        )
    middle = counting.scores(setup, votes, np.ones((1, len(people)), dtype=np.int64))[0]
    # between two categories the lesser one counts: a must is what more than half of us call so
    items = [
        (CATEGORIES[int(value)], setup.item(id_).effort or 0.0)
        for id_, value in zip(votes.options, middle, strict=True)
        if not np.isnan(value)
    ]
    if setup.capacity is not None and items:
        shares = scoring.moscow_shares(items, setup.capacity)  # type: ignore[arg-type]
        found["must_share"] = Measure(round(100 * shares.must, 6), people, unit="%", title=say("title_must"))
    return found
