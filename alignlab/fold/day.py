"""The fold of what happens in the room beside the agenda: groups, hands, lines, what is to stay here."""

from __future__ import annotations

from alignlab.fold.common import Data, Handler
from alignlab.model.events import Event
from alignlab.state import Line, SessionState


def _groups_made(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.groups = {group: list(people) for group, people in data["groups"].items()}
        step.group_kind = data["kind"]
        step.calls = frozenset(g for g, people in step.groups.items() if people and state.remote.issuperset(people))
        step.made += 1
        for line in state.lines.values():
            if line.topic == "group" and line.step == data["step"] and line.status == "written":
                line.status = "dropped"  # its group is no more


def _grouped(state: SessionState, _event: Event, data: Data) -> None:
    step = state.steps.get(data["step"])
    if step and data["group"] in step.groups and data["person"] not in step.groups[data["group"]]:
        step.groups[data["group"]].append(data["person"])


def _remote(state: SessionState, _event: Event, data: Data) -> None:
    if data["remote"]:
        state.remote.add(data["person"])
    else:
        state.remote.discard(data["person"])


def _apart(state: SessionState, _event: Event, data: Data) -> None:
    pair = frozenset(data["people"])
    if data["apart"]:
        state.apart.add(pair)
    else:
        state.apart.discard(pair)


def _places(state: SessionState, _event: Event, data: Data) -> None:
    state.places = {"room": tuple(data["room"]), "call": tuple(data["call"])}


def _hand_raised(state: SessionState, event: Event, _data: Data) -> None:
    if event.actor not in state.hands:
        state.hands.append(event.actor)


def _hand_lowered(state: SessionState, _event: Event, data: Data) -> None:
    state.hands = [person for person in state.hands if person != data["person"]]


def _line_written(state: SessionState, _event: Event, data: Data) -> None:
    state.lines[data["line"]] = Line(data["line"], data["topic"], data["step"], data["group"], data["text"])
    if data["topic"] == "group":  # a group has one line: the one it wrote last
        for line in state.lines.values():
            same = (line.topic, line.step, line.group) == ("group", data["step"], data["group"])
            if same and line.id != data["line"] and line.status == "written":
                line.status = "dropped"


def _line_posted(state: SessionState, _event: Event, data: Data) -> None:
    posted = Line(data["line"], data["topic"], data["step"], data["group"], data["text"], "posted")
    state.lines[data["line"]] = posted
    for line in state.lines.values():
        same = (line.topic, line.step, line.group) == ("group", posted.step, posted.group)
        if posted.topic == "group" and same and line.id != posted.id and line.status == "posted":
            line.status = "dropped"


def _line_taken_back(state: SessionState, _event: Event, data: Data) -> None:
    """Its group may have written another one meanwhile; then that one waits alone."""
    line = state.lines.get(data["line"])
    if line is None or line.status != "posted":
        return
    others = [x for x in state.lines.values() if (x.topic, x.step, x.group) == (line.topic, line.step, line.group)]
    line.status = "dropped" if any(x.status == "written" for x in others) else "written"


def _line_dropped(state: SessionState, _event: Event, data: Data) -> None:
    if line := state.lines.get(data["line"]):
        line.status = "dropped"


def _stay_wished(state: SessionState, event: Event, data: Data) -> None:
    wishes = state.wishes.setdefault(data["decision"], set())
    if data["wish"]:
        wishes.add(event.actor)
    else:
        wishes.discard(event.actor)


def _stays(state: SessionState, _event: Event, data: Data) -> None:
    if data["decision"] in state.decisions:
        decision = state.decisions[data["decision"]]
        state.decisions[data["decision"]] = {**decision, "stays": bool(data["stays"])}


def _advice(state: SessionState, _event: Event, data: Data) -> None:
    if step := state.steps.get(data["step"]):
        step.advice = data["advice"]


HANDLERS: dict[str, Handler] = {
    "groups made": _groups_made,
    "grouped": _grouped,
    "remote marked": _remote,
    "kept apart": _apart,
    "places named": _places,
    "hand raised": _hand_raised,
    "hand lowered": _hand_lowered,
    "line written": _line_written,
    "line posted": _line_posted,
    "line taken back": _line_taken_back,
    "line dropped": _line_dropped,
    "stay wished": _stay_wished,
    "decision stays": _stays,
    "advice kept": _advice,
}
