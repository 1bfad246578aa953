"""Stage self-placement: analysis, findings, charts, practices, stories."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

import rubric
from alignlab.exercises import stage_self_placement as placement
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.model import palette
from alignlab.model.form import check
from alignlab.model.measures import Bar, Bars, Released, Spread, Tally, YesNo
from alignlab.model.own import OwnAnswer
from alignlab.release import policy_for, release

ID = "stage_self_placement"
SETUP = Setup()
SHORT = Setup(form="short")
FIRST = SETUP.behaviours[0]
STORIES = placement.STORIES


def analysed(answers: dict[str, dict[str, Any]]) -> Any:
    return placement.analyse(SETUP, answers, Random(1))


# --- analysis -----------------------------------------------------------------------------------------------------


def test_one_fact_a_statement_and_the_majority_decides_which() -> None:
    absent = {f"p{i}": {FIRST.id: "no_occasion"} for i in range(3)}
    carried = {"q1": {FIRST.id: "mostly"}, "q2": {FIRST.id: "every_time"}}
    fact = analysed({**absent, **carried}).quantities[FIRST.id]
    assert fact.cells == {"absent": frozenset(absent)}
    fact = analysed({**absent, **carried, "q3": {FIRST.id: "now_and_then"}}).quantities[FIRST.id]
    assert fact.cells == {"carried": frozenset(carried)}, "three of six are no majority"


def test_whoever_has_eighteen_keeps_eighteen() -> None:
    some = {behaviour.id: "mostly" for behaviour in SETUP.behaviours[:18]}
    result = analysed({f"p{i}": dict(some) for i in range(6)} | {"nothing": {"placement": None}, "empty": {}})
    assert result.of == {f"p{i}" for i in range(6)}
    assert len(result.quantities[SETUP.behaviours[17].id].cells["carried"]) == 6
    assert len(result.quantities[SETUP.behaviours[18].id].cells["carried"]) == 0


def test_placement_stands_in_half_steps() -> None:
    result = analysed({"a": {"placement": ["mid"]}, "b": {"placement": ["mid", "senior"]}, "c": {"struggles": []}})
    tally: Tally = result.quantities["placement"]
    assert len(tally.cells) == 9
    assert {cell: set(some) for cell, some in tally.cells.items() if some} == {"mid": {"a"}, "mid~senior": {"b"}}
    assert tally.labels["mid~senior"] == "between Navigating and Shaping"


def test_struggles_carry_their_themes() -> None:
    tally = analysed({"a": {"struggles": ["mid.struggles.3", "staff.struggles.3"]}}).quantities["struggles"]
    assert tally.groups["mid.struggles.3"] == tally.groups["staff.struggles.3"] == "keeping_quiet"
    assert len(tally.cells) == 15


# --- findings -----------------------------------------------------------------------------------------------------


def picture(facts: dict[str, YesNo], stands: Any = None) -> Released:
    quantities: dict[str, Any] = {"placement": stands} if stands else {}
    return Released(privacy="about_me", n=12, quantities={**quantities, **facts})


def fact(told: str, count: int | None = None, cell: str = "carried", n: int = 12) -> YesNo:
    return YesNo(title="t", cell=cell, told=told, count=count, n=n)  # type: ignore[arg-type]


def spread(low: str, median: str, high: str) -> Spread:
    labels = {cell: cell for cell in ("early", "early~mid", "mid", "mid~senior", "senior", "senior~staff", "staff")}
    return Spread(title="t", cells=tuple(labels), labels=labels, median=median, low=low, high=high, n=8)


def kinds(released: Released, setup: Setup = SETUP) -> list[tuple[str, str]]:
    return [(finding.kind, finding.id) for finding in placement.findings(setup, released)]


def test_strength_then_difference_then_gap_then_place() -> None:
    ids = [behaviour.id for behaviour in SETUP.behaviours]
    released = picture(
        {
            ids[0]: fact("few"),
            ids[1]: fact("count", 6),
            ids[2]: fact("count", 9, "absent"),
            ids[3]: fact("most"),
            ids[4]: fact("count", 5),
        },
        spread("early", "mid", "senior"),
    )
    assert [kind for kind, _ in kinds(released)][:5] == ["strength", "difference", "gap", "place", "spread"]
    assert kinds(released)[1] == ("difference", f"difference.{ids[1]}"), "half and half is the widest"


def test_what_lies_beyond_the_group_s_edge_is_no_gap() -> None:
    ids = {behaviour.id: fact("few") for behaviour in SETUP.behaviours if behaviour.stage in ("senior", "principal")}
    gaps = [id_ for kind, id_ in kinds(picture(ids, spread("early", "mid", "mid"))) if kind == "gap"]
    assert gaps
    assert all(id_.startswith("gap.senior") for id_ in gaps)


def test_a_whole_kind_of_work_that_did_not_come_up_is_one_finding() -> None:
    staff = {behaviour.id: fact("most", cell="absent") for behaviour in SETUP.behaviours_of("staff")}
    found = placement.findings(SETUP, picture(staff))
    assert [finding.id for finding in found if finding.kind == "place"] == ["place.staff"]
    assert "five of the five examples of Joining it up" in found[0].text


def test_nothing_stands_out_is_a_finding() -> None:
    released = picture(
        {behaviour.id: fact("count", 4) for behaviour in SETUP.behaviours}, spread("early", "mid", "mid")
    )
    assert kinds(released)[:2] == [("nothing", "nothing"), ("spread", "spread.placement")]


def test_examples_that_reach_further_than_the_placement() -> None:
    carried = {b.id: fact("most") for b in SETUP.behaviours if b.stage in ("early", "mid", "senior")}
    released = picture(carried, spread("early", "early~mid", "mid"))
    assert ("difference", "reach.above") in kinds(released)
    further = picture({b.id: fact("most") for b in SETUP.behaviours_of("early")}, spread("senior", "senior", "staff"))
    assert ("difference", "reach.below") in kinds(further)


def test_two_blocks_need_two_empty_places_between() -> None:
    def stands(*counts: int) -> Bars:
        names = ["early", "early~mid", "mid", "mid~senior", "senior", "senior~staff", "staff"]
        bars = tuple(Bar(cells=(name,), label=name, count=count) for name, count in zip(names, counts, strict=False))
        return Bars(title="t", bars=bars, n=sum(counts), labels={name: name for name in names})

    assert kinds(picture({}, stands(6, 0, 0, 5, 0, 0, 0)))[0][1] == "spread.blocks"
    assert kinds(picture({}, stands(6, 0, 5, 0, 0, 0, 0)))[0][1] != "spread.blocks"
    assert kinds(picture({}, stands(0, 0, 0, 11, 0, 0, 0)))[-1][1] == "spread.placement"


FORBIDDEN = re.compile(r"\b(only|poor|poorly|should|must|fail\w*|weak|lack\w*|because)\b", re.IGNORECASE)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 14), st.sampled_from([SETUP, SHORT]))
def test_findings_keep_their_tone_whatever_people_answer(seed: int, people: int, setup: Setup) -> None:
    rng = Random(seed)
    answers = {f"secret{i}": random_answers(setup, rng) for i in range(people)}
    released = release(placement.analyse(setup, answers, rng), policy_for("about_me"), rng)
    found = placement.findings(setup, released)
    assert found
    assert len({finding.id for finding in found}) == len(found)
    for finding in found:
        assert not FORBIDDEN.search(finding.text), finding.text
        assert "secret" not in finding.text
        assert finding.text.endswith((".", "”"))
        assert finding.question.endswith("?")
        assert "{" not in finding.text + finding.question
    assert "secret" not in released.model_dump_json()
    assert len(placement.charts(released)) <= 3
    assert len(placement.practices(setup, released)) == 6


def random_answers(setup: Setup, rng: Random) -> dict[str, Any]:
    form = placement.form(setup, placement.assign(setup, ["x"], 1)["x"], OwnAnswer(), 1)
    values: dict[str, Any] = {}
    for field in form.fields:
        if rng.random() < 0.15:
            continue
        options = [option.value for option in field.options]
        place = rng.randrange(len(options))
        value: Any = options[place] if field.kind == "scale" else options[place : place + rng.choice((1, 2))]
        values[field.part] = check(field, value)
    return values


# --- practices ----------------------------------------------------------------------------------------------------


def test_six_practices_near_the_edge() -> None:
    offered = placement.practices(SETUP, picture({}, spread("mid", "mid~senior", "senior")))
    assert len({id_ for id_, _ in offered}) == 6
    assert {id_.split(".")[0] for id_, _ in offered} == {"senior", "staff"}
    assert all(rubric.load().statement(id_).together == text for id_, text in offered)


@pytest.mark.parametrize("stage", ["early", "staff", "principal"])
def test_six_practices_at_either_end(stage: str) -> None:
    labels = {stage.id: stage.plain for stage in SETUP.stages}
    here = Spread(title="t", cells=tuple(labels), labels=labels, median=stage, low=stage, high=stage, n=8)
    offered = placement.practices(SETUP, picture({}, here))
    assert len(offered) == 6
    assert offered[0][0].startswith(stage)


@pytest.mark.parametrize("released", [None, Released(privacy="about_me", n=None, quantities={})])
def test_six_balanced_practices_where_nothing_is_told(released: Released | None) -> None:
    offered = placement.practices(SETUP, released)
    assert len(offered) == 6
    assert {id_.split(".")[0] for id_, _ in offered} == {stage.id for stage in SETUP.stages}


# --- charts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("setup", "people"), [(SETUP, 8), (SETUP, 12), (SHORT, 8), (SHORT, 12)])
def test_charts_are_drawn_from_what_is_told_in_sentinel_colours(rehearsal: Any, setup: Setup, people: int) -> None:
    released = rehearsal.told(ID, setup, rehearsal.answers(ID, setup, people, "did-not-come-up"))
    drawn = placement.charts(released)
    assert [chart.id for chart in drawn] == (
        ["placement", "behaviours"] if setup.form == "full" else ["placement", "caught"]
    )
    for chart in drawn:
        assert chart.text.endswith(".")
        assert chart.title
        spec = json.dumps(chart.spec)
        assert json.loads(spec) == chart.spec
        assert "url" not in spec
        assert set(re.findall(r"#[0-9a-fA-F]{6}", spec)) <= set(palette.VARIABLES)
        for width in (640, 320):
            svg = vl_convert.vegalite_to_svg({**chart.spec, "width": width})
            assert f'width="{width}"' in svg
            if chart.id != "caught":
                assert "Understanding direction" in svg


def test_no_chart_of_what_is_withheld(rehearsal: Any) -> None:
    assert placement.charts(rehearsal.told(ID, SETUP, rehearsal.answers(ID, SETUP, 4, "aligned"))) == []


def test_sentinels_are_unique_and_each_has_a_light_colour() -> None:
    assert palette.LIGHT.keys() == palette.VARIABLES.keys()
    assert len(set(palette.VARIABLES.values())) == len(palette.VARIABLES)


# --- stories ------------------------------------------------------------------------------------------------------


def found_in(rehearsal: Any, setup: Setup, story: str, people: int, seed: int) -> list[Any]:
    answers = rehearsal.answers(ID, setup, people, story, seed)
    return placement.findings(setup, rehearsal.told(ID, setup, answers))


@pytest.mark.parametrize("setup", [SETUP, SHORT], ids=["full", "short"])
@pytest.mark.parametrize("story", STORIES)
def test_a_story_s_findings_are_found(rehearsal: Any, setup: Setup, story: str) -> None:
    planted = STORIES[story].planted_in(setup)
    assert planted or setup.form == "short"
    for people, seeds in ((12, range(1, 11)), (8, range(1, 6)), (9, (1,)), (10, (1,)), (30, (1,))):
        for seed in seeds:
            found = found_in(rehearsal, setup, story, people, seed)
            missed = [p.id for p in planted if not p.seen_in(found)]
            assert not missed, (people, seed, missed)


@pytest.mark.parametrize("story", STORIES)
def test_no_story_shows_another_one(rehearsal: Any, story: str) -> None:
    found = found_in(rehearsal, SETUP, story, 12, 1)
    for other in STORIES.keys() - {story}:
        assert not all(planted.seen_in(found) for planted in STORIES[other].planted_in(SETUP)), other


@pytest.mark.parametrize("story", [*STORIES, "of another exercise"])
@pytest.mark.parametrize("setup", [SETUP, SHORT], ids=["full", "short"])
def test_rehearsed_answers_fit_the_form(rehearsal: Any, setup: Setup, story: str) -> None:
    for person, values in rehearsal.answers(ID, setup, 8, story).items():
        parts = placement.assign(setup, [person], 1)[person]
        form = placement.form(setup, parts, OwnAnswer(), 1)
        assert values.keys() == set(parts)
        assert {part: check(form.field(part), value) for part, value in values.items()} == values


def test_names_of_stages_cannot_break_a_chart() -> None:
    hostile = "\"]; alert('x') // </text><script>"
    labels = {"a": hostile, "a~b": "between", "b": "B"}
    here = Spread(title="t", cells=tuple(labels), labels=labels, median="a", low="a", high="b", n=8)
    svg = vl_convert.vegalite_to_svg(placement.charts(picture({}, here))[0].spec)
    assert "<script>" not in svg
    assert "&lt;/text&gt;&lt;script&gt;" in svg
