"""What those could still change who have not voted: worked cases, and every vote of theirs tried on small lists."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from votes import items, tell

from alignlab.exercises import prioritization
from alignlab.exercises.prioritization import counting, parts
from alignlab.exercises.prioritization.missing import TOP, coming
from alignlab.exercises.prioritization.sequence import by_preference, sequence
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.votes import read
from alignlab.methods.reach import reachable

IDS = ["i0", "i1", "i2", "i3"]
LEVELS = ("wont", "could", "should", "must")
THREE = [
    {"id": "impact", "title": "Impact", "anchors": ["little", "some", "much"]},
    {"id": "effort", "title": "Effort", "anchors": ["little", "some", "much"], "role": "cost"},
]


def made(method: str, everyone: int, **more: Any) -> Setup:
    return Setup.model_validate({"items": items(4), "method": method, "everyone": everyone, **more})


def told(setup: Setup, answers: dict[str, Any]) -> str | None:
    found = prioritization.findings(setup, tell(setup, answers))
    return next((finding.text for finding in found if finding.id == "absent"), None)


def sorted_into(*levels: str) -> dict[str, str]:
    return {f"{id_} / category": level for id_, level in zip(IDS, levels, strict=True)}


def scored(setup: Setup, *anchors: int) -> dict[str, str]:
    names = [parts.score(item, criterion) for item, criterion in parts.scores(setup)]
    return {name: str(anchor) for name, anchor in zip(names, anchors, strict=True)}


CANNOT = "Whatever the two say who have not voted, they could not bring another item into the first three."


@pytest.mark.parametrize(("everyone", "sentence"), [(5, CANNOT), (6, "The three who have not voted could still bring")])
def test_categories_against_those_who_are_missing(everyone: int, sentence: str) -> None:
    """Three say must, must, must, won't. Two more: the middle one of five stays; three more pull both to halfway."""
    setup = made("moscow", everyone)
    answers = {f"p{n}": sorted_into("must", "must", "must", "wont") for n in range(3)}
    assert (told(setup, answers) or "").startswith(sentence)


@pytest.mark.parametrize(("everyone", "sentence"), [(5, CANNOT), (6, "The three who have not voted could still bring")])
def test_impact_and_effort_against_those_who_are_missing(everyone: int, sentence: str) -> None:
    """5/1 three times and 1/5 once; with three more all four can stand at 3/3."""
    setup = made("impact_effort", everyone)
    answers = {f"p{n}": scored(setup, 5, 1, 5, 1, 5, 1, 1, 5) for n in range(3)}
    assert (told(setup, answers) or "").startswith(sentence)


@pytest.mark.parametrize(("weight", "sentence"), [(2, "could not bring another"), (0.5, "could still bring “Item 3”")])
def test_a_given_estimate_is_out_of_their_reach(weight: float, sentence: str) -> None:
    """Fit is given: 1, 1, 1, 0. At weight 2 the last has 1/3 at most and each of the others 2/3 at least; at 1/2 the
    other way round, as soon as those who are missing are as many as those who voted."""
    setup = made(
        "weighted",
        8,
        items=[{**item, "fit": float(n < 3)} for n, item in enumerate(items(4))],
        criteria=[
            {"id": "fit", "title": "Fit", "weight": weight, "anchors": ["no", "yes"], "values": [0, 1]},
            {"id": "worth", "title": "Worth", "anchors": ["no", "half", "yes"], "values": [0, 0.5, 1]},
        ],
    )
    answers = {f"p{n}": scored(setup, 2, 2, 2, 2) for n in range(3)}
    assert sentence in (told(setup, answers) or "")


def test_an_item_that_nobody_has_judged_leaves_it_open() -> None:
    setup = Setup.model_validate({"items": items(5), "method": "moscow", "everyone": 4})
    answers = {f"p{n}": sorted_into("must", "must", "must", "wont") for n in range(3)}
    assert told(setup, answers) is None
    assert told(made("moscow", 4), answers) is not None


def test_a_quotient_of_negative_numbers_proves_nothing() -> None:
    criteria = [{**THREE[0], "values": [-1, 0, 1]}, THREE[1]]
    setup = made("impact_effort", 4, criteria=criteria)
    assert told(setup, {f"p{n}": scored(setup, 3, 1, 3, 1, 3, 1, 1, 3) for n in range(3)}) is None


def test_in_a_second_vote_it_is_about_the_open_ones_of_the_first_three_places() -> None:
    answers = {f"p{n}": {"rank": IDS, "rank@2": ["i2", "i3"]} for n in range(3)}
    again: dict[str, Any] = {"round": 2, "before": [[id_] for id_ in IDS]}
    assert "could not" in (told(made("ranking", 4, open=["i2", "i3"], **again), answers) or "")
    five = {"items": items(5), "open": ["i3", "i4"], "before": [[f"i{n}"] for n in range(5)]}
    wide = made("ranking", 4, **{**again, **five})
    answers = {f"p{n}": {"rank": IDS, "rank@2": ["i3", "i4"]} for n in range(3)}
    assert told(wide, answers) is None, "places four and five are none of the first three"


