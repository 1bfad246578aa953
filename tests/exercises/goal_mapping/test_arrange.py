"""Goal mapping's desk before the step: lists, goals, items; every fault in a sentence, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from rooms import TestRoom

from alignlab import imports
from alignlab.errors import InvalidInput, Refused
from alignlab.exercises import goal_mapping as mapping
from alignlab.model.desk import Desk, Fill, Press, Say, Table, Take
from alignlab.model.plan import Plan, Step

Draft = dict[str, Any]
GOALS = "More operators stay\n  Self-serve\n  Fewer calls\nWe can keep going\n"


def listed(op: str, text: str) -> dict[str, Any]:
    """The change that the console sends for this pasted list."""
    found = imports.paste(text)
    lines = {name: [one.model_dump(mode="json") for one in getattr(found, name)] for name in ("items", "goals")}
    return {"op": op, "name": "pasted list", **lines}


def after(*changes: dict[str, Any], draft: Draft | None = None) -> Draft:
    found = draft or {}
    for change in changes:
        found = mapping.arranged(found, [], change)
    return found


def desk(draft: Draft, people: int = 12, minutes: float = 15) -> Desk:
    return mapping.arrange(draft, [], people, minutes)


def row(draft: Draft, name: str, title: str) -> str:
    return next(line["id"] for line in draft[name] if line["title"] == title)


def set_goal(draft: Draft, which: str, **values: Any) -> Draft:
    table = next(b for b in desk(draft).blocks if isinstance(b, Table) and b.op == "goal")
    line = next(r for r in table.rows if r.values["title"] == which)
    return after({"op": "goal", "do": "set", "row": line.id, "values": {**line.values, **values}}, draft=draft)


def item(title: str, amount: str, team: str = "") -> dict[str, Any]:
    return {"op": "item", "do": "add", "values": {"title": title, "team": team, "amount": amount}}


@pytest.fixture
def mine() -> Draft:
    return after(listed("list", "Billing export\nPaging\nStatus page"), listed("goals", GOALS))


def test_the_first_door_is_a_pasted_list_and_the_sample_goes_away_whole(mine: Draft) -> None:
    empty = desk({})
    assert isinstance(empty.blocks[1], Take)
    assert isinstance(empty.blocks[0], Say)
    assert "made-up" in empty.blocks[0].text
    only_items = after(listed("list", "- Billing export\n- Paging"))
    assert only_items["goals"] == []
    assert "no goals" in desk(only_items).faults[0]
    assert [line["title"] for line in mine["items"]] == ["Billing export", "Paging", "Status page"]
    setup = mapping.Setup.model_validate(mine)
    assert {goal.title for goal in setup.targets} == {"Self-serve", "Fewer calls", "We can keep going"}
    assert desk(mine).faults == ()


def test_a_second_list_takes_the_place_of_items_and_leaves_goals_or_is_added(mine: Draft) -> None:
    other = after(listed("list", "Dark colours"), draft=mine)
    assert [line["title"] for line in other["items"]] == ["Dark colours"]
    assert other["goals"] == mine["goals"]
    more = after(listed("more", "Dark colours\nPaging"), draft=mine)
    assert [line["title"] for line in more["items"]][3:] == ["Dark colours", "Paging"]
    assert len({line["id"] for line in more["items"]}) == 5
    table = next(b for b in desk(more).blocks if isinstance(b, Table) and b.op == "item")
    assert [line.note != "" for line in table.rows] == [False, True, False, False, True]  # the same words twice


def test_the_sample_can_be_edited_and_still_goes_whole_until_something_in_it_is_one_s_own() -> None:
    fewer = after({"op": "item", "do": "remove", "row": "W1"})
    assert len(fewer["items"]) == 23
    assert after(listed("list", "Paging"), draft=fewer)["goals"] == []
    own = set_goal(fewer, "Self-serve", title="Serve yourself")
    assert after(listed("list", "Paging"), draft=own)["goals"] == own["goals"]


def test_goals_have_a_level_parents_and_announced_shares_and_circles_are_spelled_out(mine: Draft) -> None:
    top = row(mine, "goals", "More operators stay")
    found = set_goal(mine, "We can keep going", level="company goal", announced=30, parents=[])
    found = after({"op": "mission", "values": {"mission": "Boats without paper"}}, draft=found)
    found = set_goal(found, "Self-serve", parents=[top, row(found, "goals", "We can keep going")])
    setup = mapping.Setup.model_validate(found)
    assert setup.graph.by_id[row(found, "goals", "We can keep going")].announced == 30
    assert len(setup.graph.by_id[row(found, "goals", "Self-serve")].parents) == 2
    assert setup.graph.by_id[top].parents == ("mission",)
    circle = set_goal(found, "More operators stay", parents=[row(found, "goals", "Self-serve")])
    [fault] = desk(circle).faults
    assert "Self-serve -> More operators stay -> Self-serve" in fault or "stay -> Self-serve -> More" in fault
    assert circle["items"] == found["items"]


def test_which_goals_are_asked_follows_the_goals_until_somebody_chooses(mine: Draft) -> None:
    assert not mine.get("asked")
    assert not set_goal(mine, "Self-serve", announced=10).get("asked")
    found = set_goal(mine, "More operators stay", asked=True)
    assert len(mapping.Setup.model_validate(found).asked) == 4
    many = after(*(
        {"op": "goal", "do": "add", "values": {"title": f"Goal {n}", "level": "team goal", "parents": []}}
        for n in range(8)
    ), draft=found)  # fmt: skip
    for n in range(8):
        many = set_goal(many, f"Goal {n}", asked=True)
    assert "12 goals are too many" in desk(many).faults[0]


def test_all_faults_stand_there_at_once_and_nothing_is_lost(mine: Draft) -> None:
    bad = after(item("Negative", "-3"), item("Odd", "lots"), item("", "2"), draft=mine)
    bad = set_goal(bad, "Self-serve", announced=140)
    bad["items"][0] = {**bad["items"][0], "parents": ["PAY-1"]}
    faults = "\n".join(desk(bad).faults)
    for part in ("'-3'", "'lots'", "Items without words: 1", "140 %", "PAY-1"):
        assert part in faults, part
    table = next(b for b in desk(bad).blocks if isinstance(b, Table) and b.op == "item")
    assert [r.values["amount"] for r in table.rows][3:] == ["-3", "lots", "2"]
    cut = next(b for b in desk(bad).blocks if isinstance(b, Press) and b.buttons[0].op == "cut")
    mended = after({"op": cut.buttons[0].op}, draft=bad)
    assert "PAY-1" not in "\n".join(desk(mended).faults)


def test_sizes_are_numbers_or_letters_and_never_both(mine: Draft) -> None:
    sized = mine
    for line in mine["items"]:
        values = {"title": line["title"], "team": "Desk", "amount": "L"}
        sized = after({"op": "item", "do": "set", "row": line["id"], "values": values}, draft=sized)
    setup = mapping.Setup.model_validate(sized)
    assert (setup.unit, setup.size(setup.items[0]), setup.items[0].team) == ("weight", 8, "Desk")
    assert "Give all of them the same unit." in desk(after(item("Small", "2,5"), draft=sized)).faults[0]
    back = sized
    for line in sized["items"]:
        values = {"title": line["title"], "team": "", "amount": "2,5"}
        back = after({"op": "item", "do": "set", "row": line["id"], "values": values}, draft=back)
    points = after({"op": "how", "values": {"unit": "points", "per_person": 12, "strengths": True}}, draft=back)
    setup = mapping.Setup.model_validate(points)
    assert (setup.unit, setup.size(setup.items[0]), setup.per_person, setup.strengths) == ("points", 2.5, 12, True)


def test_too_much_for_the_room_is_asked_with_buttons_that_answer() -> None:
    lines = "Title\tDays\n" + "\n".join(f"Item {n}\t{n}" for n in range(1, 61))
    large = after(listed("list", lines), listed("goals", GOALS))
    said = [b.text for b in desk(large).blocks if isinstance(b, Say)]
    asked = "12 people × 15 = 36 items at five looks; the 36 largest hold 84 % of your days. Take these, or join items"
    assert any(text.startswith(asked) for text in said)
    press = next(b for b in desk(large).blocks if isinstance(b, Press))
    few = after({"op": "take", **press.buttons[0].data}, draft=large)
    setup = mapping.Setup.model_validate(few)
    assert len(few["items"]) == 60
    assert len(setup.taken) == 36
    assert min(i.capacity or 0 for i in setup.taken) == 25
    table = next(b for b in desk(few).blocks if isinstance(b, Table) and b.op == "item")
    assert sum(r.mark == "not this time" for r in table.rows) == 24
    parts = mapping.assign(setup, [f"p{n}" for n in range(12)], 1)
    looked = {part for some in parts.values() for part in some[: some.index("spare")] if part.startswith("item.")}
    assert looked == {f"item.{one.id}" for one in setup.taken}
    minutes = next(b for b in desk(few, minutes=5).blocks if isinstance(b, Press))
    assert minutes.buttons[0].label == "At most 7 items for each"


def test_joining_items_adds_them_up_and_keeps_what_hangs_on_them() -> None:
    draft = after(item("One", "3", "Desk"), item("Two", "5", "Desk"), item("Three", "1"), draft=after(
        listed("list", "Zero"), listed("goals", GOALS)))  # fmt: skip
    ids = [row(draft, "items", title) for title in ("One", "Two")]
    joined = after({"op": "join", "values": {"items": ids, "title": "Both"}}, draft=draft)
    [both] = [line for line in joined["items"] if line["title"] == "Both"]
    assert (both["capacity"], both["team"]) == (8, "Desk")
    assert [line["title"] for line in joined["items"]] == ["Zero", "Both", "Three"]
    assert desk(joined).faults == ()
    with pytest.raises(InvalidInput, match="two or more"):
        after({"op": "join", "values": {"items": ids[:1]}}, draft=draft)


def test_ids_of_a_file_never_meet_those_that_are_here(mine: Draft) -> None:
    change = {
        "op": "more",
        "items": [{"id": mine["goals"][0]["id"], "title": "Same id", "parents": ["self-SERVE"]}],
        "goals": [{"id": "1", "title": "fewer calls", "level": "team goal"}, {"id": "2", "title": "New one"}],
    }
    found = after(change, draft=mine)
    assert desk(found).faults == ()
    assert [line["title"] for line in found["goals"]].count("Fewer calls") == 1
    assert found["items"][-1]["parents"] == [row(found, "goals", "Self-serve")]


def test_of_a_list_that_is_too_long_for_a_session_the_largest_can_be_kept() -> None:
    lines = "\n".join(f"Work {n}\t{n % 7 + 1}" for n in range(512))
    found = after(listed("goals", "Self-serve"), listed("list", f"Title\tDays\n{lines}"))
    assert "512 items are more than 500." in desk(found).faults[0]
    [press] = [b for b in desk(found).blocks if isinstance(b, Press) and b.buttons[0].op == "largest"]
    assert (press.buttons[0].label, press.help.split(",")[0]) == ("Keep the 500 largest", "12 items leave the list")
    kept = after({"op": "largest"}, draft=found)
    assert desk(kept).faults == ()
    assert [line["id"] for line in kept["items"]] == sorted(  # in their order
        (line["id"] for line in kept["items"]), key=[line["id"] for line in found["items"]].index
    )
    gone = [line for line in found["items"] if line not in kept["items"]]
    assert (len(kept["items"]), {line["capacity"] for line in gone}) == (500, {1})
    assert gone[-1]["title"] == "Work 511", "of two alike the earlier one stays"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"op": "dance"}, "Load the page again"),
        ({"op": "item", "do": "set", "row": "nowhere", "values": {}}, "not there any more"),
        ({"op": "item", "do": "add"}, "Nothing was filled in"),
        ({"op": "list", "items": [], "goals": []}, "Nothing in this list"),
        (
            {"op": "list", "items": [{"id": str(n), "title": "x"} for n in range(3000)]},
            "3,000 lines are more than one session can take; 2,000 are",
        ),
        ({"op": "standing", "values": {"unplanned": 400}}, "from 0 to 90"),
        ({"op": "how", "values": {"per_person": "many"}}, "from 1 to 60"),
        ({"op": "mission", "values": {"mission": "x" * 400}}, "at most 280"),
        ({"op": "goal", "do": "set", "row": "G5", "values": {"title": "x", "level": "boss"}}, "no level"),
    ],
)
def test_a_change_that_cannot_be_understood_is_refused_and_changes_nothing(change: Any, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        after(change)


def test_standing_lines_and_rows_that_move(mine: Draft) -> None:
    found = after({"op": "standing", "values": {"unplanned": 20, "running": 10.5, "away": None}}, draft=mine)
    assert mapping.Setup.model_validate(found).standing.total == 30.5
    first = found["goals"][0]["id"]
    moved = after({"op": "goal", "do": "move", "row": first, "place": 4}, draft=found)
    assert moved["goals"][-1]["id"] == first
    much = after({"op": "standing", "values": {"unplanned": 50, "running": 50}}, draft=mine)
    assert "add up to 100 %" in desk(much).faults[0]


def test_removing_a_goal_takes_its_links_along(mine: Draft) -> None:
    top = row(mine, "goals", "More operators stay")
    found = after({"op": "goal", "do": "remove", "row": top}, draft=mine)
    assert desk(found).faults == ()
    assert all(top not in line["parents"] for line in found["goals"])


def test_a_goal_list_is_taken_for_items_when_the_list_says_so() -> None:
    """A file with both brings both."""
    text = "Title\tGoal\tDays\nBilling\tSelf-serve\t3\nPaging\tReliability\t5"
    found = after(listed("list", text))
    setup = mapping.Setup.model_validate(found)
    assert {goal.title for goal in setup.targets} == {"Self-serve", "Reliability"}
    table = next(b for b in desk(found).blocks if isinstance(b, Table) and b.op == "item")
    assert "Self-serve" in table.rows[0].note


def test_in_a_room_a_draft_with_faults_is_kept_and_does_not_open() -> None:
    room = TestRoom(
        Plan(id="m", title="M", minutes=20, steps=(Step(id="map", title="Map", exercise="goal_mapping", minutes=12),))
    )
    room.people(3)
    room.do(room.facilitator, "arrange step", step="map", change=listed("list", "Paging\nBilling"))
    room.do(room.facilitator, "arrange step", step="map", change=item("Negative", "-1"))
    with pytest.raises(Refused, match="no goals"):
        room.next()
    with pytest.raises(Refused, match="not there any more"):
        room.do(room.facilitator, "arrange step", step="map", change={"op": "item", "do": "remove", "row": "zz"})
    room.do(room.facilitator, "arrange step", step="map", change=listed("goals", GOALS))
    with pytest.raises(Refused, match="-1"):
        room.next()
    negative = row(room.state.steps["map"].draft, "items", "Negative")
    room.do(room.facilitator, "arrange step", step="map", change={"op": "item", "do": "remove", "row": negative})
    room.next()
    assert room.state.steps["map"].phase == "open"
    assert [one["title"] for one in room.state.steps["map"].setup["items"]] == ["Paging", "Billing"]


def test_the_desk_of_a_carried_map_says_so() -> None:
    setup = mapping.Setup.model_validate({"past": {"kind": "session"}})
    assert isinstance(first := desk(setup.model_dump(mode="json")).blocks[0], Say)
    assert "last time" in first.text
    assert any(isinstance(b, Fill) and b.op == "standing" for b in desk({}).blocks)
