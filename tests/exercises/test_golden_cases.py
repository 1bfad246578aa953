"""Golden cases of any exercise, written as CONTRIBUTING says: what people answer on their forms, and what is found."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from alignlab import exercises
from alignlab.release import policy_for, release


def cases(id_: str) -> dict[str, Any]:
    """By file; a case in which people say something other than the values of their form has a test of its own."""
    folder = Path(inspect.getfile(importlib.import_module(exercises.get(id_).__name__))).parent / "cases"  # type: ignore[attr-defined]
    read = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))}
    return {name: case for name, case in read.items() if all("values" in who for who in case.get("people", [{}]))}


CASES = {(id_, name): case for id_ in sorted(exercises.discover()) for name, case in cases(id_).items()}


@pytest.mark.parametrize(("id_", "name"), sorted(CASES))
def test_what_is_found(id_: str, name: str) -> None:
    exercise, case = exercises.get(id_), CASES[id_, name]
    setup = exercise.Setup.model_validate(case["setup"])
    everyone = [who["values"] for who in case["people"] for _ in range(who["count"])]
    answers = {f"p{number:03}": values for number, values in enumerate(everyone)}
    policy = policy_for(case.get("privacy", exercise.PRIVACY))
    found = exercise.findings(setup, release(exercise.analyse(setup, answers, Random(1)), policy, Random(1)))
    texts = {finding.id: finding.text for finding in found}
    assert texts.keys() >= set(case["expect"].get("findings", ()))
    expected = case["expect"].get("texts", {})
    assert {one: texts.get(one) for one in expected} == expected
