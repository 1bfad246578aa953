"""Golden cases: files that a facilitator can read and correct."""

from __future__ import annotations

from importlib import resources
from random import Random
from typing import Any

import pytest
import yaml

from alignlab.exercises import prioritization
from alignlab.exercises.prioritization.quadrants import marks
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.form import check
from alignlab.model.measures import Bars, Counts, Number, Order, Released, YesNo
from alignlab.model.own import OwnAnswer
from alignlab.release import policy_for, release

FOLDER = resources.files("alignlab.exercises.prioritization").joinpath("cases")
FILES = {f.name: yaml.safe_load(f.read_text(encoding="utf-8")) for f in FOLDER.iterdir() if f.name.endswith(".yaml")}


def told(case: dict[str, Any]) -> tuple[Setup, Released]:
    setup = Setup.model_validate(case["setup"])
    everyone = [entry["values"] for entry in case["people"] for _ in range(entry["count"])]
    answers = {f"p{number:03}": values for number, values in enumerate(everyone)}
    return setup, release(prioritization.analyse(setup, answers, Random(1)), policy_for("about_work"), Random(1))


@pytest.mark.parametrize("name", sorted(FILES))
def test_quantities(name: str) -> None:
    expect = FILES[name]["expect"]
    _, released = told(FILES[name])
    q = released.quantities
    kinds: list[tuple[str, type, Any]] = [
        ("orders", Order, lambda one: [list(group) for group in one.groups]),
        ("counts", Counts, lambda one: one.cells),
        ("bars", Bars, lambda one: [bar.count for bar in one.bars]),
        ("yes_no", YesNo, lambda one: one.count),
    ]
    for key, type_, read in kinds:
        for quantity, expected in expect.get(key, {}).items():
            assert isinstance(q[quantity], type_), quantity
            assert read(q[quantity]) == expected, quantity
    for quantity, expected in expect.get("numbers", {}).items():
        number = q[quantity]
        assert isinstance(number, Number)
        assert number.value == pytest.approx(expected, abs=1e-5), quantity
    for quantity, spans in expect.get("ranges", {}).items():
        order = q[quantity]
        assert isinstance(order, Order)
        assert {item: list(span) for item, span in order.ranges.items()} == spans
    assert not set(expect.get("absent_quantities", [])) & set(q)
    assert {mark.item: mark.quadrant for mark in marks(released)} == expect.get("quadrants", {})


@pytest.mark.parametrize("name", sorted(FILES))
def test_findings(name: str) -> None:
    expect = FILES[name]["expect"]
    found = prioritization.findings(*told(FILES[name]))
    texts = {finding.id: finding.text for finding in found}
    assert set(expect.get("findings", [])) <= set(texts)
    for id_, text in expect.get("texts", {}).items():
        assert texts[id_] == text
    assert all(finding.question.endswith("?") for finding in found)


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_form_takes_these_answers(name: str) -> None:
    """What a case says can be said on a phone, if it names nothing that was joined or removed meanwhile."""
    case = FILES[name]
    setup = Setup.model_validate(case["setup"])
    gone = {*setup.merged, *setup.removed}
    parts = prioritization.every_part(setup)
    form = prioritization.form(setup, parts, OwnAnswer(), setup.round)
    fields = {field.part: field for field in form.fields}
    for entry in case["people"]:
        for part, value in entry["values"].items():
            if part in fields and not any(item in str(value) for item in gone):
                assert check(fields[part], value) is not None
