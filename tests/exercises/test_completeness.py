"""Every installed exercise is whole: nothing of what a facilitator or a test looks for is missing."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import nbformat
import pytest
import yaml

from alignlab import exercises, guide, plans, resources

ALL = sorted(exercises.discover())
CORE = [id_ for id_ in ALL if exercises.get(id_).CORE]


def folder(id_: str) -> Path:
    return Path(inspect.getfile(importlib.import_module(f"alignlab.exercises.{id_}"))).parent


def test_there_are_the_three_core_exercises() -> None:
    assert {"stage_self_placement", "goal_mapping", "prioritization"} <= set(CORE)


@pytest.mark.parametrize("id_", ALL)
def test_it_keeps_the_contract(id_: str) -> None:
    exercise = exercises.get(id_)
    assert isinstance(exercise, exercises.Exercise)
    assert id_ == exercise.ID == folder(id_).name
    assert exercise.VERSION >= 1
    assert inspect.getdoc(exercise), f"{id_} does not say what it is"
    strings = yaml.safe_load((folder(id_) / "strings.en.yaml").read_text(encoding="utf-8"))
    assert strings
    assert all(str(text).strip() for text in strings.values())


@pytest.mark.parametrize("id_", ALL)
def test_a_plan_uses_it(id_: str) -> None:
    assert any(step.exercise == id_ for name in plans.names() for step in plans.load(name).steps)


@pytest.mark.parametrize("id_", CORE)
def test_a_core_exercise_has_page_door_plans_stories_and_cases(id_: str) -> None:
    assert guide.front_matter(id_)["id"] == id_
    door = nbformat.read(resources.path("workshops") / f"{id_}.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in door.cells if cell.cell_type == "code")
    assert re.search(rf'open_exercise\("{id_}"\)', code)
    assert {f"{id_}_{minutes}" for minutes in (30, 60, 90)} <= set(plans.names())
    stories = exercises.get(id_).STORIES  # type: ignore[attr-defined]
    assert len(stories) >= 4
    assert list((folder(id_) / "cases").glob("*.yaml"))


def test_the_stories_have_the_names_that_callers_rely_on() -> None:
    named = {
        "stage_self_placement": {"aligned", "split", "cautious", "did-not-come-up"},
        "goal_mapping": {"say-do-gap", "no-goal-heavy", "starved-goal", "contested", "side-link"},
        "prioritization": {"clear-winner", "two-camps", "cycle", "loud-favourite", "one-person-item"},
    }
    for id_, stories in named.items():
        assert stories <= set(exercises.get(id_).STORIES), id_  # type: ignore[attr-defined]
