"""Forms on paper: the steps about work with the phone's own words, the others left out with a reason."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from rooms import TestRoom
from typer.testing import CliRunner

from alignlab import exercises, paper, plans
from alignlab.cli import app
from alignlab.errors import InvalidInput
from alignlab.model.own import OwnAnswer
from alignlab.model.plan import Plan, Step

LAST = date(2027, 3, 1)


def text_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.parametrize("name", plans.names())
def test_every_plan_prints_its_steps_about_work_and_no_other(name: str) -> None:
    plan = plans.load(name)
    html = paper.page(plan, "Grace", LAST)
    told = text_of(html)
    sheets, left = paper.sheets(plan, "Grace", LAST)
    forms = [step for step in plan.steps if step.kind == "exercise"]
    assert len(sheets) + len(left) == len(forms)
    assert html.count('class="sheet"') == len(sheets)
    for step in forms:
        exercise = exercises.get(step.exercise)
        setup = exercise.Setup.model_validate(step.setup)
        every = getattr(exercise, "every_part", None)
        parts = every(setup) if every else exercise.assign(setup, ["p"], 1)["p"]
        labels = [" ".join(field.label.split()) for field in exercise.form(setup, parts, OwnAnswer(), 1).fields]
        private = (step.privacy or exercise.PRIVACY) == "about_me"
        for label in labels:
            assert (label in told) != private, (step.id, label)
        assert (step.title in {one.title for one in left}) == private
    assert "handwriting is a name" in told or not left


def test_an_own_list_is_printed_for_the_vote_too_and_what_follows_from_a_picture_is_not() -> None:
    """Nobody votes on paper on the items of a made-up company because the own ones arrive only on the day."""
    goals = [{"id": "G", "title": "Calm nights", "level": "team goal"}]
    items = [{"id": f"W{n}", "title": f"Own item {n}", "description": "what it is"} for n in range(5)]
    plan = plans.load("half_day")
    sample = {sheet.title for sheet in paper.sheets(plan, "Grace", LAST)[0]}
    steps = tuple(
        step.model_copy(update={"setup": {**step.setup, "goals": goals, "items": items}}) if step.id == "map" else step
        for step in plan.steps
    )
    sheets, left = paper.sheets(plan.model_copy(update={"steps": steps}), "Grace", LAST)
    shorter = "The list, made shorter"
    assert sample - {sheet.title for sheet in sheets} == {shorter}
    assert "follows from the picture" in next(one.why for one in left if one.title == shorter)
    vote = next(sheet for sheet in sheets if sheet.title.startswith("Vote alone"))
    asked = [option.label for group in vote.groups for field in group.fields for option in field.options]
    assert {"Own item 0", "Own item 4"} <= set(asked)
    assert "Paging" not in asked


def test_hostile_labels_stay_text_and_a_named_step_asks_for_the_name() -> None:
    options = ["<script>alert(1)</script>", "b"]
    setup = {"questions": [{"id": "q", "text": "<img src=x onerror=alert(1)>", "options": options}]}
    step = Step(id="q", title="A <b>title</b>", exercise="question", minutes=3, setup=setup, privacy="named")
    html = paper.page(Plan(id="p", title="P", minutes=3, steps=(step,)), "Grace", LAST)
    assert "<script" not in html
    assert "<img" not in html
    assert "My name" in html
    assert "No name, please" not in html


def test_a_setup_that_does_not_fit_is_told() -> None:
    step = Step(id="q", title="Broken", exercise="question", minutes=3, setup={"questions": "none"})
    with pytest.raises(InvalidInput, match="Broken"):
        paper.page(Plan(id="p", title="P", minutes=3, steps=(step,)), "Grace", LAST)


def test_letters() -> None:
    assert [paper.letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "new" / "forms.html"
    done = CliRunner().invoke(app, ["paper", "--plan", "prioritization_30", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "forms on paper" in out.read_text(encoding="utf-8")


@pytest.mark.browser
def test_on_a4_each_form_begins_a_sheet(browser, tmp_path: Path) -> None:
    path = tmp_path / "paper.html"
    path.write_text(paper.page(plans.load("goal_mapping_60"), "Grace", LAST), encoding="utf-8")
    page = browser.new_page(viewport={"width": 900, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert Axe().run(page).response["violations"] == []
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 5  # the co-host's page, doors, and three of the map
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or re.search(
        rb"MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf
    )
    assert asked == [path.as_uri()]
    page.close()


def test_sheets_typed_in_one_after_the_other_count() -> None:
    """As the guide tells the co-host: join as Paper 1, type, leave; join as Paper 2 …"""
    room = TestRoom()
    room.next()
    for n in range(3):
        sheet = room.join(f"Paper {n + 1}")
        room.fill([sheet])
        room.do(sheet, "done")
        room.do(sheet, "leave")
    room.next()
    assert room.look().released["n"] == 3
