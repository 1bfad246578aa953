"""The picture of narrowing: what goes on to the vote, what was rescued, what may be the same."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from alignlab.exercises import Answers
from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.narrowing import best_by_dots, has_fit, kept, needed
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import say
from alignlab.model.measures import People, Quantity, Ranked, Tally


def shortlist(setup: Setup, answers: Answers) -> dict[str, Quantity]:
    """Quantities "kept", "rescued" or "dots", and "same"."""
    people = frozenset(answers)
    found: dict[str, Quantity] = {}
    if needed(setup) and not has_fit(setup):
        dots = _dots(setup, answers)
        short = best_by_dots(setup, {id_: float(count) for id_, count in dots.items()})
        cells = {id_: _with_dots(setup, answers, id_) for id_ in dots}
        found["dots"] = _tally(setup, people, cells, say("title_dots"))
    else:
        cells = _rescued(setup, answers)
        short = kept(setup, cells)
        found["rescued"] = _tally(setup, people, cells, say("title_rescued"))
    groups = tuple((item.id,) for item in short)
    same = _same(setup, answers)
    return {
        "kept": Ranked(of=people, groups=groups, labels=setup.titles, title=say("title_kept")),
        **found,
        "same": Tally(of=people, cells=same, shape="counts", title=say("title_same"), labels=_pair_labels(setup, same)),
    }


def _tally(setup: Setup, people: People, cells: dict[str, People], title: str) -> Tally:
    return Tally(of=people, cells=cells, shape="picks", title=title, labels=setup.titles)


def _rescued(setup: Setup, answers: Answers) -> dict[str, People]:
    said = {
        person: setup.now(str(values[parts.RESCUE])) for person, values in answers.items() if values.get(parts.RESCUE)
    }
    return {
        item.id: frozenset(person for person, id_ in said.items() if id_ == item.id)
        for item in setup.live
        if item.id in said.values()
    }


def _dots(setup: Setup, answers: Answers) -> Counter[str]:
    found: Counter[str] = Counter()
    for values in answers.values():
        for id_, count in (values.get(parts.DOTS) or {}).items():
            if now := setup.now(id_):
                found[now] += count
    return found


def _with_dots(setup: Setup, answers: Answers, id_: str) -> People:
    return frozenset(
        person
        for person, values in answers.items()
        if any(setup.now(named) == id_ and count for named, count in (values.get(parts.DOTS) or {}).items())
    )


def _same(setup: Setup, answers: Answers) -> dict[str, People]:
    """Pairs that somebody called nearly the same."""
    said: dict[str, set[str]] = {}
    for person, values in answers.items():
        named = sorted({now for id_ in values.get(parts.SAME) or [] if (now := setup.now(id_))})
        for a, b in combinations(named, 2):
            said.setdefault(parts.pair(a, b), set()).add(person)
    return {pair: frozenset(people) for pair, people in sorted(said.items())}


def _pair_labels(setup: Setup, same: dict[str, People]) -> dict[str, str]:
    titles = {parts.pair(*sorted((a, b))): (a, b) for a, b in parts.all_pairs(setup).values()}
    return {
        pair: say("same_pair", one=setup.titles[titles[pair][0]], two=setup.titles[titles[pair][1]]) for pair in same
    }
