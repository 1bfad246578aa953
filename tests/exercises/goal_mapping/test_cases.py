"""Golden cases of goal mapping: small groups computed by hand, as files that a facilitator can read and correct."""

from __future__ import annotations

from importlib import resources
from random import Random
from typing import Any

import pytest
import yaml

from alignlab.exercises import goal_mapping as mapping
from alignlab.exercises.goal_mapping.facts import facts
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.release import policy_for, release

FOLDER = resources.files("alignlab.exercises.goal_mapping").joinpath("cases")
CASES = {f.name: yaml.safe_load(f.read_text(encoding="utf-8")) for f in FOLDER.iterdir() if f.name.endswith(".yaml")}


def answers_of(entry: dict[str, Any]) -> dict[str, Any]:
    links = {}
    for item, said in entry["says"].items():
        main, *also = said if isinstance(said, list) else [said]
        links[f"item.{item}"] = {"main": main, "also": also}
    return {"counters": entry["counters"], **links}


@pytest.mark.parametrize("name", sorted(CASES))
def test_case(name: str) -> None:
    case = CASES[name]
    setup = Setup.model_validate(case["setup"])
    everyone = [entry for entry in case["people"] for _ in range(entry["count"])]
    answers = {f"p{i}": answers_of(entry) for i, entry in enumerate(everyone)}
    released = release(mapping.analyse(setup, answers, Random(1)), policy_for("about_work"), Random(1))
    assert released.n == case["n"]
    some = facts(released)
    assert some is not None
    told = {i.node.id: {e.target: [e.count, e.n] for e in i.edges} for i in some.items}
    assert told == case["links"]
    assert {item.node.id: item.state for item in some.items} == case["states"]
    for goal, (words, work) in case["shares"].items():
        assert released.quantities[f"do.{goal}"].value == pytest.approx(work, abs=5e-4)  # type: ignore[union-attr]
        if words is not None:
            assert released.quantities[f"say.{goal}"].value == pytest.approx(words, abs=5e-4)  # type: ignore[union-attr]
    assert released.quantities["move"].value == pytest.approx(case["move"], abs=5e-4)  # type: ignore[union-attr]
    found = mapping.findings(setup, released)
    for finding, expected in zip(found, case["findings"], strict=False):
        assert {key: getattr(finding, key) for key in expected} == expected
    texts = {finding.id: finding.text for finding in found}
    assert {id_: texts.get(id_) for id_ in case["also_found"]} == case["also_found"]
    said = " ".join([*texts.values(), *(chart.text for chart in mapping.charts(released))])
    assert ("days" in said) == (setup.unit == "days")
