"""Stage self-placement: set-up, parts, form, comparison, card."""

from __future__ import annotations

import json
from typing import Any

import pytest

import rubric
from alignlab.exercises import stage_self_placement as placement
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.model.blocks import Card
from alignlab.model.form import Form, check
from alignlab.model.own import OwnAnswer
from rubric.read import parse

SETUP = Setup()
PARTS = placement.assign(SETUP, ["ada"], 7)["ada"]


def form(values: dict[str, Any] | None = None, setup: Setup = SETUP, parts: list[str] | None = None) -> Form:
    return placement.form(setup, PARTS if parts is None else parts, OwnAnswer(values or {}), 1)


def card(values: dict[str, Any], setup: Setup = SETUP) -> Card:
    made = placement.card(setup, OwnAnswer(values))
    assert made is not None
    return made


def texts(page: Card) -> str:
    return page.model_dump_json()


def test_setup_freezes_all_that_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = json.loads(json.dumps(SETUP.model_dump(mode="json")))
    monkeypatch.setattr(rubric, "load", lambda: pytest.fail("a frozen set-up needs no rubric"))
    again = Setup.model_validate(frozen)
    assert again == SETUP
    assert again.rubric_version


def test_setup_from_a_plan_is_filled_from_the_rubric() -> None:
    short = Setup.model_validate({"form": "short", "title": "Where we stand"})
    assert (short.form, short.title, len(short.behaviours), len(short.stages)) == ("short", "Where we stand", 25, 5)


def test_everybody_has_all_parts_in_an_order_of_their_own_that_does_not_change() -> None:
    both = placement.assign(SETUP, ["ada", "grace"], 7)
    alone = placement.assign(SETUP, ["grace"], 7)
    assert both["grace"] == alone["grace"]
    assert both["ada"] != both["grace"]
    assert sorted(both["ada"]) == sorted(both["grace"])
    assert both["ada"] != placement.assign(SETUP, ["ada"], 8)["ada"]
    assert both["ada"][-2:] == ["placement", "struggles"]


def test_the_form_never_names_a_stage_beside_a_behaviour() -> None:
    fields = [field for field in form().fields if field.kind == "scale"]
    assert len(fields) == 25
    names = [word for stage in rubric.load().stages for word in (stage.career, stage.plain)]
    for field in fields:
        shown = field.model_dump_json(exclude={"part"})
        assert not [name for name in names if name in shown]
        assert [o.value for o in field.options if o.apart] == ["no_occasion"]
        assert [o.label for o in field.options] == [
            *("Never", "Now and then", "Mostly", "Every time"),
            "It did not come up",
        ]


def test_placement_takes_one_stage_or_two_neighbours() -> None:
    field = form().field("placement")
    assert check(field, ["senior", "mid"]) == ["mid", "senior"]
    for bad in ([], ["early", "senior"], ["early", "mid", "senior"], ["Senior"]):
        with pytest.raises(Exception, match="Where do I place myself"):
            check(field, bad)
    assert [o.help for o in field.options] == [stage.essence for stage in rubric.load().stages]


def test_the_comparison_comes_only_after_the_placement_and_is_covered() -> None:
    assert "note" not in [field.kind for field in form({SETUP.behaviours[0].id: "mostly"}).fields]
    fields = form({"placement": ["mid"]}).fields
    place = [field.part for field in fields].index("placement")
    assert (fields[place + 1].kind, fields[place + 1].covered) == ("note", True)
    assert fields[place + 2].part == "struggles"


def test_the_comparison_goes_when_the_placement_is_taken_back() -> None:
    assert "note" not in [field.kind for field in form({"placement": None}).fields]


def test_fields_are_counted_in_sections() -> None:
    sections = [field.section for field in form({"placement": ["mid"]}).fields]
    assert list(dict.fromkeys(sections)) == ["What I did", "Where I stand", "Side by side", "What I know"]
    assert sections.count("What I did") == 25


def test_struggles_are_up_to_three_and_may_be_left_out() -> None:
    field = form().field("struggles")
    assert field.optional
    assert check(field, []) == []
    with pytest.raises(Exception, match="at most 3"):
        check(field, [struggle.id for struggle in SETUP.struggles[:4]])


