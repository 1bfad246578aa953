"""The page for a data officer says what the plan, the promise and the policies say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alignlab import plans
from alignlab.privacy import page
from alignlab.promise import promise


def told(plan: str = "stage_self_placement_60", **more: Any) -> str:
    given: dict[str, Any] = {"host": "Grace", "home": Path("/data"), "days": 92, "names": "name"}
    given |= {"today": date(2026, 11, 22), "last": date(2027, 2, 22)}
    return page(plans.load(plan), **(given | more))


@pytest.mark.parametrize("plan", plans.names())
def test_every_form_of_every_plan_has_a_line(plan: str) -> None:
    text = told(plan)
    for step in plans.load(plan).steps:
        assert (f"| {step.title} |" in text) == (step.kind == "exercise")
    assert "{" not in text


def test_it_holds_the_promise_word_for_word() -> None:
    assert promise("about_me", "Grace", date(2027, 2, 22)) in told()


def test_a_step_without_a_picture_shows_nobody_anything() -> None:
    [line] = [line for line in told().splitlines() if line.startswith("| One commitment")]
    assert line.endswith("| about me | nothing, except what a person shares by their own tap | who is done |")


def test_it_names_folder_days_and_names() -> None:
    text = told(names="none", days=7)
    assert "`/data`" in text
    assert "7 days. A session of today is deleted the first time alignlab runs after 22 February 2027" in text
    assert "numbered guests" in text
