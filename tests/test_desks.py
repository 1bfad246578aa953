"""Arranging and settling: an exercise's changes become events; whatever comes, the fold agrees with the log."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from openpyxl import Workbook
from rooms import TestRoom

from alignlab import exercises, imports
from alignlab.desks import Desks, too_long_for
from alignlab.errors import InvalidInput, Refused
from alignlab.fold import fold
from alignlab.model.desk import Desk, Ruling, Say, Settled
from alignlab.studio import InlineStudio

STEP = "doors"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> TestRoom:
    """A room whose first step has a desk that takes any texts but "bad"."""
    question = exercises.get("question")

    def arranged(draft, _shown, change):
        if change["op"] == "bad":
            raise InvalidInput("“bad” is no good here.")
        questions = [{**draft["questions"][0], "text": change["text"]}]
        return {**draft, "questions": questions}

    def settled(_setup, _released, before, change):
        ruling = Ruling(key="way", text=change["text"], no=True, withdrawn=change["op"] == "back")
        return Settled(data={**before, "way": change["text"]}, rulings=(ruling,))

    desk = Desk(title="Doors", blocks=(Say(text="Hello"),))
    monkeypatch.setattr(question, "arrange", lambda *_: desk, raising=False)
    monkeypatch.setattr(question, "arranged", arranged, raising=False)
    monkeypatch.setattr(question, "settle", lambda *_: desk, raising=False)
    monkeypatch.setattr(question, "settled", settled, raising=False)
    return TestRoom()


def arrange(room: TestRoom, viewer=None, **change):
    return room.do(viewer or room.facilitator, "arrange step", step=STEP, change=change)


def settle(room: TestRoom, **change):
    return room.do(room.facilitator, "settle step", step=STEP, change=change)


def desks(room: TestRoom) -> list[tuple[str, str]]:
    return [(row["step"], row["moment"]) for row in room.view(room.facilitator)["desks"]]


def test_a_step_opens_with_what_was_arranged(room: TestRoom) -> None:
    assert (STEP, "arrange") in desks(room)
    assert [event.kind for event in arrange(room, op="text", text="How are you?")] == ["step arranged"]
    assert arrange(room, op="text", text="How are you?") == []  # nothing new, nothing written
    person = room.join("Maya")
    room.do(room.facilitator, "open", step=STEP)
    assert room.view(person)["form"]["fields"][0]["label"] == "How are you?"
    assert (STEP, "arrange") not in desks(room)
    with pytest.raises(Refused) as refused:
        arrange(room, op="text", text="Too late")
    assert refused.value.code == "wrong_phase"


def test_what_is_refused_changes_nothing(room: TestRoom) -> None:
    person, before = room.join("Maya"), room.state.seq
    for data, code in (
        ({"step": STEP, "change": {"op": "bad"}}, "bad_value"),
        ({"step": STEP, "change": "x"}, "bad_value"),
        ({"step": STEP, "change": {"op": 3}}, "bad_value"),
        ({"step": "talk", "change": {"op": "text"}}, "bad_value"),
        ({"step": "nowhere", "change": {"op": "text"}}, "unknown_step"),
    ):
        with pytest.raises(Refused) as refused:
            room.do(room.facilitator, "arrange step", **data)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        arrange(room, person, op="text", text="mine")
    assert refused.value.code == "wrong_role"
    assert room.state.seq == before


def test_what_the_room_settles_is_a_decision(room: TestRoom) -> None:
    people = room.people(5)
    room.do(room.facilitator, "open", step=STEP)
    with pytest.raises(Refused):
        settle(room, op="keep", text="By bike")
    for person in people:
        room.answer(person, "How did you", "o2")
    room.do(room.facilitator, "close")
    room.look()
    room.do(room.facilitator, "show")
    assert (STEP, "settle") in desks(room)
    assert [event.kind for event in settle(room, op="keep", text="By bike")] == ["step settled", "decision recorded"]
    assert settle(room, op="keep", text="By bike") == []
    [decision] = room.state.decisions.values()
    assert (decision["text"], decision["no"], decision["step"]) == ("By bike", True, STEP)
    with pytest.raises(Refused) as refused:
        room.do(room.facilitator, "withdraw decision", decision=decision["decision"])
    assert "Doors" in refused.value.text  # it is taken back where it was settled
    settle(room, op="back", text="")
    assert room.state.decisions == {}
    assert room.state.steps[STEP].settled == {"way": ""}
    again = fold("ABCDEF", room.log.read("ABCDEF"))
    assert again.steps[STEP].settled == room.state.steps[STEP].settled
    assert again.decisions == room.state.decisions


def test_a_correction_is_read_in_the_sheet_that_was_chosen_and_ends_the_question_about_columns() -> None:
    book = Workbook()
    book.active.append(["Title", "Days"])
    book.active.append(["Not this one", 1])
    other = book.create_sheet("Plan 2")
    for row in (["Paging", 3], ["Billing export", 5], ["A very long line about the second importer", 2]):
        other.append(row)
    content = io.BytesIO()
    book.save(content)
    found = asyncio.run(_read_and_correct(content.getvalue()))
    first, chosen, corrected = found
    assert first["sheet"] != "Plan 2"
    assert any("No headings were found" in one for one in chosen["preview"]["warnings"])
    assert corrected["sheet"] == "Plan 2"
    assert corrected["preview"]["counts"] == "3 items, 0 goals, 10 days"
    assert not any("No headings were found" in one for one in corrected["preview"]["warnings"])


@pytest.mark.parametrize(("count", "names"), [(300, []), (301, ["Prioritization"]), (2001, ["Goal", "Prioritization"])])
def test_a_list_that_is_too_long_says_so_when_it_is_read(count: int, names: list[str]) -> None:
    read = imports.paste("\n".join(f"Work {n}" for n in range(count)))
    said = too_long_for(read)
    assert [sentence.split()[0].rstrip(":") for sentence in said] == names
    assert all(f"{count:,}" in sentence and "{" not in sentence for sentence in said)


async def _read_and_correct(content: bytes) -> list[dict[str, Any]]:
    desks = Desks(TestRoom().room, InlineStudio())
    first = await desks.read("plan.xlsx", content)
    chosen = await desks.ask("read list", {"list": first["list"], "sheet": "Plan 2"})
    told: dict[str, Any] = {**dict.fromkeys(first["roles"]), "title": [1], "capacity": [2]}
    return [first, chosen, await desks.ask("read list", {"list": chosen["list"], "columns": told})]
