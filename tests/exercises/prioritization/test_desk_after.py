"""The host's desk after the picture: the order as moved, the line, the noes; what is told, what the next time gets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import TestRoom
from votes import tell

from alignlab.desks import desks_of
from alignlab.errors import InvalidInput, Refused
from alignlab.exercises import prioritization
from alignlab.exercises.prioritization.held import held
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.desk import Desk, Fill, Press, Ruling, Say, Settled, Table
from alignlab.model.plan import Plan, Step
from alignlab.recap.making import from_state

Data = dict[str, Any]
NAMES = ("Paging", "Export", "Importer", "Colours", "Letters")
ROWS = [{"id": f"i{n}", "title": title, "effort": 2} for n, title in enumerate(NAMES)]
ROWS[2] |= {"waiting": "Sales"}
SETUP = Setup.model_validate({"items": ROWS, "capacity": 5})
STRICT = tell(SETUP, {f"p{n}": {"rank": ["i0", "i1", "i2", "i3", "i4"]} for n in range(4)})
TIED = tell(SETUP, {f"p{n}": {"rank": ["i0", ["i1", "i2"], "i3", "i4"]} for n in range(4)})


def after(data: Data, *changes: Data, released: Any = STRICT, setup: Setup = SETUP) -> Settled:
    found = Settled(data=data)
    for one in changes:
        found = prioritization.settled(setup, released, found.data, one)
    return found


def move(item: str, place: int) -> Data:
    return {"op": "order", "do": "move", "row": item, "place": place}


def why(item: str, text: str, effort: Any = 2) -> Data:
    return {"op": "order", "do": "set", "row": item, "values": {"why": text, "effort": effort}}


def no(item: str, **values: str) -> Data:
    return {"op": "no", "item": item, "values": {"owner": "Ines", **values}}


def order(data: Data, released: Any = STRICT) -> list[tuple[str, ...]]:
    found = held(SETUP, released, data)
    assert found is not None
    return list(found.groups)


def table(found: Desk) -> Table:
    return next(block for block in found.blocks if isinstance(block, Table))


def said(found: Desk) -> str:
    return "\n".join(block.text for block in found.blocks if isinstance(block, Say))


def desk(data: Data, released: Any = STRICT, setup: Setup = SETUP) -> Desk:
    return prioritization.settle(setup, released, data)


def told(rulings: tuple[Ruling, ...]) -> list[tuple[str, str]]:
    return [(ruling.key, "-" if ruling.withdrawn else ruling.text) for ruling in rulings]


def test_the_order_with_its_line() -> None:
    found = table(desk({}))
    assert found.movable
    assert found.numbered
    assert [row.values["title"] for row in found.rows] == list(NAMES)
    assert (found.line_after, found.line_label) == (2, "4 of 5 days")
    assert "Just below the line: “Importer”; 1 day left" in said(desk({}))
    assert "expected by Sales" in found.rows[2].note


def test_a_move_is_a_decision_with_its_reason_and_can_be_taken_back() -> None:
    moved = after({}, move("i2", 2))
    assert [row.id for row in table(desk(moved.data)).rows][:3] == ["i0", "i2", "i1"]
    assert told(moved.rulings) == [("moved.2", "“Importer” stands at place 2; the vote had it at 3.")]
    assert "Moved without a reason: “Importer”" in said(desk(moved.data))
    assert table(desk(moved.data)).rows[1].mark == "the vote: place 3"
    reason = after(moved.data, why("i2", "Sales promised it"))
    assert told(reason.rulings) == [
        ("moved.2", "“Importer” stands at place 2; the vote had it at 3, because: Sales promised it")
    ]
    back = after(reason.data, move("i2", 3))
    assert told(back.rulings) == [("moved.2", "-")]
    again = after(back.data, move("i2", 1))
    assert "Sales promised it" in again.rulings[0].text, "the reason was kept"


def test_a_tie_can_be_left_in_one_step_and_nothing_lands_inside_another() -> None:
    assert order({}, TIED) == [("i0",), ("i1", "i2"), ("i3",), ("i4",)]
    assert "shares places 2 to 3" in table(desk({}, TIED)).rows[1].note
    assert "share the place at the line" in said(desk({}, TIED))
    for item, place, wanted in (
        ("i2", 2, [("i0",), ("i2",), ("i1",), ("i3",), ("i4",)]),
        ("i1", 1, [("i0",), ("i1",), ("i2",), ("i3",), ("i4",)]),
        ("i1", 3, [("i0",), ("i2",), ("i1",), ("i3",), ("i4",)]),
        ("i0", 2, [("i1", "i2"), ("i0",), ("i3",), ("i4",)]),
        ("i3", 3, [("i0",), ("i3",), ("i1", "i2"), ("i4",)]),
        ("i4", 1, [("i4",), ("i0",), ("i1", "i2"), ("i3",)]),
    ):
        assert order(after({}, move(item, place), released=TIED).data, TIED) == wanted, (item, place)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["i0", "i1", "i2", "i3", "i4"]), st.integers(1, 5)), max_size=6))
def test_any_moves_keep_every_item_and_end_where_they_said(moves: list[tuple[str, int]]) -> None:
    data: Data = {}
    for item, place in moves:
        data = after(data, move(item, place)).data
        flat = [id_ for group in order(data) for id_ in group]
        assert sorted(flat) == ["i0", "i1", "i2", "i3", "i4"]
        assert flat[place - 1] == item, "without ties an item stands where it was put"


def test_the_room_changes_and_so_do_line_and_noes() -> None:
    first = after({}, no("i2", by="2026-03-03", until="April"), no("i4"))
    assert told(first.rulings) == [("no.4", "Letters")]
    more = after(first.data, {"op": "capacity", "values": {"capacity": 7, "why": "Ana is back"}})
    assert table(desk(more.data)).line_after == 3
    assert told(more.rulings) == [
        ("room", "There is room for 7 days, before it was 5 days, because: Ana is back"),
        ("no.2", "-"),
    ], "what fits now is a no no longer"
    less = after(more.data, {"op": "capacity", "values": {"capacity": 5, "why": ""}})
    assert told(less.rulings) == [("no.2", "Importer"), ("room", "-")], "its owner and words were kept"
    none = after(less.data, {"op": "capacity", "values": {"capacity": None}})
    assert table(desk(none.data)).line_after is None
    assert "Without a capacity there is no line" in said(desk(none.data))


def test_an_effort_that_shrinks_is_told() -> None:
    found = after({}, why("i1", "", effort=1), why("i2", "", effort=1))
    assert table(desk(found.data)).line_after == 3
    assert told(found.rulings) == [("effort.2", "“Importer” takes 1 day; when we voted it was 2.")]
    assert "was 2 days when we voted" in table(desk(found.data)).rows[2].note
    assert told(after(found.data, why("i2", "", effort=2)).rulings) == [("effort.2", "-")]
    zero = after({}, *(why(f"i{n}", "", effort=0) for n in range(5)))
    assert table(desk(zero.data)).line_after == 5
    assert "Everything fits into 5 days" in said(desk(zero.data))
    empty = after({}, why("i0", "", effort=None))
    assert "Without an effort" in said(desk(empty.data))


def test_a_no_with_owner_day_until_and_sentence() -> None:
    fills = [block for block in desk({}).blocks if isinstance(block, Fill) and block.op.startswith("no.")]
    assert fills[0].title == "No, for now: Importer; expected by Sales"
    assert len(fills) == 3
    proposed = next(entry for entry in fills[0].entries if entry.id == "sentence").value
    assert proposed.startswith("You don't get “Importer” for now.")
    first = after({}, {**no("i2", sentence=proposed, until="April"), "op": fills[0].op})
    ruling = first.rulings[0]
    assert (ruling.key, ruling.text, ruling.no, ruling.owner, ruling.until) == (
        "no.2",
        "Importer",
        True,
        "Ines",
        "April",
    )
    assert ruling.first_step == "tell Sales: You don't get “Importer” for now. Not before April."
    assert "Still without a day" in said(desk(first.data))
    own = after(first.data, no("i2", sentence="Not this spring.", until="May", by="2026-03-03"))
    assert own.rulings[0].first_step == "tell Sales: Not this spring."
    kept = after(own.data, no("i2", sentence="Not this spring.", until="June"))
    assert kept.rulings[0].first_step == "tell Sales: Not this spring.", "one's own words stay when the day moves"
    assert told(after(kept.data, {"op": "yes", "item": "i2"}).rulings) == [("no.2", "-")]


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (no("i0"), "above the line, so it needs no no"),
        (no("i4", owner=" "), "A no that nobody says is a yes"),
        (no("zz"), "not in the list any more"),
        (move("i0", 9), "Places go from 1 to 5"),
        (move("i0", 0), "Places go from 1 to 5"),
        (move("zz", 1), "not in the list any more"),
        (why("i0", "x" * 501), "501 characters; 500 are the most"),
        (why("i0", "", effort="a lot"), "is no number"),
        ({"op": "capacity", "values": {"capacity": -1}}, "leaves no room"),
        ({"op": "boom"}, "older than the room"),
    ],
)
def test_a_bad_change_is_a_sentence_and_loses_nothing(bad: Data, sentence: str) -> None:
    data = after({}, move("i2", 1)).data
    before = repr(data)
    with pytest.raises(InvalidInput, match=sentence):
        after(data, bad)
    assert repr(data) == before


def test_without_a_line_any_item_can_be_a_no() -> None:
    setup = Setup.model_validate({"items": ROWS})
    found = desk({}, setup=setup)
    adding = next(block for block in found.blocks if isinstance(block, Fill) and block.op == "no")
    assert len(adding.entries[0].options) == 5
    data = after({}, {"op": "no", "values": {"item": "i4", "owner": "Ines"}}, setup=setup).data
    assert any(
        isinstance(b, Fill) and b.title == "No, for now: Letters; Ines says it" for b in desk(data, setup=setup).blocks
    )


def test_the_decision_says_what_fits_and_follows_later_changes() -> None:
    found = after({}, {"op": "decide"})
    assert told(found.rulings) == [("order", "Into 5 days we put: Paging; Export.")]
    moved = after(found.data, move("i2", 1))
    assert ("order", "Into 5 days we put: Importer; Paging.") in told(moved.rulings)
    assert told(after(moved.data, {"op": "undecide"}).rulings) == [("order", "-")]


def test_nothing_to_settle_is_a_sentence() -> None:
    few = tell(SETUP, {"p0": {"rank": ["i0", "i1"]}})
    assert "no order to settle" in said(desk({}, few))
    with pytest.raises(InvalidInput, match="no order to settle"):
        after({}, move("i0", 2), released=few)
    assert prioritization.outcome(SETUP, few, {}).tables == ()


def test_what_is_told_afterwards() -> None:
    data = after({}, move("i2", 1), why("i2", "Promised"), no("i4", until="May", by="2026-03-03")).data
    found = prioritization.outcome(SETUP, STRICT, data)
    assert found.sentences[0] == "This room decided what comes first."
    assert found.sentences[1] == "The line of 5 days comes after place 2; just below: “Export”."
    assert found.sentences[2].startswith("Last time we put these first, into 5 days: Importer; Paging.")
    by = {sheet.id: sheet for sheet in found.tables}
    assert by["order"].rows[0] == ("1", "Importer", "3", 2.0, "yes", "Promised")
    assert by["noes"].rows == (
        ("Letters", "", "Ines", "2026-03-03", "May", "You don't get “Letters” for now. Not before May."),
    )
    assert by["ways"].columns[1:] == ("By ranking", "By comparisons won (Borda)", "By fewest contradictions (Kemeny)")
    assert all(len(row) == len(sheet.columns) for sheet in found.tables for row in sheet.rows)


def test_another_vote_on_the_same_items_stands_beside() -> None:
    beside = [{"method": "points", "groups": [["i4"], ["i0", "i1"]]}]
    setup = Setup.model_validate({**SETUP.model_dump(), "beside": beside})
    sheet = next(sheet for sheet in prioritization.outcome(setup, STRICT, {}).tables if sheet.id == "ways")
    assert sheet.columns[2] == "By 100 points"
    assert [row[2] for row in sheet.rows] == ["2 to 3", "2 to 3", "", "", "1"]


def test_the_next_session_begins_with_what_was_decided() -> None:
    data = after({}, move("i2", 1), no("i4", until="May"), why("i3", "", effort=1)).data
    draft = prioritization.carry(SETUP, STRICT, data)
    setup = Setup.model_validate(draft)
    assert [(item.title, item.last) for item in setup.items] == [
        ("Importer", "was to be done"),
        ("Paging", "was to be done"),
        ("Export", "was a no for now"),
        ("Colours", "was a no for now"),
        ("Letters", "was a no until May"),
    ]
    assert setup.item("i3").effort == 1
    assert setup.capacity == 5
    found = prioritization.arrange(draft, [], 0, 8)
    assert "Last time we put these first" in said(found)
    assert table(found).rows[4].mark == "was a no until May"
    press = next(b for block in found.blocks if isinstance(block, Press) for b in block.buttons if b.op == "drop")
    left = prioritization.arranged(draft, [], {"op": press.op})
    assert [row.id for row in table(prioritization.arrange(left, [], 0, 8)).rows] == ["i1", "i3", "i4"]
    assert "items" not in prioritization.carry(Setup(), STRICT, {}), "the sample is nobody's work"


# --- through the room -----------------------------------------------------------------------------------------------

PLAN = Plan(
    id="test",
    title="What comes first",
    minutes=12,
    steps=(
        Step(
            id="vote",
            title="Vote",
            exercise="prioritization",
            minutes=8,
            setup={"items": ROWS, "capacity": 5, "decider": "Grace", "topic": "the spring"},
        ),
        Step(id="end", title="End", kind="talk", minutes=4),
    ),
)


def test_settled_through_the_room_and_in_the_recap() -> None:
    room = TestRoom(PLAN)
    people = room.people(4)
    room.next()
    with pytest.raises(Refused):
        room.do(room.facilitator, "settle step", step="vote", change=move("i2", 1))
    for person in people:
        room.answer(person, "What comes first", ["i0", "i1", "i2", "i3", "i4"])
    room.next()
    room.look()
    room.next()
    for one in (move("i2", 2), why("i2", "=Promised <b>"), no("i4", by="2026-03-03", until="May"), {"op": "decide"}):
        room.do(room.facilitator, "settle step", step="vote", change=one)
    shown = dict(room.state.steps["vote"].shown[1])
    assert desks_of(room.state, "vote")["settle"]["summary"] == "2 fit, 3 below the line · noes with an owner: 1"
    recap = from_state(room.state)
    assert [decision.text for decision in recap.decisions] == [
        "“Importer” stands at place 2; the vote had it at 3, because: =Promised <b>",
        "Into 5 days we put: Paging; Importer.",
    ]
    assert [(d.text, d.owner, d.by, d.until) for d in recap.said_no_to] == [("Letters", "Ines", "2026-03-03", "May")]
    assert recap.outcomes[0].sentences[0] == "This room decided the spring, together with Grace."
    assert room.state.steps["vote"].shown[1] == shown, "the vote stays as it was shown"
    room.do(room.facilitator, "settle step", step="vote", change=move("i2", 3))
    assert [decision.text for decision in from_state(room.state).decisions] == ["Into 5 days we put: Paging; Export."]
