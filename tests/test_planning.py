"""Plans: changing them, what a check says of them, as a file and back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from alignlab import guide, plan_notices, planning, plans
from alignlab.errors import InvalidInput, NotFound, Refused
from alignlab.fold import fold
from alignlab.model.plan import Plan
from alignlab.model.work import Item as WorkItem
from alignlab.plan_now import plan_now, without_own
from alignlab.templates import templates

HALF, PULSE = plans.load("half_day"), plans.load("pulse_20")


OWN = [name for name in plans.names() if re.fullmatch(rf"{plans.load(name).guide}(_\d+)?", name)]
"""Plans that run one guide page from its first phase to its last."""


def minutes(plan: Plan) -> float:
    return sum(step.minutes + step.show_minutes for step in plan.steps)


# ------------------------------------------------------------ the two plans


def test_the_half_day_takes_210_minutes_step_by_step_as_promised() -> None:
    """Minutes of doors, why … safety, place, show, pairs, …; promise and safety share one phase, forms their show."""
    by_step = {step.id: step for step in HALF.steps}
    alone = [by_step[id_].minutes for id_ in ("place", "map", "vote")]
    shows = [by_step[id_].show_minutes for id_ in ("place", "map", "vote")]
    assert (alone, shows) == ([12, 14, 8], [5, 10, 10])
    rest = ["pairs", "talk", "break_1", "goals", "settle", "break_2", "again", "line", "read_back", "commit", "close"]
    assert [by_step[id_].minutes for id_ in rest] == [10, 8, 10, 10, 16, 15, 5, 16, 10, 10, 8]
    assert by_step["doors"].minutes == 8
    assert by_step["promise"].minutes + by_step["safety"].minutes == 7
    assert by_step["narrow"].minutes + by_step["narrow"].show_minutes == 6
    assert by_step["in_hand"].minutes == 12
    assert minutes(HALF) == HALF.minutes == 210
    assert minutes(plans.load("pulse_20")) == 20


@pytest.mark.parametrize("name", OWN)
def test_a_plans_minutes_are_those_of_its_guide_page(name: str) -> None:
    """Each phase has in the plan the minutes that the guide gives it at this length; the safety check shares those of
    the promise, and a form's phases are its writing and its show."""
    plan = plans.load(name)
    told: dict[str, float] = {}
    for step in plan.steps:
        phase = "promise" if step.phase == "every_session/safety" else step.phase
        told[phase] = told.get(phase, 0) + step.minutes + (0 if step.show_phase else step.show_minutes)
        if step.show_phase:
            told[step.show_phase] = told.get(step.show_phase, 0) + step.show_minutes
    wanted = {p["id"]: p["minutes"][int(plan.minutes)] for p in guide.front_matter(plan.guide)["phases"]}
    assert told == {phase: given for phase, given in wanted.items() if given}


@pytest.mark.parametrize("name", OWN)
def test_the_guide_counts_no_fewer_fields_than_the_form_has(name: str) -> None:
    plan = plans.load(name)
    for step in plan.steps:
        size = plan_notices.form_size(step)
        page, phase = plan_notices.page_and_phase(plan, step.phase)
        entry = next((p for p in guide.front_matter(page)["phases"] if p["id"] == phase), {}) if phase else {}
        if size and page == plan.guide:
            assert {"fields", "seconds_a_field"} <= set(entry), f"{page}, {phase}: fields? seconds?"
            assert entry["fields"][int(plan.minutes)] >= size, f"{step.id}: {size} fields"
            assert entry["fields"][int(plan.minutes)] * entry["seconds_a_field"] <= 60 * step.minutes, step.id


@pytest.mark.parametrize("name", plans.names())
def test_nothing_is_to_be_looked_at_in_our_own_plans(name: str) -> None:
    assert plans.check(name) == []


# ------------------------------------------------------------ the check

