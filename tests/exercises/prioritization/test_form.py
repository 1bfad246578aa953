"""The form, for each method."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from votes import items, rehearsed

from alignlab.exercises import prioritization
from alignlab.exercises.prioritization import parts, sequence
from alignlab.exercises.prioritization.choosing import asked_pairs
from alignlab.exercises.prioritization.narrowing import best_by_fit, left_unknown
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.form import Form, check
from alignlab.model.own import OwnAnswer


def form(setup: Setup, values: dict[str, Any] | None = None, person: str = "p", round_: int = 1) -> Form:
    return prioritization.form(
        setup, prioritization.assign(setup, [person], 1)[person], OwnAnswer(values or {}), round_
    )


def test_everyone_has_the_items_in_an_order_of_their_own() -> None:
    setup = Setup()
    orders = prioritization.assign(setup, [f"p{n}" for n in range(20)], 5)
    assert all(sorted(order) == sorted(item.id for item in setup.items) for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) == 20
    assert prioritization.assign(setup, ["p3"], 5)["p3"] == orders["p3"], "latecomers change nobody's order"
    shown = [option.value for option in form(setup, person="p3").fields[0].options]
    assert shown == prioritization.assign(setup, ["p3"], 1)["p3"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "This room decides what comes first."),
        ({"decider": "Ines"}, "This room decides what comes first, together with Ines."),
        (
            {"decider": "Ines", "room": "advises", "topic": "the spring list"},
            "Ines decides the spring list. This room advises.",
        ),
    ],
)
def test_who_decides_stands_above_the_first_field(method: str, given: dict[str, str], sentence: str) -> None:
    assert form(Setup.model_validate({"method": method, **given})).intro[0] == sentence


def test_simulated_people_can_answer_every_method(method: str) -> None:
    setup = Setup.model_validate({"method": method})
    for values in rehearsed(setup, 5, "clear-winner").values():
        said: dict[str, Any] = {}
        while waiting := [f for f in form(setup, said).fields if f.part in values and f.part not in said]:
            said[waiting[0].part] = check(waiting[0], values[waiting[0].part])
        asked = [field for field in form(setup, said).fields if not field.optional]
        assert all(field.part in said for field in asked)
        assert said


def answered_pairs(setup: Setup, say: Any, person: str = "p") -> dict[str, str]:
    """One person's pairs, one after the other, as on a phone."""
    said: dict[str, str] = {}
    while waiting := [f for f in form(setup, said, person).fields if f.kind == "pairs" and f.part not in said]:
        field = waiting[0]
        said[field.part] = say([option.value for option in field.options])
    return said


def test_pairs_are_ten_to_fifteen_and_every_item_comes() -> None:
    for count in (5, 6, 8, 10, 12):
        setup = Setup.model_validate({"items": items(count), "method": "pairwise"})
        said = answered_pairs(setup, min)
        assert len(said) == asked_pairs(count)
        assert 10 <= len(said) <= 15
        known = parts.pairs(setup)
        seen = Counter(id_ for part in said for id_ in known[part])
        assert set(seen) == {item.id for item in setup.items}
    assert len(answered_pairs(Setup.model_validate({"items": items(3), "method": "pairwise"}), min)) == 3, (
        "all there are"
    )


def test_pairs_stay_while_one_answers_and_one_is_always_ahead() -> None:
    setup = Setup.model_validate({"items": items(9), "method": "pairwise"})
    said: dict[str, str] = {}
    target = asked_pairs(9)
    before: list[str] = []
    while len(said) < target:
        pairs = [field.part for field in form(setup, said).fields if field.kind == "pairs"]
        assert pairs[: len(before)] == before, "what stood there stays"
        assert len(pairs) >= min(target, len(said) + 2)
        said[pairs[len(said)]] = "tie"
        before = pairs


def test_the_phone_knows_how_many_pairs_there_will_be() -> None:
    setup = Setup.model_validate({"items": items(10), "method": "pairwise"})
    assert form(setup).expects == 13
    assert len(form(setup).fields) < 13
    assert form(Setup.model_validate({"items": items(3), "method": "pairwise", "pairs": 9})).expects == 3
    assert form(Setup.model_validate({"items": items(10)})).expects == 0


def test_a_long_list_opens_quickly() -> None:
    """The pairs that open a vote are found once; each further answer must not find them again."""
    setup = Setup.model_validate({"items": items(40), "method": "pairwise", "pairs": 15})
    fields = form(setup).fields
    assert len(fields) == 15
    before = sequence._joining.cache_info().misses
    for count in range(1, 15):
        form(setup, {field.part: "tie" for field in fields[:count]})
    assert sequence._joining.cache_info().misses == before


def test_later_pairs_follow_ones_own_answers() -> None:
    setup = Setup.model_validate({"items": items(9), "method": "pairwise"})
    assert set(answered_pairs(setup, min)) != set(answered_pairs(setup, lambda options: options[0]))


def test_a_changed_answer_loses_no_pair() -> None:
    setup = Setup.model_validate({"items": items(9), "method": "pairwise"})
    said = answered_pairs(setup, min)
    first = next(iter(said))
    turned = {**said, first: "tie"}
    assert set(said) <= {field.part for field in form(setup, turned).fields}


