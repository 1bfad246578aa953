"""Goal mapping's desk after the picture, the agreed map that it leads to, and what the next session begins with."""

from __future__ import annotations

import csv
import io
import json
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from rooms import TestRoom

from alignlab.desks import desks_of
from alignlab.errors import InvalidInput
from alignlab.exercises import goal_mapping as mapping
from alignlab.exercises.goal_mapping import Setup
from alignlab.model.base import Json
from alignlab.model.desk import Fill, Press, Ruling, Table
from alignlab.model.measures import Released
from alignlab.model.outcome import MapData
from alignlab.model.plan import Plan, Step
from alignlab.recap.exports import csv_files
from alignlab.recap.making import from_state
from alignlab.release import policy_for, release

SETUP = Setup.model_validate({})


def told(answers: dict[str, Any], setup: Setup = SETUP) -> Released:
    return release(mapping.analyse(setup, answers, Random(1)), policy_for("about_work"), Random(1))


@pytest.fixture
def released(rehearsal: Any) -> Released:
    return told(rehearsal.answers("goal_mapping", SETUP, 9, "contested", 3))


class Talk:
    """What is settled so far, and the decisions made of it as the room keeps them."""

    def __init__(self, setup: Setup, released: Released) -> None:
        self.setup, self.released = setup, released
        self.data: dict[str, Any] = {}
        self.decisions: dict[str, Ruling] = {}

    def settle(self, op: str, **change: Json) -> None:
        found = mapping.settled(self.setup, self.released, self.data, {"op": op, **change})
        self.data = json.loads(json.dumps(found.data))
        for ruling in found.rulings:
            if ruling.withdrawn:
                self.decisions.pop(ruling.key, None)
            else:
                self.decisions[ruling.key] = ruling

    def item(self, id_: str, main: str, **more: Json) -> None:
        self.settle("item", item=id_, values={"main": main, "also": [], "owner": "", "by": "", **more})

    @property
    def blocks(self) -> tuple[Any, ...]:
        return mapping.settle(self.setup, self.released, self.data).blocks

    def fills(self) -> list[Fill]:
        return [b for b in self.blocks if isinstance(b, Fill) and b.op == "item" and b.data]


@pytest.fixture
def talk(released: Released) -> Talk:
    return Talk(SETUP, released)


def test_the_widest_differences_come_first_the_first_one_open(talk: Talk) -> None:
    fills = talk.fills()
    assert 4 <= len(fills) <= 8
    assert [fill.fold for fill in fills] == [False] + [True] * (len(fills) - 1)
    assert fills[0].title == "“Several harbours in one account”: 5 of 9 say “Enterprise”, 4 “Self-serve”."
    assert any(fill.title.startswith("“Billing export”: ") for fill in fills)
    main = fills[0].entries[0]
    assert [option.label for option in main.options][-2:] == ["Nobody's goal: stop it", "We leave it open"]
    assert main.value == ""


def test_what_is_settled_is_a_decision_and_stands_on_the_map(talk: Talk) -> None:
    first, second, third = (str(fill.data["item"]) for fill in talk.fills()[:3])
    talk.item(first, "goal.G5", also=["G6", "G5"], owner="Maya", by="2027-03-01")
    talk.item(second, "stop")
    talk.item(third, "open", owner="Chidi")
    title = SETUP.item_by_id[first].title
    decisions = list(talk.decisions.values())
    assert decisions[0].text == f"“{title}” is mainly for “Self-serve”; it also helps “Enterprise”."
    assert (decisions[0].owner, decisions[0].by, decisions[0].no) == ("Maya", "2027-03-01", False)
    assert decisions[1].no
    assert decisions[2].text.endswith("stays open.")
    assert next(fill.title for fill in talk.fills() if fill.title.startswith("✓")) == f"✓ {decisions[0].text}"
    found = mapping.outcome(talk.setup, talk.released, talk.data)
    [table, goals] = found.tables
    rows = {str(row[0]): row for row in table.rows}
    assert rows[title][2:6] == ("Self-serve", "Enterprise", "settled", "settled by talking")
    assert rows[SETUP.item_by_id[second].title][5] == "we stop it"
    assert rows[SETUP.item_by_id[third].title][5] == "left open"
    assert any(row[4] and "of 9" in str(row[4]) for row in table.rows)
    assert "as settled" in " ".join(goals.columns)
    [drawing] = found.drawings
    ElementTree.fromstring(drawing.svg)
    assert "settled" in drawing.svg
    assert "We stop this" in drawing.svg
    assert "var(--ink, #" in drawing.svg
    assert f"We stop {SETUP.item_by_id[second].title}" in drawing.text
    assert found.sentences[0] == decisions[0].text