# --- every vote of theirs -------------------------------------------------------------------------------------------


def first(setup: Setup, answers: dict[str, Any]) -> set[str]:
    """Who stands, or is tied, in the first three places, by the whole road from the answers to the order."""
    found: set[str] = set()
    for group in counting.main_order(setup, counting.judged(read(setup, answers))):
        if len(found) >= TOP:
            break
        found |= set(group)
    return found


def reached(setup: Setup, answers: dict[str, Any], votes: Iterable[dict[str, Any]]) -> set[str]:
    now = first(setup, answers)
    return set().union(*(first(setup, {**answers, "missing": vote}) for vote in votes)) - now


@pytest.mark.parametrize("seed", range(6))
def test_categories_every_vote(seed: int) -> None:
    rng = Random(seed)
    setup = made("moscow", 4)
    answers = {f"p{n}": sorted_into(*rng.choices(LEVELS, k=4)) for n in range(3)}
    votes = (sorted_into(*levels) for levels in product(LEVELS, repeat=4))
    assert set(coming(setup, read(setup, answers)) or []) == reached(setup, answers, votes)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("method", ["impact_effort", "weighted"])
def test_scores_every_extreme_and_many_others(method: str, seed: int) -> None:
    rng = Random(seed)
    setup = made(method, 4, criteria=THREE)
    answers = {f"p{n}": scored(setup, *rng.choices((1, 2, 3), k=8)) for n in range(3)}
    tried = [*product((1, 3), repeat=8), *(rng.choices((1, 2, 3), k=8) for _ in range(100))]
    found = coming(setup, read(setup, answers))
    assert set(found or []) == reached(setup, answers, (scored(setup, *vote) for vote in tried))


def test_reach_is_open_for_what_has_no_place_and_closed_for_what_can_have_none() -> None:
    now = np.array([3.0, 2.0, np.nan, np.nan])
    worst = np.array([1.0, 1.0, np.nan, np.nan])
    assert reachable(now, worst, np.array([3.0, 3.0, 2.0, np.nan]), 2) == [2]
    assert reachable(now, worst, np.array([3.0, 3.0, 0.5, 0.5]), 2) == []


# --- pairs ----------------------------------------------------------------------------------------------------------


def paired(setup: Setup, order: list[str], preferred: list[str]) -> dict[str, str]:
    """The answers of a person with this list, one tap after the other as the phone asks."""
    part = {frozenset(pair): name for name, pair in parts.pairs(setup).items()}
    values: dict[str, str] = {}
    while True:
        asked = sequence(setup, order, values, 1)
        todo = [pair for pair in asked if part[frozenset(pair)] not in values]
        if not todo:
            return values
        values[part[frozenset(todo[0])]] = min(todo[0], key=preferred.index)


@pytest.mark.parametrize("seed", range(4))
def test_who_is_missing_is_asked_as_everybody_is(seed: int) -> None:
    setup = Setup.model_validate({"items": items(7), "method": "pairwise"})
    rng = Random(seed)
    ids = [item.id for item in setup.items]
    order, preferred = rng.sample(ids, 7), rng.sample(ids, 7)
    part = {name: frozenset(pair) for name, pair in parts.pairs(setup).items()}
    answered = {part[name]: winner for name, winner in paired(setup, order, preferred).items()}
    assert answered == {frozenset(pair): pair[0] for pair in by_preference(setup, order, preferred)}


def test_pairs_name_what_an_example_brings_in_and_never_prove() -> None:
    setup = Setup.model_validate({"items": items(6), "method": "pairwise", "everyone": 16})
    ids = [item.id for item in setup.items]
    answers = {f"p{n}": paired(setup, Random(n).sample(ids, 6), ids) for n in range(8)}
    found = coming(setup, read(setup, answers)) or []
    assert "i3" in found, "as many more can turn it round"
    for challenger in found:
        preferred = [challenger, *(id_ for id_ in reversed(ids) if id_ != challenger)]
        more = {f"q{n}": paired(setup, Random(n).sample(ids, 6), preferred) for n in range(8)}
        assert challenger in first(setup, {**answers, **more})
    few = Setup.model_validate({**setup.model_dump(), "everyone": 9})
    assert coming(few, read(few, answers)) is None, "one of nine turns nothing round here, and nothing is proved"


@pytest.mark.parametrize("seed", range(3))
def test_another_order_of_the_list_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    setup = made("moscow", 6)
    answers = {f"p{n}": sorted_into(*rng.choices(LEVELS, k=4)) for n in range(4)}
    turned = Setup.model_validate({**setup.model_dump(), "items": setup.model_dump()["items"][::-1]})
    assert set(coming(setup, read(setup, answers)) or []) == set(coming(turned, read(turned, answers)) or [])
