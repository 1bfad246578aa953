"""What must hold for all votes: names and order of items and people change nothing, nothing about a person leaves."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from votes import METHODS, items, rehearsed, tell

from alignlab.exercises import prioritization
from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.again import again, joined, slots
from alignlab.exercises.prioritization.capacity import line
from alignlab.exercises.prioritization.counting import tied_spans
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.measures import Counts, Order, Released
from alignlab.model.own import OwnAnswer

SIZE = 5
IDS = [f"i{n}" for n in range(SIZE)]
SETUP = Setup.model_validate({"items": items(SIZE, effort=2), "capacity": 5})

one_ranking = st.tuples(st.permutations(IDS), st.integers(2, SIZE)).map(lambda drawn: drawn[0][: drawn[1]])
rankings = st.lists(one_ranking, min_size=3, max_size=7)


def orders(released: Released) -> dict[str, list[set[str]]]:
    return {name: [set(group) for group in q.groups] for name, q in released.quantities.items() if isinstance(q, Order)}


def spans(released: Released, name: str = "order") -> dict[str, tuple[int, int]]:
    order = released.quantities[name]
    assert isinstance(order, Order)
    return order.ranges


@settings(max_examples=40, deadline=None)
@given(rankings, st.permutations(IDS))
def test_renaming_and_reordering_items_changes_nothing(votes: list[list[str]], order: list[str]) -> None:
    new = dict(zip(IDS, [f"x{n}" for n in range(SIZE)], strict=True))
    renamed = Setup.model_validate(
        {"items": [{"id": new[id_], "title": id_, "effort": 2} for id_ in order], "capacity": 5}
    )
    first = tell(SETUP, {f"p{i}": {"rank": vote} for i, vote in enumerate(votes)})
    second = tell(renamed, {f"p{i}": {"rank": [new[id_] for id_ in vote]} for i, vote in enumerate(votes)})
    back = {name: [{IDS[int(i[1:])] for i in group} for group in groups] for name, groups in orders(second).items()}
    skip = {"circle"}  # of several equal circles the order of the list decides which is named
    assert {n: g for n, g in orders(first).items() if n not in skip} == {n: g for n, g in back.items() if n not in skip}
    assert spans(first) == {IDS[int(id_[1:])]: span for id_, span in spans(second).items()}
    assert ("circle" in orders(first)) == ("circle" in back)


@settings(max_examples=40, deadline=None)
@given(rankings, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(votes: list[list[str]], rng: Random) -> None:
    names = [f"p{i}" for i in range(len(votes))]
    rng.shuffle(names)
    first = tell(SETUP, {f"p{i}": {"rank": vote} for i, vote in enumerate(votes)})
    second = tell(SETUP, {name: {"rank": vote} for name, vote in zip(names, votes, strict=True)})
    assert orders(first) == orders(second)
    assert spans(first) == spans(second)


@pytest.mark.parametrize("method", METHODS)
def test_people_are_interchangeable_by_every_method(method: str) -> None:
    setup = Setup.model_validate({"items": items(6), "method": method})
    answers = rehearsed(setup, 7, "loud-favourite", seed=3)
    turned = dict(zip(answers, reversed(list(answers.values())), strict=True))
    assert orders(tell(setup, answers)) == orders(tell(setup, turned))
    assert spans(tell(setup, answers)) == spans(tell(setup, turned))


@pytest.mark.parametrize("method", METHODS)
def test_leaving_people_out_brackets_the_order_itself_and_wider_than_leaving_one(method: str) -> None:
    setup = Setup.model_validate({"items": items(6), "method": method})
    released = tell(setup, rehearsed(setup, 7, "clear-winner", seed=2))
    one, two = spans(released, "order.one"), spans(released)
    assert all(two[id_][0] <= one[id_][0] and one[id_][1] <= two[id_][1] for id_ in one)


@pytest.mark.parametrize("method", METHODS)
def test_no_person_and_no_answer_of_one_is_in_the_picture(method: str) -> None:
    setup = Setup.model_validate({"items": items(6), "method": method, "capacity": 4})
    answers = {f"zz{name}zz": values for name, values in rehearsed(setup, 6, "two-camps").items()}
    text = tell(setup, answers).model_dump_json()
    assert not any(name in text for name in answers)
    for name, quantity in tell(setup, dict(list(answers.items())[:2])).quantities.items():
        assert quantity.type in ("withheld", "quotes"), f"{name}: fewer than three people"
        assert quantity.type != "quotes" or not quantity.texts


@settings(max_examples=60, deadline=None)
@given(rankings)
def test_counts_stand_for_people(votes: list[list[str]]) -> None:
    released = tell(SETUP, {f"p{i}": {"rank": vote} for i, vote in enumerate(votes)})
    first = released.quantities["first"]
    assert isinstance(first, Counts)
    assert sum(first.cells.values()) == len(votes)
    assert first.cells == {id_: sum(vote[0] == id_ for vote in votes) for id_ in IDS}


@settings(max_examples=40, deadline=None)
@given(rankings, st.integers(1, 12))
def test_the_line_keeps_the_order_and_the_room(votes: list[list[str]], capacity: int) -> None:
    setup = Setup.model_validate({"items": items(SIZE, effort=2), "capacity": capacity})
    released = tell(setup, {f"p{i}": {"rank": vote} for i, vote in enumerate(votes)})
    order = released.quantities["order"]
    assert isinstance(order, Order)
    found = line(setup, order.groups)
    assert found is not None
    assert (*found.fits, *found.below) == order.groups
    assert found.used == 2 * sum(len(group) for group in found.fits) <= capacity
    assert not found.below or found.used + 2 * len(found.edge) > capacity


groups_ = st.permutations(IDS).flatmap(
    lambda order: st.lists(st.booleans(), min_size=SIZE - 1, max_size=SIZE - 1).map(lambda cuts: grouped(order, cuts))
)


def grouped(order: list[str], cuts: list[bool]) -> tuple[tuple[str, ...], ...]:
    found = [[order[0]]]
    for id_, cut in zip(order[1:], cuts, strict=True):
        if cut:
            found.append([id_])
        else:
            found[-1].append(id_)
    return tuple(tuple(group) for group in found)


@settings(max_examples=150, deadline=None)
@given(groups_, groups_, st.sets(st.sampled_from(IDS), min_size=2))
def test_a_second_vote_moves_open_items_only(before: Any, after: Any, open_: set[str]) -> None:
    new = tuple(kept for group in after if (kept := tuple(id_ for id_ in group if id_ in open_)))
    whole = joined(before, new, tuple(open_))
    assert sorted(id_ for group in whole for id_ in group) == IDS
    assert [group for group in whole if set(group) <= open_] == list(new), "ties and order of the new vote are kept"
    closed = [kept for group in before if (kept := tuple(id_ for id_ in group if id_ not in open_))]
    assert [group for group in whole if not set(group) & open_] == closed
    assert len(slots(before, tuple(open_))) == len(open_)
    assert set(tied_spans(whole)) == set(IDS)


@settings(max_examples=30, deadline=None)
@given(rankings)
def test_the_next_round_is_about_items_without_one_sure_place(votes: list[list[str]]) -> None:
    released = tell(SETUP, {f"p{i}": {"rank": vote} for i, vote in enumerate(votes)})
    order = released.quantities["order"]
    assert isinstance(order, Order)
    setup = again(SETUP, released)
    assert setup.round == 2
    assert setup.before == order.groups
    assert len(setup.open) >= 2
    form = prioritization.form(setup, IDS, OwnAnswer({"rank": votes[0]}), 2)
    assert form.fields[0].part == parts.of_round("rank", 2)
    assert {option.value for option in form.fields[0].options} == set(setup.open)
    answers = {f"p{i}": {"rank": vote, parts.of_round("rank", 2): vote} for i, vote in enumerate(votes)}
    second = prioritization.findings(setup, tell(setup, answers))
    # first among the open items is not first of all
    assert not [one for one in second if "is first for" in one.text], second
