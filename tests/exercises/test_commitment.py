"""Commitment: what is offered near one's own edge, the page, and how little of it is told."""

from __future__ import annotations

from datetime import date
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import rubric
from alignlab.exercises import commitment, stage_self_placement
from alignlab.exercises.commitment.setup import Setup
from alignlab.model.form import check
from alignlab.model.own import Earlier, OwnAnswer

SETUP = Setup()
PARTS = commitment.assign(SETUP, ["ada"], 1)["ada"]


def placed(*stages: str, **values: Any) -> OwnAnswer:
    setup = stage_self_placement.Setup().model_dump(mode="json")
    return OwnAnswer(values, {"place": Earlier("stage_self_placement", setup, {"placement": list(stages)})})


def options(own: OwnAnswer) -> list[str]:
    return [option.value for option in commitment.form(SETUP, PARTS, own, 1).fields[0].options]


def test_six_near_one_s_own_edge_practices_and_opportunities() -> None:
    offered = options(placed("mid", "senior"))
    assert len(offered) == 6
    assert {id_.split(".")[0] for id_ in offered} == {"senior", "staff"}
    assert {id_.split(".")[1] for id_ in offered} == {"practices", "opportunities"}


def test_at_the_last_stage_there_are_still_six() -> None:
    assert {id_.split(".")[0] for id_ in options(placed("principal"))} == {"principal"}
    assert len(options(placed("principal"))) == 6


@pytest.mark.parametrize(
    "own",
    [
        OwnAnswer(),
        OwnAnswer(earlier={"x": Earlier("question", {}, {"a": "b"})}),
        OwnAnswer(earlier={"x": Earlier("stage_self_placement", {"from": "another version"}, {"placement": ["mid"]})}),
        OwnAnswer(earlier={"x": Earlier("stage_self_placement", {}, {})}),
    ],
    ids=["nothing earlier", "another exercise", "a set-up that cannot be read", "not answered"],
)
def test_without_a_placement_the_menu_is_balanced(own: OwnAnswer) -> None:
    assert {id_.split(".")[0] for id_ in options(own)} == {stage.id for stage in rubric.load().stages}


def test_the_set_up_freezes_the_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rubric, "load", lambda: pytest.fail("a frozen set-up needs no rubric"))
    assert Setup.model_validate(SETUP.model_dump(mode="json")) == SETUP


def test_the_form_takes_a_choice_or_own_words_and_a_day() -> None:
    form = commitment.form(SETUP, PARTS, OwnAnswer(), 1)
    assert check(form.field("what"), {"option": SETUP.menu[0].id}) == {"option": SETUP.menu[0].id}
    assert check(form.field("what"), {"text": " ask why "}) == {"text": "ask why"}
    assert check(form.field("by"), "2027-03-31") == "2027-03-31"
    with pytest.raises(Exception, match="a day"):
        check(form.field("by"), "next week")
    assert [field.part for field in form.fields if field.optional] == ["first"]
    assert "share" in form.finish


def page(**values: Any) -> list[str]:
    card = commitment.card(SETUP, OwnAnswer(values))
    return [block.text for block in card.blocks] if card else []  # type: ignore[union-attr]


def test_the_page_is_one_sentence_and_a_message() -> None:
    said = page(what={"text": "I will ask why first."}, when="When we plan", by="2027-03-01", first="Tell Ada")
    assert said[:3] == ["When we plan, I will ask why first.", "By 1 March 2027.", "First step: Tell Ada"]
    assert "after 1 March 2027" in said[-1]


def test_the_page_does_with_less() -> None:
    practice = SETUP.menu[0]
    said = page(what={"option": practice.id})
    assert said[0] == f"I will {practice.act}."
    assert "None" not in "".join(said)
    assert page() == page(when="we plan") == page(what=None) == page(what={"text": ""}) == []


def test_braces_in_own_words_stay_as_they_are() -> None:
    assert page(what={"text": "use {placeholders} {0}"})[0] == "I will use {placeholders} {0}."


def test_what_can_be_shared_is_the_sentence_s_parts() -> None:
    own = OwnAnswer({"what": {"text": "ask why"}, "when": "we plan", "by": "2027-03-01", "first": "private"})
    assert commitment.to_share(SETUP, own) == {"text": "ask why", "when": "we plan", "by": "2027-03-01"}
    assert commitment.to_share(SETUP, OwnAnswer({"when": "we plan"})) is None


def test_nothing_is_told_but_how_many(rehearsal: Any) -> None:
    answers = {f"p{i}": {"what": {"text": f"very private {i}"}, "when": "secret", "by": "2027-01-01"} for i in range(7)}
    answers |= {"p8": {"when": "secret"}}
    released = rehearsal.told("commitment", SETUP, answers)
    assert set(released.quantities) == {"made"}
    assert not [word for word in ("private", "secret", "2027") if word in released.model_dump_json()]
    assert [f.text for f in commitment.findings(SETUP, released)] == [
        "Most of us (all but two or fewer of eight) leave with a commitment."
    ]
    assert commitment.charts(released) == []


@pytest.mark.parametrize(
    ("made", "people", "text"),
    [(2, 8, "Two or fewer of us leave"), (4, 8, "Four of eight of us leave"), (3, 3, "Fewer than five of us answered")],
)
def test_how_many_in_words(rehearsal: Any, made: int, people: int, text: str) -> None:
    answers = {f"p{i}": {"when": "x"} | ({"what": {"text": "y"}} if i < made else {}) for i in range(people)}
    found = commitment.findings(SETUP, rehearsal.told("commitment", SETUP, answers))
    assert found[0].text.startswith(text)


def test_rehearsed_answers_fit_the_form_wherever_somebody_stands() -> None:
    persona = SimpleNamespace(name="", index=1, people=12, story="", today=date(2027, 1, 1))
    for seed in range(20):
        values = commitment.rehearse(SETUP, PARTS, persona, 1, None, Random(seed))
        form = commitment.form(SETUP, PARTS, placed("staff"), 1)
        assert {part: check(form.field(part), value) for part, value in values.items()} == values
        assert values["by"].startswith("2027-0")
