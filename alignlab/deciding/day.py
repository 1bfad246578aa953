"""The day in the room beside the agenda: groups, raised hands, lines for everybody, what is to stay here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from alignlab import grouping
from alignlab.answers import wisher_of
from alignlab.deciding.common import Command, Decider, Moment, Write, step_of, text_of
from alignlab.errors import Refused
from alignlab.model.base import Json, PersonId
from alignlab.model.catalogue import say
from alignlab.model.form import clean_text
from alignlab.state import Line, SessionState, StepState

MOST_LINE = 140  # characters: eight such lines are readable on a wall
MOST_LINES = 200  # written by one room and not looked at yet
MOST_PLACES, MOST_PLACE = 60, 300  # places of a kind, characters of one: a link into a call is long
TOPICS = ("group", "parking", "decision")
KINDS: tuple[grouping.Kind, ...] = ("pairs", "fours", "tables")


# --- groups


def groups_for(state: SessionState, step: StepState, kind: grouping.Kind, size: int) -> Write:
    """Everybody who is here, in groups made by chance; a second time by another chance."""
    people = [person.id for person in state.here()]
    rng = state.rng(f"groups|{step.step.id}", step.made)
    groups = grouping.make(people, size, apart=state.apart, remote=state.remote, rng=rng)
    return Write("groups made", {"step": step.step.id, "kind": kind, "groups": groups})


def planned_groups(state: SessionState, step: StepState) -> list[Write]:
    """The groups that the plan asks for, if there are enough people for two of them to talk."""
    kind = step.step.groups
    if kind is None or len(state.here()) < 2:
        return []
    return [groups_for(state, step, kind, grouping.size_of(kind, step.step.table_size))]


def _make(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step, kind, size = step_of(state, command.data), command.data.get("kind"), command.data.get("size")
    if kind not in KINDS:
        raise Refused("bad_value", say("day.kind", kinds=", ".join(KINDS)))
    if len(state.here()) < 2:
        raise Refused("bad_value", say("day.nobody"))
    wanted = size if isinstance(size, int) and not isinstance(size, bool) else step.step.table_size
    if not 3 <= wanted <= 12:
        raise Refused("bad_value", say("day.size"))
    return [groups_for(state, step, kind, grouping.size_of(kind, wanted))]


def _end(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    step = step_of(state, command.data)
    return [Write("groups made", {"step": step.step.id, "kind": "", "groups": {}})] if step.groups else []


def late_group(state: SessionState, person: PersonId) -> list[Write]:
    """Somebody joins while people talk in groups: they go where fewest are."""
    step = state.now_step()
    if step is None or not step.groups:
        return []
    group = grouping.place(step.groups, person, apart=state.apart, remote=state.remote)
    return [Write("grouped", {"step": step.step.id, "group": group, "person": person})]


def _remote(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    own = command.viewer.role == "participant"
    person, remote = command.viewer.person if own else command.data.get("person"), command.data.get("remote")
    if not isinstance(person, str) or person not in state.people:
        raise Refused("unknown_person", say("person.unknown_person"))
    if not isinstance(remote, bool):
        raise Refused("bad_value", say("day.yes_or_no"))
    return [] if (person in state.remote) == remote else [Write("remote marked", {"person": person, "remote": remote})]


def _apart(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    people, apart = command.data.get("people"), command.data.get("apart", True)
    known = isinstance(people, list) and all(isinstance(person, str) and person in state.people for person in people)
    if not isinstance(people, list) or not known or len(set(map(str, people))) != 2:
        raise Refused("bad_value", say("day.two_people"))
    if not isinstance(apart, bool):
        raise Refused("bad_value", say("day.yes_or_no"))
    if (frozenset(map(str, people)) in state.apart) == apart:
        return []
    return [Write("kept apart", {"people": sorted(map(str, people)), "apart": apart})]


def _places(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """Both lists as they are from now on."""
    named = {kind: _named(command.data.get(kind, [])) for kind in ("room", "call")}
    known = {kind: list(places) for kind, places in state.places.items()}
    return [] if named == known else [Write("places named", named)]


def _named(places: Json) -> list[str]:
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise Refused("bad_value", say("day.places"))
    found = [place for text in places if (place := " ".join(clean_text(str(text)).split()))]
    if len(found) > MOST_PLACES or any(len(place) > MOST_PLACE for place in found):
        raise Refused("bad_value", say("day.many_places", most=MOST_PLACES, long=MOST_PLACE))
    return found


# --- hands


def _raise(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    return [] if command.viewer.person in state.hands else [Write("hand raised", {})]


def _lower(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    own = command.viewer.role == "participant"
    person = command.viewer.person if own else command.data.get("person")
    return [Write("hand lowered", {"person": person})] if person in state.hands else []


# --- lines


def _write(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    topic, step = command.data.get("topic"), state.now_step()
    if topic not in TOPICS:
        raise Refused("bad_value", say("day.topic", topics=", ".join(TOPICS)))
    group = group_of(step, command.viewer.person) if step else ""
    if topic == "group" and not group:
        raise Refused("wrong_phase", say("day.no_group"))
    if sum(line.status == "written" for line in state.lines.values()) >= MOST_LINES:
        raise Refused("full", say("day.many_lines"))
    text = text_of(command.data, "text", say("day.line"), most=MOST_LINE)
    named = hashlib.sha256(f"{command.viewer.person}|{command.id}".encode()).hexdigest()[:10]
    place: dict[str, Json] = {"step": step.step.id if step else "", "group": group if topic == "group" else ""}
    return [Write("line written", {"line": f"l{named}", "topic": topic, **place, "text": " ".join(text.split())})]


def _post(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """The host has looked: as it is, or in words that the host changed."""
    line = state.lines.get(str(command.data.get("line")))
    if line is None:
        raise Refused("bad_value", say("day.no_line"))
    text = text_of(command.data, "text", say("day.line"), most=MOST_LINE, needed=False) or line.text
    return [_posted(line, " ".join(text.split()))]


def _posted(line: Line, text: str) -> Write:
    place: dict[str, Json] = {"line": line.id, "topic": line.topic, "step": line.step, "group": line.group}
    return Write("line posted", {**place, "text": text})


def _post_many(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """The groups' lines that the host has read, in one go. One that a group wrote anew meanwhile waits for a look."""
    return [_posted(line, line.text) for line in _of_groups(state, command, "written")]


