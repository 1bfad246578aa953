"""The fold of people: who comes and goes, and who does what in the session."""

from __future__ import annotations

from alignlab.fold.common import Data, Handler
from alignlab.model.events import Event
from alignlab.state import Person, SessionState


def _joined(state: SessionState, event: Event, data: Data) -> None:
    state.people[event.actor] = Person(event.actor, data["name"], data["role"], event.seq, at=event.at)


def _renamed(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.name = data["name"]


def _gone(state: SessionState, event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.gone = event.kind


def _readmitted(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.gone = ""


def _role_changed(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.role = data["role"]


def _hosting(state: SessionState, event: Event, data: Data) -> None:
    if event.kind == "host takes part":
        state.hosts.add(data["person"])
    else:
        state.hosts.discard(data["person"])


def _deciding(state: SessionState, event: Event, data: Data) -> None:
    if event.kind == "decider named":
        state.deciders.add(data["person"])
    else:
        state.deciders.discard(data["person"])


def _asks_erasure(state: SessionState, event: Event, _data: Data) -> None:
    if event.actor in state.people:
        state.asking_erasure.add(event.actor)


def _erased(state: SessionState, _event: Event, data: Data) -> None:
    if person := state.people.get(data["person"]):
        person.gone = "removed"
    state.asking_erasure.discard(data["person"])


HANDLERS: dict[str, Handler] = {
    "joined": _joined,
    "renamed": _renamed,
    "left": _gone,
    "removed": _gone,
    "readmitted": _readmitted,
    "role changed": _role_changed,
    "host takes part": _hosting,
    "host takes no part": _hosting,
    "decider named": _deciding,
    "decider unnamed": _deciding,
    "erasure asked": _asks_erasure,
    "erased": _erased,
}