def test_the_short_form_asks_for_questions_instead() -> None:
    setup = Setup(form="short")
    parts = placement.assign(setup, ["ada"], 7)["ada"]
    fields = form({"placement": ["mid"], "caught": ["senior"]}, setup, parts).fields
    assert [field.part for field in fields] == ["caught", "placement", "comparison"]
    assert [o.label for o in fields[0].options] == [
        s.caught_asking for s in rubric.load().statements if s.section == "shift"
    ]
    assert check(fields[0], ["mid", "senior"]) == ["mid", "senior"]
    assert "further on than you placed yourself" in fields[2].model_dump_json()


@pytest.mark.parametrize(
    ("caught", "said"), [(["mid"], "stands where"), (["early"], "You placed yourself further on"), ([], None)]
)
def test_the_short_comparison(caught: list[str], said: str | None) -> None:
    blocks = (
        form({"placement": ["mid"], "caught": caught}, Setup(form="short"), ["caught", "placement"]).fields[2].blocks
    )
    assert [said in block.text for block in blocks] == ([True] if said else [])  # type: ignore[union-attr]


def test_a_card_needs_an_answer() -> None:
    assert placement.card(SETUP, OwnAnswer()) is None
    assert placement.card(SETUP, OwnAnswer({"placement": None})) is None


def test_the_card_has_what_helps_from_where_one_stands() -> None:
    page = card({"placement": ["mid", "senior"], "struggles": ["mid.struggles.3"]})
    ladder = rubric.load()
    assert page.covered
    assert "Navigating by it and Shaping it" in texts(page)
    for section in ("ask_self", "ready"):
        for statement in ladder.by(stage="senior", section=section):
            assert json.dumps(statement.text, ensure_ascii=False)[1:-1] in texts(page)
    messages = [block.text for block in page.blocks if block.type == "message"]
    assert messages == [ladder.statement("senior.ask_others.1").message]
    assert ladder.statement("mid.struggles.3").text in texts(page)


def test_the_last_stage_has_mastery_where_others_have_readiness() -> None:
    page = texts(card({"placement": ["principal"]}))
    assert "What mastery looks like" in page
    assert rubric.load().statement("principal.mastery.2").text in page


def test_a_card_without_placement_takes_what_was_done() -> None:
    values = {b.id: "mostly" for b in SETUP.behaviours if b.stage in ("early", "mid")}
    page = texts(card(values))
    assert rubric.load().statement("mid.ask_self.1").text in page
    assert "You placed yourself" not in page


def test_no_stage_is_given_by_the_machine() -> None:
    values = {b.id: "every_time" for b in SETUP.behaviours} | {"placement": ["early"]}
    page = texts(card(values))
    for career in ("Early Career", "Mid-Level", "Senior", "Staff", "Principal"):
        assert career not in page
    assert not [word for word in ("your stage", "your level", "you are at", "score") if word in page.lower()]


OTHER_LADDER = """
id: small
title: Small
version: "1"
scales:
  - id: s
    stages:
      - {id: one, career: First}
      - {id: two, career: Second}
sections:
  - {id: acts, title: Acts, kind: rate}
competencies:
  - id: c
    title: C
    scale: s
    cells:
      one:
        acts:
          - {id: a1, text: I test my change., for_instance: A unit test.}
          - {id: a2, text: I ask for a review., for_instance: One colleague.}
          - {id: a3, text: I note what broke., for_instance: One line.}
      two:
        acts:
          - {id: b1, text: I teach testing., for_instance: An hour.}
"""


def test_another_ladder_makes_a_whole_exercise(rehearsal: Any) -> None:
    setup = Setup.of(parse(OTHER_LADDER, "small.yaml"))
    answers = rehearsal.answers("stage_self_placement", setup, 8, "aligned")
    released = rehearsal.told("stage_self_placement", setup, answers)
    assert placement.findings(setup, released)
    assert placement.charts(released)
    assert placement.practices(setup, released) == []
    assert card(answers["p1"], setup).blocks
    assert "between First and Second" in released.model_dump_json()
    assert placement.assign(Setup.of(parse(OTHER_LADDER, "small.yaml"), form="short"), ["ada"], 1)["ada"] == [
        "placement"
    ]