def test_settling_again_replaces_and_nothing_chosen_takes_it_back(talk: Talk) -> None:
    id_ = str(talk.fills()[0].data["item"])
    talk.item(id_, "goal.G5")
    talk.item(id_, "goal.G6")
    assert [ruling.text for ruling in talk.decisions.values()] == [
        f"“{SETUP.item_by_id[id_].title}” is for “Enterprise”."
    ]
    talk.item(id_, "")
    assert talk.decisions == {}
    assert talk.data["items"] == {}


def test_any_item_can_be_settled_also_one_that_was_agreed_or_not_looked_at(released: Released) -> None:
    setup = Setup.model_validate(
        {"items": (*SETUP.items, SETUP.items[0].model_copy(update={"id": "X"})), "goals": SETUP.goals}
    )
    talk = Talk(setup, released)
    talk.settle("item", values={"item": "X", "main": "goal.G7", "also": []})
    talk.settle("item", values={"item": "W18", "main": "goal.G9", "also": []})
    rows = mapping.outcome(setup, released, talk.data).tables[0].rows
    assert rows[-1][2] == "Reliability"
    assert next(row for row in rows if row[0] == "Paging")[2] == "Check-in on the boat"


def test_a_missing_goal_is_accepted_chosen_renamed_and_taken_back(talk: Talk, rehearsal: Any) -> None:
    answers = rehearsal.answers("goal_mapping", SETUP, 9, "contested", 3)
    first = next(iter(answers))
    answers[first] |= {"missing": "A calm winter <b>", "missing.post": "yes"}
    talk.released = told(answers)
    [press] = [b for b in talk.blocks if isinstance(b, Press)]
    button = next(b for b in press.buttons if "A calm winter <b>" in b.label)
    talk.settle(button.op, **button.data)
    assert [ruling.text for ruling in talk.decisions.values()] == ["We have a new goal: “A calm winter <b>”."]
    assert not any("A calm winter" in b.label for p in talk.blocks if isinstance(p, Press) for b in p.buttons)
    table = next(b for b in talk.blocks if isinstance(b, Table))
    new = table.rows[0].id
    talk.item("W21", f"goal.{new}")
    talk.settle("goal", do="set", row=new, values={"title": "Calm winters", "parents": ["G4"]})
    assert "“Reports in the new framework” is for “Calm winters”." in [r.text for r in talk.decisions.values()]
    assert "&lt;b&gt;" in mapping.outcome(SETUP, talk.released, {**talk.data, "goals": [
        {"id": new, "title": "A <b>"}]}).drawings[0].svg  # fmt: skip
    draft = mapping.carry(SETUP, talk.released, talk.data)
    setup = Setup.model_validate(draft)
    assert setup.graph.by_id[new].parents == ("G4",)
    assert new in setup.asked
    assert setup.item_by_id["W21"].parents == (new,)
    talk.settle("goal", do="remove", row=new)
    assert talk.decisions == {}
    assert talk.data["items"] == {}


def test_standing_lines_are_settled_and_carried(talk: Talk) -> None:
    talk.settle("standing", values={"unplanned": 30, "running": 10, "away": 15})
    [ruling] = talk.decisions.values()
    assert "30 % of our time for unplanned work" in ruling.text
    assert mapping.carry(SETUP, talk.released, talk.data)["standing"]["unplanned"] == 30


def test_the_next_session_begins_without_what_was_stopped_and_tells_what_changed(talk: Talk, rehearsal: Any) -> None:
    first, second = (str(fill.data["item"]) for fill in talk.fills()[:2])
    talk.item(first, "goal.G5")
    talk.item(second, "stop")
    draft = mapping.carry(SETUP, talk.released, talk.data)
    assert json.loads(json.dumps(draft)) == draft
    setup = Setup.model_validate(draft)
    assert second not in setup.item_by_id
    assert setup.item_by_id[first].parents == ("G5",)
    assert mapping.arrange(draft, [], 9, 15).faults == ()
    later = told(rehearsal.answers("goal_mapping", SETUP, 9, "say-do-gap", 5), setup)
    texts = [finding.text for finding in mapping.findings(setup, later) if finding.id == "newly_agreed"]
    assert texts
    assert "had no agreed goal last time" in texts[0]


def test_without_a_picture_a_talk_can_still_settle(talk: Talk) -> None:
    talk.released = told({})
    assert mapping.outcome(SETUP, talk.released, {}).tables == ()
    assert talk.fills() == []
    talk.settle("item", values={"item": "W1", "main": "goal.G6", "also": []})
    found = mapping.outcome(SETUP, talk.released, talk.data)
    assert found.tables[0].rows[0][2] == "Enterprise"
    assert mapping.carry(SETUP, talk.released, talk.data)["items"][0]["parents"] == ["G6"]


