"""The room: commands, phases, undo, late answers, and who may do what."""

import re

import pytest
from rooms import TestRoom

from alignlab.errors import Refused
from alignlab.model.commands import COMMANDS
from alignlab.model.events import KINDS
from alignlab.studio import job_for, make


def refused(code: str):
    return pytest.raises(Refused, match="") if not code else _Refusal(code)


class _Refusal:
    """`with refused("late"):` passes if the block is refused with this code, in a sentence for people."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self):
        self._raises = pytest.raises(Refused)
        self.info = self._raises.__enter__()
        return self.info

    def __exit__(self, *args):
        done = self._raises.__exit__(*args)
        assert self.info.value.code == self.code, self.info.value
        assert self.info.value.text.endswith((".", "?", "”"))
        return done


def open_place(room: TestRoom) -> None:
    room.do(room.facilitator, "open", step="place")


def test_every_command_has_a_decider_and_writes_known_kinds() -> None:
    from alignlab.deciding import DECIDERS

    assert set(DECIDERS) == set(COMMANDS)
    for rule in COMMANDS.values():
        assert set(rule.events) <= set(KINDS)


def test_every_known_kind_is_folded() -> None:
    from alignlab.fold import HANDLERS

    assert set(HANDLERS) == set(KINDS)


def test_next_walks_through_the_whole_plan(room: TestRoom) -> None:
    people = room.people(6)
    kinds = []
    for _ in range(30):
        if room.state.ended:
            break
        move = room.view(room.facilitator)["next"]
        if move["command"] == "look":
            kinds.append("step looked")
            room.look()
            continue
        kinds += [event.kind for event in room.next(expect={"command": move["command"], "step": move["step"]})]
        step = room.state.now_step()
        if step and step.phase == "open" and room.view(people[0])["form"]:
            room.fill(people)
    assert room.state.ended
    assert kinds.count("step opened") == 4
    assert kinds.count("step shown") == 2
    assert kinds[-1] == "session ended"


def test_a_repeated_command_is_acknowledged_with_its_first_seq(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    field = room.view(viewer)["form"]["fields"][0]
    from alignlab.deciding import Command

    command = Command(viewer, "answer", {"step": "place", "part": field["part"], "value": "mostly"}, "a1", "d", 1)
    drafts, _ = room.room.decide(command, room.at)
    first = room.save(drafts)[0].seq
    assert room.room.decide(command, room.at) == ([], first)


def test_an_older_save_of_the_same_device_is_kept_in_the_log_and_changes_nothing(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    field = room.view(viewer)["form"]["fields"][0]
    room.do(viewer, "answer", step="place", part=field["part"], value="mostly", n=7)
    room.do(viewer, "answer", step="place", part=field["part"], value="never", n=6)
    assert room.view(viewer)["answers"] == {field["part"]: "mostly"}


def test_answers_about_me_lie_under_a_pseudonym_without_name_device_or_time(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    opened = room.at
    room.at += 123_456
    field = room.view(viewer)["form"]["fields"][0]
    room.do(
        viewer, "answer", step="place", part=field["part"], value="mostly", device="mayas-phone", id_="mayas-phone-17"
    )
    saved = [event for event in room.log.read("ABCDEF") if event.kind == "answer saved"]
    assert len(saved) == 1
    assert saved[0].actor.startswith("~")
    assert saved[0].at == opened
    row = f"{saved[0].actor} {saved[0].id} {saved[0].data}"
    assert viewer.person not in row
    assert "Maya" not in row
    assert "mayas-phone" not in row


def test_part_ids_on_phones_name_no_stage(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    import json

    text = json.dumps([f for f in room.view(viewer)["form"]["fields"] if f["kind"] == "scale"])
    assert not re.search(r"(early|mid|senior|staff|principal)\.", text)


def test_each_person_sees_the_statements_in_their_own_order(room: TestRoom) -> None:
    people = room.people(3)
    open_place(room)
    orders = [[f["label"] for f in room.view(p)["form"]["fields"] if f["kind"] == "scale"] for p in people]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]
    assert len(orders[0]) == 25


def test_a_latecomer_lands_in_the_open_step_with_a_form(room: TestRoom) -> None:
    room.people(2)
    open_place(room)
    late = room.join("Late")
    view = room.view(late)
    assert view["step"]["id"] == "place"
    assert len(view["form"]["fields"]) >= 25


def test_after_the_close_unsent_parts_are_taken_until_the_show_and_the_picture_is_made_once(room: TestRoom) -> None:
    people = room.people(6)
    open_place(room)
    room.fill(people)
    room.do(room.facilitator, "close")
    field = room.view(people[0])["form"]["fields"][0]
    room.do(people[0], "answer", step="place", part=field["part"], value="never")
    picture = room.look()
    room.do(people[0], "answer", step="place", part=field["part"], value="mostly")
    assert room.view(people[0])["answers"][field["part"]] == "mostly"
    assert make(job_for(room.state, room.state.now_step())) == picture  # the look fixed what counts
    room.do(room.facilitator, "show")
    with refused("late"):
        room.do(people[0], "answer", step="place", part=field["part"], value="never")


def test_nothing_can_be_shown_before_the_host_has_looked(room: TestRoom) -> None:
    room.people(5)
    open_place(room)
    with refused("wrong_phase"):
        room.do(room.facilitator, "show")
    room.do(room.facilitator, "close")
    with refused("wrong_phase"):
        room.do(room.facilitator, "show")
    room.do(room.facilitator, "look")
    with refused("busy") as refusal:  # the picture is still being made
        room.do(room.facilitator, "show")
    assert refusal.value.retry


def test_at_most_three_findings_go_on_the_wall(room: TestRoom) -> None:
    people = room.people(8)
    open_place(room)
    room.fill(people)
    room.do(room.facilitator, "close")
    picture = room.look()
    everything = [finding["id"] for finding in picture.findings]
    room.do(room.facilitator, "show", picks=[*everything, "made up"])
    shown = room.view(people[0])["picture"]
    assert len(shown["findings"]) == min(3, len(everything))


def test_a_hidden_picture_is_gone_from_every_phone_and_can_come_back(room: TestRoom) -> None:
    people = room.people(6)
    open_place(room)
    room.fill(people)
    room.do(room.facilitator, "close")
    room.look()
    room.do(room.facilitator, "show")
    before = room.view(people[0])["picture"]
    room.do(room.facilitator, "hide")
    assert room.view(people[0])["picture"] is None
    room.do(room.facilitator, "show again")
    assert room.view(people[0])["picture"] == before


def test_undo_takes_back_an_accidental_next_whole(room: TestRoom) -> None:
    room.people(5)
    room.do(room.facilitator, "open", step="talk")
    room.next()  # finishes the talk and opens the commitment
    assert room.state.current == "commit"
    room.do(room.facilitator, "undo")
    assert room.state.current == "talk"
    assert room.state.steps["talk"].phase == "open"
    assert room.state.steps["commit"].phase == "waiting"


def test_undo_of_a_close_opens_the_form_with_all_answers(room: TestRoom) -> None:
    people = room.people(5)
    open_place(room)
    room.fill(people)
    answers = room.view(people[2])["answers"]
    room.do(room.facilitator, "close")
    room.do(room.facilitator, "undo")
    assert room.view(people[2])["answers"] == answers
    assert room.view(people[2])["step"]["phase"] == "open"


def test_a_close_cannot_be_undone_once_the_host_has_looked(room: TestRoom) -> None:
    room.people(5)
    open_place(room)
    room.do(room.facilitator, "close")
    room.look()
    with refused("wrong_phase"):
        room.do(room.facilitator, "undo")


def test_two_clicks_on_next_move_one_step(room: TestRoom) -> None:
    room.people(5)
    room.do(room.facilitator, "open", step="talk")
    expect = {"command": "finish", "step": "talk"}
    room.next(expect=expect)
    with refused("moved_on"):
        room.next(expect=expect)


def test_closing_below_80_percent_asks_once(room: TestRoom) -> None:
    people = room.people(5)
    open_place(room)
    for viewer in people[:3]:
        room.do(viewer, "done", step="place")
    with refused("confirm") as refusal:
        room.do(room.facilitator, "next")
    assert refusal.value.text.startswith("2 of 5 are not done yet")
    room.do(people[3], "done", step="place")
    room.do(room.facilitator, "next")
    assert room.state.steps["place"].phase == "closed"


def test_opening_an_about_me_step_with_four_people_warns_and_offers_card_and_talk(room: TestRoom) -> None:
    room.people(4)
    room.do(room.facilitator, "open", step="doors")
    room.do(room.facilitator, "finish")
    view = room.view(room.facilitator)
    assert "4 people have joined" in view["next"]["confirm"]
    offer = next(move for move in view["also"] if move["label"].startswith("Card and talk"))
    room.do(room.facilitator, offer["command"], **offer["data"])
    step = room.state.steps["place"]
    assert not step.picture
    person = next(p for p in room.state.people if room.state.people[p].role == "participant")
    from alignlab.model.viewer import Viewer

    assert "No picture" in room.view(Viewer("participant", person, b"k"))["promise"]
    assert room.view(room.facilitator)["next"]["command"] == "finish"


def test_who_began_on_another_device_without_the_key_is_told_so(room: TestRoom) -> None:
    from alignlab.model.viewer import Viewer

    viewer = room.join("Maya")
    open_place(room)
    room.fill([viewer])
    stranger = Viewer("participant", viewer.person, b"another key")
    assert room.view(stranger)["locked"]
    field = room.view(stranger)["form"]["fields"][0]
    with refused("elsewhere"):
        room.do(stranger, "answer", step="place", part=field["part"], value="mostly")


@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_no_role_can_do_what_the_table_does_not_give_it(room: TestRoom, kind: str) -> None:
    from alignlab.model.viewer import Viewer

    participant = room.join("Maya")
    open_place(room)
    for role in ("facilitator", "participant", "observer", "screen", "reader"):
        if role in COMMANDS[kind].roles:
            continue
        viewer = participant if role == "participant" else Viewer(role, "x")
        with refused("wrong_role"):
            room.do(viewer, kind, step="place")


def test_unknown_commands_steps_parts_and_people_are_refused_in_words(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    with refused("unknown_command"):
        room.do(viewer, "dance")
    with refused("unknown_step"):
        room.do(viewer, "answer", step="nowhere", part="p", value=1)
    with refused("unknown_part"):
        room.do(viewer, "answer", step="place", part="p123", value="mostly")
    with refused("unknown_part"):
        room.do(viewer, "answer", step="place", part="early.looks_like.1", value="mostly")
    with refused("unknown_person"):
        room.do(room.facilitator, "remove", person="nobody")


def test_bad_values_are_refused_and_nothing_is_written(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    field = room.view(viewer)["form"]["fields"][0]
    before = room.state.seq
    for value in ("perhaps", 3, ["mostly"], {"x": 1}, True):
        with refused("bad_value"):
            room.do(viewer, "answer", step="place", part=field["part"], value=value)
    assert room.state.seq == before
    assert room.room.ahead.seq == before


def test_removed_people_can_do_nothing_and_come_back_when_let_in(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    room.do(room.facilitator, "remove", person=viewer.person)
    with refused("unknown_person"):
        room.do(viewer, "done", step="place")
    room.do(room.facilitator, "readmit", person=viewer.person)
    room.do(viewer, "done", step="place")


def test_duplicate_names_are_told_apart(room: TestRoom) -> None:
    names = [room.state.people[room.join("Maya").person].name for _ in range(3)]
    assert names == ["Maya", "Maya 2", "Maya 3"]


def test_names_are_trimmed_and_never_empty_or_too_long(room: TestRoom) -> None:
    assert room.state.people[room.join("  Ana \n Maria ").person].name == "Ana Maria"
    with refused("bad_value"):
        room.join("   ")
    with refused("too_long"):
        room.join("x" * 41)


def test_after_the_end_nobody_joins_or_answers(room: TestRoom) -> None:
    viewer = room.join("Maya")
    room.do(room.facilitator, "end")
    with refused("ended"):
        room.join("Late")
    with refused("ended"):
        room.do(viewer, "rename", name="Mia")
    assert room.view(viewer)["end"]


def test_a_session_that_ends_in_the_middle_of_a_step_leaves_everybody_their_card(room: TestRoom) -> None:
    viewer = room.join("Maya")
    room.do(room.facilitator, "open", step="commit")
    room.answer(viewer, "What will I try?", {"text": "ask why"})
    assert room.view(viewer)["cards"] == []
    room.do(room.facilitator, "end")
    assert [card["step"] for card in room.view(viewer)["cards"]] == ["commit"]


def test_a_batch_that_could_not_be_saved_leaves_no_trace(room: TestRoom) -> None:
    viewer = room.join("Maya")
    open_place(room)
    from alignlab.deciding import Command

    before = room.view(viewer)
    room.room.decide(Command(viewer, "done", {"step": "place"}, "x1"), room.at)
    assert room.view(viewer) == before  # views come from what is committed only
    room.room.rollback()
    room.do(viewer, "done", step="place", id_="x1")  # the same command again is new
    assert room.view(viewer)["done"]


def test_a_commitment_is_shared_by_the_persons_own_tap_only(room: TestRoom) -> None:
    viewer, other = room.people(2)
    room.do(
        viewer, "share commitment", step="commit", text="Ask why once a week", when="planning begins", by="2027-01-01"
    )
    shared = room.view(room.facilitator)["commitments"]
    assert [(c["name"], c["text"]) for c in shared] == [("Person 1", "Ask why once a week")]
    [own] = room.view(viewer)["commitments"]
    assert (own["said"], own["day"]) == ("When planning begins, I will ask why once a week", "1 January 2027")
    assert room.view(other)["commitments"] == []
    with refused("bad_value"):
        room.do(other, "withdraw commitment", commitment=shared[0]["id"])
    room.do(viewer, "withdraw commitment", commitment=shared[0]["id"])
    assert room.view(room.facilitator)["commitments"] == []


def test_the_facilitator_sees_who_is_unfinished_and_nothing_of_what_anyone_said(room: TestRoom) -> None:
    import json

    people = room.people(6)
    open_place(room)
    room.fill(people[:5], "every_time")
    for viewer in people[:4]:
        room.do(viewer, "done", step="place")
    room.do(room.facilitator, "close")
    view = room.view(room.facilitator)
    assert [p["status"] for p in view["people"]].count("done") == 4
    assert "every_time" not in json.dumps(view)


def test_nobody_sees_content_before_the_close_not_even_counts(room: TestRoom) -> None:
    people = room.people(6)
    open_place(room)
    room.fill(people)
    for viewer in (room.facilitator, people[0]):
        view = room.view(viewer)
        assert view["picture"] is None
        assert view.get("look") is None


def test_the_guides_blanks_are_filled_whatever_the_host_is_called() -> None:
    from alignlab.model.plan import Plan, Step, Words

    words = Words(say="{host} reads until {date}.", do=("Ask {host}.",))
    plan = Plan(id="t", title="T", minutes=1, steps=(Step(id="a", title="A", kind="talk", minutes=1, words=words),))
    room = TestRoom(plan, host='Grace "G" \\ H')
    told = room.view(room.facilitator)["words"]
    assert told["say"] == 'Grace "G" \\ H reads until 22 February 2027.'
    assert told["do"] == ['Ask Grace "G" \\ H.']