def _take_back(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    return [Write("line taken back", {"line": line.id}) for line in _of_groups(state, command, "posted")]


def _of_groups(state: SessionState, command: Command, status: str) -> list[Line]:
    """Those of the named lines that groups wrote and that are still `status`. Raises Refused if none is."""
    named = command.data.get("lines")
    wanted = set(map(str, named)) if isinstance(named, list) else set()
    found = [x for x in state.lines.values() if x.id in wanted and (x.topic, x.status) == ("group", status)]
    if not found:
        raise Refused("bad_value", say("day.no_line"))
    return found


def _drop(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    line = state.lines.get(str(command.data.get("line")))
    if line is None or line.status == "dropped":
        raise Refused("bad_value", say("day.no_line"))
    return [Write("line dropped", {"line": line.id})]


def _park(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """The host parks a point in their own words."""
    text = text_of(command.data, "text", say("day.line"), most=MOST_LINE)
    place: dict[str, Json] = {"topic": "parking", "step": state.current or "", "group": ""}
    return [Write("line posted", {"line": f"h-{command.id}", **place, "text": " ".join(text.split())})]


def group_of(step: StepState, person: PersonId) -> str:
    """The id of the group that this person talks in; "" if they are in none."""
    return next((group for group, people in step.groups.items() if person in people), "")


# --- what stays in the room


def _decision(state: SessionState, data: Mapping[str, Json]) -> str:
    decision = data.get("decision")
    if not isinstance(decision, str) or decision not in state.decisions:
        raise Refused("bad_value", say("settle.no_decision"))
    return decision


def _wish(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    """Under the pseudonym that the phone alone can make, at the time when the step opened: nobody can tell who asks."""
    decision, wish, step = _decision(state, command.data), command.data.get("wish", True), state.now_step()
    if step is None or not step.step.reads_back:
        raise Refused("wrong_phase", say("day.not_read_back"))
    if not isinstance(wish, bool):
        raise Refused("bad_value", say("day.yes_or_no"))
    who = wisher_of(command.viewer, state.code)
    if (who in state.wishes.get(decision, set())) == wish:
        return []
    return [Write("stay wished", {"decision": decision, "wish": wish}, actor=who, at=step.opened)]


def _stays(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    decision, stays = _decision(state, command.data), command.data.get("stays", True)
    if not isinstance(stays, bool):
        raise Refused("bad_value", say("day.yes_or_no"))
    if bool(state.decisions[decision].get("stays")) == stays:
        return []
    return [Write("decision stays", {"decision": decision, "stays": stays})]


DECIDERS: dict[str, Decider] = {
    "make groups": _make,
    "end groups": _end,
    "mark remote": _remote,
    "keep apart": _apart,
    "name places": _places,
    "raise hand": _raise,
    "lower hand": _lower,
    "write line": _write,
    "post line": _post,
    "post lines": _post_many,
    "take lines back": _take_back,
    "drop line": _drop,
    "park": _park,
    "wish to stay": _wish,
    "keep here": _stays,
}
