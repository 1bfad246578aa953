"""The host's draft: words, order, what is taken out, sharing; and the names of those who agreed."""

from __future__ import annotations

import pytest
from rooms import TestRoom

from alignlab.errors import Refused
from alignlab.fold import fold
from alignlab.model.outcome import Told
from alignlab.model.viewer import Viewer
from alignlab.recap import charts, file
from alignlab.recap.making import from_state
from alignlab.recap.page import page
from recap.held import held, settle


@pytest.fixture
def room() -> tuple[TestRoom, list[Viewer]]:
    return held()


def again(room: TestRoom):
    """The recap as it comes from the log alone."""
    return from_state(fold("ABCDEF", room.log.read("ABCDEF")))


def test_order_and_what_is_taken_out(room) -> None:
    made, _people = room
    before = again(made)
    keys = [picture.key for picture in before.pictures]
    assert keys == ["doors.1", "place.1"]
    finding = before.pictures[1].findings[0]
    made.do(made.facilitator, "arrange recap", order=["place.1", "doors.1"], silent=[f"place.1/{finding.id}"])
    after = again(made)
    assert [picture.key for picture in after.pictures] == ["place.1", "doors.1"]
    assert after.arranged
    assert finding not in after.pictures[0].findings
    assert finding.text not in page(after, charts.draw_here(after))
    made.do(made.facilitator, "arrange recap", hidden=["place.1"])
    assert [picture.key for picture in again(made).pictures] == ["doors.1"]
    assert finding.text not in file.text_of(again(made))
    shown = made.view(made.facilitator)["recap"]["pictures"]
    assert {picture["key"]: picture["hidden"] for picture in shown} == {"doors.1": False, "place.1": True}
    made.do(made.facilitator, "arrange recap")
    assert again(made).pictures == before.pictures


def test_the_console_lists_the_pictures_in_the_order_of_the_page(room) -> None:
    """Workshops first, as long as the host has not put them into an order of their own."""
    made, _people = room
    written = page(again(made), charts.draw_here(again(made)))
    assert written.index("Place") < written.index("Doors")

    def listed() -> list[str]:
        return [picture["key"] for picture in made.view(made.facilitator)["recap"]["pictures"]]

    assert listed() == ["place.1", "doors.1"]
    made.do(made.facilitator, "arrange recap", order=["doors.1", "place.1"])
    assert listed() == ["doors.1", "place.1"]


def test_a_picture_that_comes_later_stands_behind_the_arranged_ones(room) -> None:
    made, _people = room
    made.do(made.facilitator, "arrange recap", order=["place.1"])
    assert [picture.key for picture in again(made).pictures] == ["place.1", "doors.1"]


def test_the_outcome_goes_with_its_picture(room, monkeypatch) -> None:
    from alignlab import exercises

    made, _people = room
    known = exercises.get("question")
    monkeypatch.setattr(
        known, "outcome", lambda setup, released, settled: Told(sentences=("It came of it.",)), raising=False
    )
    assert [outcome.step for outcome in again(made).outcomes] == ["doors"]
    made.do(made.facilitator, "arrange recap", hidden=["doors.1"])
    assert again(made).outcomes == ()


@pytest.mark.parametrize("data", [{"order": "place.1"}, {"hidden": [1]}, {"silent": ["x" * 300]}, {"order": {"a": 1}}])
def test_an_arrangement_that_cannot_be_read_is_refused(room, data) -> None:
    made, _people = room
    with pytest.raises(Refused, match="list of its parts"):
        made.do(made.facilitator, "arrange recap", **data)


def test_nobody_s_name_stands_without_their_tap(room) -> None:
    made, people = room
    settle(made, people)
    assert again(made).took_part == ()
    assert made.view(people[3])["stand"] is False
    for viewer in people[3:5]:
        made.do(viewer, "stand in recap", stand=True)
    assert again(made).took_part == ("Person 4", "Person 5")
    assert made.view(people[3])["stand"] is True
    assert made.view(made.facilitator)["recap"]["names"] == ["Person 4", "Person 5"]
    made.do(made.facilitator, "end")
    made.do(people[4], "stand in recap", stand=False)
    assert again(made).took_part == ("Person 4",)
    assert "Person 4" in page(again(made), {})
    with pytest.raises(Refused):
        made.do(made.facilitator, "stand in recap", stand=True)


def test_a_removed_person_is_not_named(room) -> None:
    made, people = room
    made.do(people[0], "stand in recap", stand=True)
    made.do(made.facilitator, "remove", person=people[0].person)
    assert again(made).took_part == ()


def test_sharing_and_taking_back(room) -> None:
    made, people = room
    assert not again(made).shared
    assert "Only the host sees this page" in page(again(made), {})
    made.do(made.facilitator, "end")
    assert made.view(people[0])["end"]["recap"] is None
    with pytest.raises(Refused):
        made.do(people[0], "share recap")
    made.do(made.facilitator, "share recap")
    assert made.do(made.facilitator, "share recap") == []
    assert again(made).shared
    assert "Only the host" not in page(again(made), {})
    made.do(made.facilitator, "withdraw recap")
    assert not again(made).shared


def test_the_day_of_next_time_is_a_day(room) -> None:
    made, _people = room
    for text in ("soon", "2027-02-30", "20270101"):
        with pytest.raises(Refused, match="such as 2027-03-31"):
            made.do(made.facilitator, "edit recap", field="next_day", text=text)
    made.do(made.facilitator, "edit recap", field="next_day", text="2027-04-01")
    made.do(made.facilitator, "edit recap", field="next_date", text="10:00, small room")
    assert "<p>1 April 2027</p>" in page(again(made), {})
    made.do(made.facilitator, "edit recap", field="next_day", text="")
    assert "1 April" not in page(again(made), {})


def test_the_address_for_leadership_tells_nothing_of_the_code() -> None:
    first, second = TestRoom(), TestRoom()
    key = first.state.leadership_key()
    assert len(key) == 12
    assert key.isalpha()
    assert key == second.state.leadership_key()  # the same log, the same address
    second.state.seed += 1
    assert second.state.leadership_key() != key
