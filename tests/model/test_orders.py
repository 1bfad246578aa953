"""An order in a picture: told exactly about our work, from three people; never about ourselves; people stay out."""

from __future__ import annotations

from random import Random

import pytest

from alignlab.model.measures import Order, Privacy, Ranked, Released, Result
from alignlab.recap.told import in_words, lines
from alignlab.release import policy_for, release


def told(people: int, privacy: Privacy = "about_work") -> Released:
    everyone = frozenset(f"secret{n}" for n in range(people))
    ranked = Ranked(
        of=everyone,
        groups=(("a",), ("b", "c")),
        labels={"a": "Paging", "b": "Export", "gone": "Not in it"},
        ranges={"a": (1, 2), "gone": (1, 1)},
        title="Our order",
    )
    return release(Result(everyone, {"order": ranked}), policy_for(privacy), Random(1))


def test_an_order_keeps_its_ties_and_loses_its_people() -> None:
    order = told(3).quantities["order"]
    assert order == Order(
        title="Our order",
        groups=(("a",), ("b", "c")),
        labels={"a": "Paging", "b": "Export", "c": "c"},
        ranges={"a": (1, 2)},
        n=3,
    )
    assert "secret" not in told(3).model_dump_json()
    assert Released.model_validate_json(told(3).model_dump_json()) == told(3)


@pytest.mark.parametrize(("people", "privacy"), [(2, "about_work"), (9, "about_me")])
def test_an_order_is_withheld(people: int, privacy: Privacy) -> None:
    assert told(people, privacy).quantities["order"].type == "withheld"


def test_in_the_recap_a_tie_shares_the_first_of_its_places() -> None:
    found = [(line.cell, line.told, line.value, line.low, line.high) for line in lines(told(4))]
    assert found == [("a", "place", 1, 1, 2), ("b", "place", 2, None, None), ("c", "place", 2, None, None)]
    assert in_words(told(4).quantities["order"]) == ("1. Paging (1 to 2)", "2. Export", "2. c")