def test_the_exports_say_what_was_settled(talk: Talk) -> None:
    first, second = (str(fill.data["item"]) for fill in talk.fills()[:2])
    talk.item(first, "goal.G5", also=["G6"])
    talk.item(second, "stop")
    rows = list(csv.DictReader(io.StringIO(mapping.map_csv(SETUP, talk.released, talk.data))))
    assert [(r["goal_id"], r["state"]) for r in rows if r["item_id"] == first] == [("G5", "settled"), ("G6", "settled")]
    assert [r["state"] for r in rows if r["item_id"] == second] == ["stopped"]
    data = mapping.map_json(SETUP, talk.released, talk.data)
    assert data is not None
    nodes = {node["id"]: node for node in data["nodes"]}
    assert (nodes[first]["settled"], nodes[first]["state"]) == ("goals", "contested"), "the vote stays told"
    assert (nodes[second]["settled"], nodes[second]["fit"]) == ("stop", None)
    links = {(link["source"], link["target"]): link for link in data["links"]}
    assert (links[first, "G5"]["kind"], links[first, "G5"]["weight"]) == ("settled", 1.0)
    assert links["G5", "G2"]["kind"] == "serves"
    assert not any(link["kind"] == "settled" for (item, _), link in links.items() if item == second)
    assert "settled" in (mapping.map_svg(SETUP, talk.released, talk.data) or "")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"op": "dance"}, "Load the page again"),
        ({"op": "item", "item": "gone", "values": {"main": "stop"}}, "Choose an item first"),
        ({"op": "item", "item": "W1", "values": {"main": "goal.gone"}}, "not on the list any more"),
        ({"op": "item", "item": "W1"}, "Nothing was filled in"),
        ({"op": "goal", "do": "add", "values": {"title": " "}}, "needs words"),
        ({"op": "goal", "do": "set", "row": "gone", "values": {"title": "x"}}, "not there any more"),
    ],
)
def test_what_cannot_be_settled_is_refused_in_a_sentence(talk: Talk, change: Any, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        mapping.settled(SETUP, talk.released, talk.data, change)


def test_in_a_room_settling_reaches_the_decisions_and_the_recap() -> None:
    step = Step(id="map", title="Map", exercise="goal_mapping", minutes=12)
    room = TestRoom(Plan(id="m", title="M", minutes=20, steps=(step,)))
    people = room.people(4)
    room.next()
    goals = [goal.id for goal in SETUP.targets]
    for place, viewer in enumerate(people):
        for field in room.view(viewer)["form"]["fields"]:
            if field["kind"] == "links":
                value = {"main": goals[place % 2], "also": []}
                room.do(viewer, "answer", step="map", round=1, part=field["part"], value=value)
    room.next()
    room.look()
    room.do(room.facilitator, "show", step="map")
    desk = desks_of(room.state, "map")["settle"]
    fill = next(block for block in desk["blocks"] if block["type"] == "fill")
    values = {"main": "goal.G5", "also": [], "owner": "Maya", "by": ""}
    room.do(room.facilitator, "settle step", step="map", change={"op": "item", **fill["data"], "values": values})
    recap = from_state(room.state)
    assert next(decision.text for decision in recap.decisions).endswith("is for “Self-serve”.")
    assert recap.decisions[0].owner == "Maya"
    [outcome] = [one for one in recap.outcomes if one.exercise == "goal_mapping"]
    assert [sheet.id for sheet in outcome.tables] == ["agreed_map", "goals"]
    assert not any("person" in str(row) for sheet in outcome.tables for row in sheet.rows)
    files = csv_files(recap)
    assert "is for" not in files["01_map_agreed_map.csv"]
    assert "settled by talking" in files["01_map_agreed_map.csv"]
    ElementTree.fromstring(files["01_map_map.svg"])
    assert outcome.map is not None
    assert MapData.model_validate_json(files["01_map_map.json"]) == outcome.map
    assert "`outcomes[].map.nodes[].reasons`" in files["README.md"]
    assert {link.source for link in outcome.map.links} <= {node.id for node in outcome.map.nodes}
    assert not any(person in files["01_map_map.json"] for person in room.state.people)


def test_what_too_few_looked_at_is_not_in_the_structure() -> None:
    answers = {f"p{n}": {"item.W1": {"main": "G5", "also": []}} for n in range(4)}
    answers["p0"]["item.W2"] = {"main": "G6", "also": []}
    whole = mapping.outcome(SETUP, told(answers), {}).map
    assert whole is not None
    [unseen] = [node for node in whole.nodes if node.id == "W2"]
    assert (unseen.state, unseen.looked, unseen.know, unseen.fit) == ("unseen", None, None, None)
    assert not any(link.source == "W2" for link in whole.links)