BAD = """\
id: bad
title: Bad
minutes: 135
steps:
  - id: rank
    title: Rank
    exercise: prioritization
    minutes: 1
    show_minutes: 14
  - id: one
    title: One
    kind: talk
    minutes: 60
  - id: two
    title: Two
    kind: talk
    minutes: 60
"""


def test_each_message_of_the_check_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD, encoding="utf-8")
    told = plans.check(str(file))
    starts = [(8, "people arrive"), (17, "without a break"), (3, "minutes in hand"), (8, "a slow person needs")]
    for line, words in starts:
        assert [t for t in told if t.startswith(f"bad.yaml, line {line}") and words in t], (line, words, told)
    assert len(told) == 4


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("minutes: 135", "minutes: 99", 3, "the steps take 135"),
        (
            "    kind: talk\n    minutes: 60\n  - id: two",
            "    knid: talk\n    minutes: 60\n  - id: two",
            12,
            "spelling",
        ),
        ("exercise: prioritization", "exercise: juggling", 5, "juggling"),
        ("    minutes: 1\n", "    minutes: 1\n    again: one\n", 5, "only a talk leads"),
        ("id: two", "id: one", 1, "the id 'one'"),
        ("    title: Two\n", "    title: Two\n    again: nobody\n", 1, "no earlier step"),
        ("    title: Two\n", "    title: Two\n    groups: crowds\n", 16, "pairs"),
    ],
)
def test_a_plan_that_cannot_run_says_where(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in BAD
    file = tmp_path / "bad.yaml"
    file.write_text(BAD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as raised:
        plans.check(str(file))
    assert says in str(raised.value)
    assert f"line {line}" in str(raised.value)


def test_the_command_ends_with_what_it_found(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD, encoding="utf-8")

    def check(name: str) -> tuple[int, str]:
        words = [sys.executable, "-c", "from alignlab.cli import main; main()", "plan", "check", name]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
        return done.returncode, done.stdout + done.stderr

    assert check("half_day")[0] == 0
    code, told = check(str(file))
    assert (code, told.count("bad.yaml, line")) == (1, 4)
    file.write_text(BAD.replace("minutes: 135", "minutes: 1"), encoding="utf-8")
    assert check(str(file))[0] == 2


# ------------------------------------------------------------ changing

CHANGES = st.lists(st.tuples(st.sampled_from(["drop", "move", "copy", "minutes"]), st.integers(0, 30)), max_size=12)


@settings(max_examples=20, deadline=None)
@given(CHANGES, st.integers(0, 5))
def test_whatever_is_changed_opened_steps_stay_and_the_minutes_are_the_sum(changes: Any, opened: int) -> None:
    plan, fixed = HALF, frozenset(step.id for step in HALF.steps[:opened])
    for what, number in changes:
        step = plan.steps[number % len(plan.steps)]
        try:
            plan = _changed(plan, what, step.id, number, fixed)
        except InvalidInput:
            continue
        assert plan.minutes == minutes(plan)
        assert [s.id for s in plan.steps[:opened]] == [s.id for s in HALF.steps[:opened]]
        assert len({s.id for s in plan.steps}) == len(plan.steps)
    assert plans.parse(planning.as_yaml(plan)) == plans.with_words(plan)


def _changed(plan: Plan, what: str, step: str, number: int, fixed: frozenset[str]) -> Plan:
    if what == "drop":
        return planning.drop(plan, step, fixed)
    if what == "move":
        return planning.move(plan, step, number, fixed)
    if what == "copy":
        own = plan.step(step)
        return planning.add(plan, own.model_copy(update={"again": ""}), step, fixed)
    return planning.change(plan, step, fixed, minutes=number + 1)


@pytest.mark.parametrize("name", list(templates()))
def test_every_template_can_be_added_to_any_plan(name: str) -> None:
    more = plans.with_words(planning.add(PULSE, templates()[name], "doors"))
    assert more.steps[1].title == templates()[name].title
    assert more.steps[1].words == templates()[name].words


def test_visibility_becomes_stricter_never_looser_and_methods_are_the_exercises_own() -> None:
    stricter = planning.change(HALF, "vote", privacy="about_me")
    assert stricter.step("vote").privacy == "about_me"
    with pytest.raises(InvalidInput, match="never more"):
        planning.change(HALF, "place", privacy="about_work")
    chosen, known = planning.methods(HALF.step("vote"))
    assert (chosen, known["points"], known["pairwise"]) == ("ranking", "100 points", "Pairs")
    assert planning.methods(HALF.step("narrow")) == planning.methods(HALF.step("pairs")) == ("", {})
    for name in known:  # each of them opens, and is read back as what was chosen
        assert planning.methods(planning.change(HALF, "vote", method=name).step("vote"))[0] == name
    with pytest.raises(InvalidInput, match="one way only"):
        planning.change(HALF, "narrow", method="points")
    assert planning.change(HALF, "vote", method="points").step("vote").setup["method"] == "points"
    with pytest.raises(InvalidInput):
        planning.change(HALF, "vote", method="dice")
    with pytest.raises(InvalidInput, match="Vote again on the open ones"):
        planning.drop(HALF, "vote")
    with pytest.raises(NotFound):
        planning.drop(HALF, "nobody")


def test_the_plan_changes_in_a_running_session_and_what_was_opened_or_arranged_stays() -> None:
    room = TestRoom(HALF)
    people = room.people(5)
    host = room.facilitator
    room.do(host, "open", step="doors")
    room.answer(people[0], "How did you", "o1")
    desk = room.state.steps["close"].draft
    room.do(host, "change plan", change="set", step="pairs", minutes=4, groups=None)
    room.do(host, "change plan", change="add", template="talk", after="pairs")
    room.do(host, "change plan", change="drop", step="narrow")
    room.do(host, "change plan", change="set", step="vote", method="points")
    ids = list(room.state.steps)
    assert "narrow" not in ids
    assert ids[ids.index("pairs") + 1].startswith("talk")
    assert room.state.steps["doors"].answers[1]
    assert room.state.steps["close"].draft == desk
    assert room.state.steps["vote"].draft == {**HALF.step("vote").setup, "method": "points"}
    for refused in (
        {"change": "drop", "step": "doors"},
        {"change": "set", "step": "pairs", "minutes": -1},
        {"change": "set", "step": "pairs"},
        {"change": "add", "template": "nothing"},
        {"change": "load", "name": "pulse_20"},
        {"change": "explode"},
        {"change": "move", "step": "talk", "to": "up"},
    ):
        with pytest.raises(Refused):
            room.do(host, "change plan", **refused)
    with pytest.raises(Refused):
        room.do(people[0], "change plan", change="drop", step="pairs")
    for _ in range(4):
        room.do(host, "undo")
    assert room.state.plan == HALF
    assert list(room.state.steps) == [step.id for step in HALF.steps]
    assert fold("ABCDEF", room.log.read("ABCDEF")) == room.state


def test_what_the_desk_arranged_is_in_the_plan_list_and_in_the_file_and_given_away_without_what_is_our_own() -> None:
    """A method chosen on the desk is the one in the list; what the check says follows it; a file is whole, or bare."""
    room = TestRoom(HALF)
    room.people(5)
    host = room.facilitator

    def row(step: str) -> dict[str, Any]:
        return next(row for row in room.view(host)["edit"]["steps"] if row["id"] == step)

    def now() -> Plan:
        assert room.state.plan is not None
        return plan_now(room.state.plan, room.state)

    assert not room.view(host)["edit"]["own"]
    assert now() == HALF == without_own(HALF)
    room.do(host, "arrange step", step="vote", change={"op": "method", "method": "rice"})
    assert row("vote")["method"] == "rice"
    items = [WorkItem(id=f"i{n}", title=f"Work {n} of ours").model_dump(mode="json") for n in range(9)]
    listed = {"op": "list", "items": items, "goals": [], "name": "ours.csv"}
    room.do(host, "arrange step", step="vote", change=listed)
    deciding = {"op": "deciding", "values": {"room": "advises", "decider": "Ines", "topic": "", "everyone": None}}
    room.do(host, "arrange step", step="vote", change=deciding)
    room.do(host, "change plan", change="set", step="vote", method="pairwise", privacy="about_me", minutes=1)
    assert (row("vote")["method"], row("vote")["privacy"]) == ("pairwise", "about_me")
    told = [notice["text"] for notice in room.view(host)["edit"]["notices"] if notice["step"] == "vote"]
    assert any("a slow person needs" in text for text in told)
    assert told == [notice.text for notice in plan_notices.notices(now()) if notice.step == "vote"]
    assert room.view(host)["edit"]["own"]
    whole, bare = planning.as_yaml(now()), planning.as_yaml(without_own(now()))
    assert "Work 3 of ours" in whole
    assert "Ines" in whole
    assert "of ours" not in bare
    assert "Ines" not in bare
    for text in (whole, bare):
        again = plans.parse(text).step("vote")
        assert (again.privacy, planning.methods(again)[0], again.minutes) == ("about_me", "pairwise", 1)
    room.do(host, "change plan", change="copy", step="vote")
    assert "Work 3 of ours" in planning.as_yaml(Plan(**{**now().model_dump(), "steps": (now().step("vote_2"),)}))


def test_a_step_that_cannot_open_yet_is_a_thing_to_look_at() -> None:
    room = TestRoom(HALF)
    host = room.facilitator
    own = {"op": "item", "do": "add", "values": {"title": "Ours", "amount": "", "team": ""}}
    room.do(host, "arrange step", step="map", change=own)
    for row in list(room.state.steps["map"].draft["goals"]):
        room.do(host, "arrange step", step="map", change={"op": "goal", "do": "remove", "row": row["id"]})
    told = [notice["text"] for notice in room.view(host)["edit"]["notices"] if notice["step"] == "map"]
    assert told == ["“Map alone, in silence” cannot open as it is. Its part of “Prepare” says what is missing."]


def test_another_plan_takes_its_place_before_the_first_step() -> None:
    room = TestRoom(HALF)
    room.do(room.facilitator, "change plan", change="load", text=planning.as_yaml(plans.load("pulse_20")))
    assert room.state.plan == plans.load("pulse_20")
    assert room.view(room.facilitator)["edit"]["minutes"] == 20
    with pytest.raises(Refused, match="this is not YAML"):
        room.do(room.facilitator, "change plan", change="load", text="a: [")


def test_the_large_button_leads_to_the_second_vote_with_its_own_minutes_and_words() -> None:
    room = TestRoom(plans.load("prioritization_60"))
    people, host = room.people(6), room.facilitator
    room.do(host, "open", step="vote")
    for place, viewer in enumerate(people):
        field = room.view(viewer)["form"]["fields"][0]
        ids = [option["value"] for option in field["options"]]
        order = sorted(ids) if place % 2 else sorted(ids, reverse=True)
        room.do(viewer, "answer", step="vote", part=field["part"], value=[[id_] for id_ in order])
        room.do(viewer, "done", step="vote")
    room.next()
    room.look()
    room.next()
    room.do(host, "open", step="again")
    move = room.view(host)["next"]
    assert (move["command"], move["step"]) == ("vote again", "vote")
    room.next()
    again = room.state.plan.step("again")  # type: ignore[union-attr]
    step = room.state.steps["vote"]
    assert step.round == 2
    assert step.ends_at == room.at + round(again.minutes * 60_000)
    assert room.view(host)["words"]["say"] == again.words.say
    assert room.view(people[0])["step"]["question"] == again.words.question
