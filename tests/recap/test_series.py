"""The series of a team: what the next session is given, and what the recap says beside last time."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

import pytest
from rooms import TestRoom

from alignlab import plans
from alignlab.fold import fold
from alignlab.house import House
from alignlab.log.home import Home
from alignlab.methods.change import share_change
from alignlab.model.measures import Bar, Bars, Counts, Number, Released, Spread, Withheld, YesNo
from alignlab.recap import beside, charts, file
from alignlab.recap.compare import compare
from alignlab.recap.making import from_state
from alignlab.recap.markdown import markdown
from alignlab.recap.page import page
from alignlab.recap.series import last_time, opening
from alignlab.storing import MemoryStore
from alignlab.studio import InlineStudio
from recap.team import TEAM, recap_of, session


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


def kept(home: Home, value: str, people: int = 12, **update: Any) -> None:
    file.write(home, recap_of(session(people, value)).model_copy(update=update))


def released(**quantities: Any) -> Released:
    return Released(privacy="about_work", n=12, quantities=quantities)


def test_last_time_is_the_newest_session_of_this_team_that_was_real(home: Home) -> None:
    assert last_time(home.path, TEAM) == {}
    kept(home, "mostly", code="OLDEST", dates=(date(2026, 1, 1),))
    kept(home, "mostly", code="NEWEST", dates=(date(2026, 6, 1),))
    kept(home, "mostly", code="OTHERS", dates=(date(2026, 7, 1),), team="Pier")
    kept(home, "mostly", code="DEMONE", dates=(date(2026, 8, 1),), simulated=True)
    found = last_time(home.path, "  harbour ")
    assert (found["code"], found["day"], found["joined"]) == ("NEWEST", "2026-06-01", 12)
    assert [d["text"] for d in found["decisions"]] == ["Each ticket names its goal."]
    assert [c["text"] for c in found["commitments"]] == ["ask first"]
    assert found["pictures"]
    assert "findings" not in found["pictures"][0]
    assert last_time(home.path, "") == {}
    assert last_time(home.path, "Nobody") == {}
    json.dumps(found)


def test_the_next_session_begins_with_it_and_keeps_it(home: Home, tmp_path) -> None:
    kept(home, "mostly")
    before = TestRoom()  # the log of that session, as far as it says where groups met
    before.do(before.facilitator, "name places", room=["Table 1", "By the window"], call=[])

    async def story() -> None:
        house = House(
            MemoryStore(before.log),
            InlineStudio(),
            now=lambda: 1_800_000_000_000,
            rng=Random(1),
            last_time=opening(home.path),
        )
        made = await house.create(plans.load("check_in_20"), host="Grace", team=TEAM)
        alone = await house.create(plans.load("check_in_20"), host="Grace")
        rehearsal = await house.create(plans.load("check_in_20"), host="Grace", team=TEAM, simulated=True)
        assert made.state.last["code"] == "ABCDEF"
        (home.recaps / "ABCDEF.json").unlink()  # the last session may be deleted meanwhile
        again = fold(made.code, await house.store.read(made.code))
        setup = again.steps["check_in"].step.setup
        assert [d["text"] for d in setup["decisions"]] == ["Each ticket names its goal.", "A second status meeting."]
        assert "Person 1: when two goals pull apart, ask first" in setup["shared"]
        assert again.places == {"room": ("Table 1", "By the window"), "call": ()}
        assert not any(alone.state.places.values())
        assert not any(rehearsal.state.places.values())
        assert not alone.state.last
        assert not rehearsal.state.last
        await house.stop()

    import asyncio

    asyncio.run(story())


def test_the_recap_lays_both_times_side_by_side(home: Home) -> None:
    kept(home, "never")
    last = last_time(home.path, TEAM)
    recap = recap_of(session(12, "mostly", last))
    assert recap.last is not None
    assert {compared.step for compared in recap.last.compared} == {"doors", "place"}
    placed = next(compared for compared in recap.last.compared if compared.step == "place")
    assert (placed.then_joined, placed.now_joined, placed.then_answered) == (12, 12, 12)
    assert any(row.change == "more" for row in placed.rows)
    same = recap_of(session(12, "never", last))
    assert same.last is not None
    assert {row.change for compared in same.last.compared for row in compared.rows} <= {"none", ""}
    html, text = page(recap, charts.draw_here(recap)), markdown(recap, {})
    for told in (html, text):
        assert "Compared with last time" in told
        assert "clearly more" in told
        assert "Last time 12 of 12 answered, now 12 of 12." in told
    assert "no clear change" in page(same, {})


def test_another_version_of_the_rubric_or_of_the_exercise_is_not_compared(home: Home) -> None:
    kept(home, "never")
    last = last_time(home.path, TEAM)
    other = recap_of(session(12, "mostly", {**last, "rubric": {**last["rubric"], "version": "0.9"}}))
    assert other.last is not None
    assert other.last.compared == ()
    assert "another version" in page(other, {})
    older = [{**picture, "instrument": "stage_self_placement 0"} for picture in last["pictures"]]
    none = recap_of(session(12, "mostly", {**last, "pictures": older}))
    assert none.last is not None
    assert none.last.compared == ()
    assert recap_of(session(12, "mostly", {"nonsense": 1})).last is None


def test_too_few_are_withheld(home: Home) -> None:
    kept(home, "mostly", people=4)
    recap = recap_of(session(4, "mostly", last_time(home.path, TEAM)))
    assert recap.last is not None
    assert "place" not in {compared.step for compared in recap.last.compared}


def test_only_released_numbers_go_in(home: Home) -> None:
    """The last session's pictures as they lie in the next one's log hold nothing that was not shown."""
    kept(home, "never")
    room = session(12, "mostly", last_time(home.path, TEAM))
    ids = {viewer for viewer in room.state.people if viewer != room.facilitator.person}
    pseudonyms = {actor for step in room.state.steps.values() for of in step.answers.values() for actor in of}
    text = recap_of(room).model_dump_json() + json.dumps(room.state.last)
    assert not [id_ for id_ in ids | pseudonyms if f'"{id_}"' in text]


# --- what may be said of a change


def yes(told: str, count: int | None, n: int) -> YesNo:
    return YesNo(title="x", cell="c", told=told, count=count, n=n)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        (yes("few", None, 12), yes("most", None, 12), "more"),
        (yes("most", None, 12), yes("few", None, 12), "fewer"),
        (yes("few", None, 12), yes("count", 3, 12), "none"),
        (yes("few", None, 5), yes("most", None, 5), "none"),  # two of five and three of five may be the truth
        (yes("count", 6, 12), yes("count", 7, 12), "none"),
        (yes("count", 3, 40), yes("count", 37, 40), "more"),
    ],
)
def test_a_change_is_clear_only_at_the_closest_ends(then: YesNo, now: YesNo, change: str) -> None:
    rows, left = compare(released(a=then), released(a=now))
    assert left == 0
    assert [row.change for row in rows] == [change]


def bars(*counts: tuple[str, int]) -> Bars:
    return Bars(title="x", bars=tuple(Bar(cells=tuple(cells), label=cells, count=c) for cells, c in counts), n=12)


def test_scales_are_compared_on_their_common_bars() -> None:
    low, high = bars(("ab", 11), ("cd", 3)), bars(("a", 0), ("b", 3), ("cd", 20))
    (row,), _ = compare(released(a=low), released(a=high))
    assert (row.change, row.towards) == ("up", "cd")
    (back,), _ = compare(released(a=high), released(a=low))
    assert back.change == "down"
    (coarse,), _ = compare(released(a=bars(("abcd", 12))), released(a=high))
    assert coarse.change == "none"
    spread = Spread(title="x", cells=tuple("abcd"), labels={}, median="b", low="a", high="b", n=8)
    (words,), _ = compare(released(a=spread), released(a=high))
    assert words.change == "none"


def test_other_words_are_left_out() -> None:
    counts = Counts(title="Way", cells={"o1": 3, "o2": 9}, labels={"o1": "Foot", "o2": "Bike"}, n=12)
    other = counts.model_copy(update={"labels": {"o1": "Foot", "o2": "Car"}})
    assert compare(released(a=counts), released(a=other)) == ((), 1)
    assert compare(released(a=counts), released(a=Withheld(reason="few"))) == ((), 1)
    rows, left = compare(released(a=counts), released(a=counts, b=counts))
    assert (len(rows), left) == (2, 1)
    number = Number(title="d", value=1, low=0, high=2, unit="days", n=5)
    (more,), _ = compare(released(a=number), released(a=number.model_copy(update={"low": 2.5, "high": 3, "value": 3})))
    assert more.change == "more"


def test_thirty_statements_share_one_error() -> None:
    """What would be clear alone need not be clear among thirty."""
    then, now = yes("count", 10, 40), yes("count", 20, 40)
    alone, _ = compare(released(a=then), released(a=now))
    among = {f"s{n}": yes("count", 10, 40) for n in range(30)}
    rows, _ = compare(released(a=then, **among), released(a=now, **among))
    assert [row.change for row in alone] == ["more"]
    assert {row.change for row in rows} == {"none"}


def test_newcombe_s_interval_is_the_published_one() -> None:
    """Newcombe 1998, table II (method 10): 56/70 against 48/80, and 9/10 against 3/10."""
    low, high = share_change((48, 80), (56, 70))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    low, high = share_change((3, 10), (9, 10))
    assert (round(low, 4), round(high, 4)) == (0.1705, 0.8090)


def test_words() -> None:
    assert beside.left_out(1).startswith("One question had")
    assert "too few of 4" in beside.response(
        beside.Compared(
            step="a", title="A", exercise="x", privacy="about_me", then_answered=None, then_joined=4,
            now_answered=3, now_joined=5, rows=(), left_out=0,
        )
    )  # fmt: skip


def test_it_can_be_told_again_from_its_own_log(home: Home) -> None:
    kept(home, "never")
    last = last_time(home.path, TEAM)
    room = session(12, "mostly", last)
    assert from_state(room.state).last == recap_of(room).last