def test_sides_are_at_random_and_the_question_is_the_same_for_all() -> None:
    setup = Setup.model_validate({"items": items(4), "method": "pairwise"})
    sides: dict[str, set[tuple[str, ...]]] = {}
    labels: dict[str, set[str]] = {}
    for person in range(12):
        for field in form(setup, person=f"p{person}").fields:
            sides.setdefault(field.part, set()).add(tuple(option.value for option in field.options))
            labels.setdefault(field.part, set()).add(field.label)
    assert all(len(seen) == 2 for seen in sides.values())
    assert all(len(seen) == 1 for seen in labels.values())


def test_cannot_judge_is_offered_and_no_estimate_is_asked_twice() -> None:
    setup = Setup.model_validate({"method": "weighted"})
    fields = [field for field in form(setup).fields if field.kind == "scale"]
    assert all(field.options[-1].value == "cannot_judge" and field.options[-1].apart for field in fields)
    assert not [field for field in fields if field.part.endswith("/ fit")], "fit came with the items"
    assert len(fields) == 2 * len(setup.items)
    points = form(Setup.model_validate({"method": "points"}))
    assert points.fields[1].label == "Is there anything you can't judge?"


def test_reasons_come_after_the_vote_for_ones_own_ends() -> None:
    setup = Setup.model_validate({"items": items(3)})
    assert len(form(setup).fields) == 1
    labels = [field.label for field in form(setup, {"rank": ["i2", "i0", "i1"]}).fields]
    assert labels[1:] == [
        "Why do you put “Item 2” first?",
        "Why do you put “Item 1” last?",
        "May everyone read your reasons, without your name?",
    ]
    kept = form(setup, {"rank": ["i0", "i2", "i1"], "why i2": "Because."})
    assert "why i2" in {field.part for field in kept.fields}, "a reason that was written stays"
    quiet = Setup.model_validate({"items": items(3), "reasons": False})
    assert len(form(quiet, {"rank": ["i2", "i0", "i1"]}).fields) == 1


def test_narrowing_asks_two_questions_or_gives_dots() -> None:
    fits = [{**item, "fit": 1 - n / 20} for n, item in enumerate(items(14))]
    fields = form(Setup.model_validate({"task": "narrow", "items": fits})).fields
    assert [field.kind for field in fields] == ["choice", "many"]
    assert {option.value for option in fields[0].options} == {"i10", "i11", "i12", "i13", parts.NOTHING}
    dots = form(Setup.model_validate({"task": "narrow", "items": items(14)})).fields
    assert (dots[0].kind, dots[0].total) == ("points", 4)
    short = form(Setup.model_validate({"task": "narrow", "items": items(6)})).fields
    assert [field.part for field in short] == ["same"]


def test_items_of_unknown_fit_stand_apart_in_the_rescue_and_too_many_of_them_are_no_fit_at_all() -> None:
    def narrow(known: int, count: int = 16) -> Setup:
        fits = [{**item, "fit": 0.5 if n < known else None} for n, item in enumerate(items(count))]
        return Setup.model_validate({"task": "narrow", "items": [*reversed(fits)]})

    some = narrow(13)
    rescue = form(some).fields[0]
    assert [option.value for option in rescue.options][-1] == parts.NOTHING
    told = {option.value: option.help for option in rescue.options if option.help}
    assert set(told) == {"i13", "i14", "i15"}
    assert all("We cannot tell yet" in text for text in told.values())
    assert "how well they fit: three" in rescue.lead
    assert {item.id for item in best_by_fit(some)} == {f"i{n}" for n in range(13)}, "a tie lets all of it in"
    for setup in (narrow(9, 14), narrow(10, 20), narrow(0)):
        assert form(setup).fields[0].kind == "points", "unknown is not zero: what few looked at is no ten best"
        assert not left_unknown(setup)


def test_load_warns_of_long_lists_and_short_times() -> None:
    many = Setup.model_validate({"items": items(14)})
    assert "narrow the list first" in str(prioritization.load(many, 8, 10))
    pairs = Setup.model_validate({"items": items(12), "method": "weighted", "criteria": []})
    assert "A slow person needs about 8 minutes" in str(prioritization.load(pairs, 8, 3))
    assert prioritization.load(Setup(), 8, 5) is None


@pytest.mark.parametrize(
    ("count", "wish", "estimates", "method"),
    [
        (5, "order", False, "ranking"),
        (9, "order", False, "ranking"),
        (11, "order", False, "pairwise"),
        (8, "order", True, "weighted"),
        (8, "set", False, "impact_effort"),
        (8, "set", True, "moscow"),
        (30, "order", False, "dots"),
        (30, "order", True, "weighted"),
    ],
)
def test_three_questions_propose_a_method(count: int, wish: Any, estimates: bool, method: str) -> None:
    proposal = prioritization.propose(count, order_or_set=wish, estimates=estimates)
    assert proposal.method == method
    assert 2 <= proposal.minutes <= 10
    assert proposal.why.endswith(".")
    assert ("narrow" in proposal.why) == (count > 12 and estimates)


def test_a_rehearsal_finds_every_field_by_its_words(method: str) -> None:
    """A simulated phone does not know ids of parts: what it reads must tell its own form's part."""
    setup = Setup.model_validate({"method": method})
    local = prioritization.form(setup, prioritization.every_part(setup), OwnAnswer(), 1)
    part_of = {field.label: field.part for field in local.fields}
    assert len(part_of) == len(local.fields)
    shown = form(setup, person="somebody else").fields
    assert all(part_of[field.label] == field.part for field in shown)
