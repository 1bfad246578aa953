"""What all deciders share: the command, what they write, and whose answers lie where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alignlab.errors import Refused
from alignlab.model.base import MAX_NAME, MAX_TEXT, Json
from alignlab.model.catalogue import say
from alignlab.model.form import clean_text
from alignlab.model.names import look, visible
from alignlab.model.viewer import Viewer
from alignlab.state import SessionState, StepState


@dataclass(frozen=True, slots=True)
class Command:
    """A `do` message with the identity of who sent it."""

    viewer: Viewer
    kind: str
    data: Mapping[str, Json]
    id: str
    device: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """What the host looks at and then shows: a dumped Released and its dumped findings."""

    released: dict[str, Any]
    findings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Write:
    """An event to be: the room adds session, id and time; `actor` and `at` only where they are not the command's."""

    kind: str
    data: dict[str, Json]
    actor: str = ""
    at: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What deciding may look at beside the state."""

    now: int  # ms
    pictures: Mapping[tuple[str, int], Picture]
    unsent: int = 0  # devices that still hold answers


def step_of(state: SessionState, data: Mapping[str, Json]) -> StepState:
    """The step that a command names, or the current one. Raises Refused `unknown_step`."""
    id_ = data.get("step") or state.current
    step = state.steps.get(id_) if isinstance(id_, str) else None
    if step is None:
        raise Refused("unknown_step", say("common.unknown_step"))
    return step


def text_of(data: Mapping[str, Json], key: str, what: str, *, most: int = MAX_TEXT, needed: bool = True) -> str:
    """The text under `key`, without odd letters and outer spaces; `what` names it in a refusal.

    Raises Refused `bad_value` if it is no text, or is empty though `needed`; `too_long` above `most` characters.
    """
    value = data.get(key) or ""
    if not isinstance(value, str):
        raise Refused("bad_value", say("common.not_text", what=what))
    text = clean_text(value)
    if needed and not text:
        raise Refused("bad_value", say("common.empty", what=what))
    if len(text) > most:
        raise Refused("too_long", say("common.too_long", what=what, length=len(text), most=most))
    return text


def clean_name(state: SessionState, name: Json, person: str = "") -> str:
    """A name nobody else here has: a second “Maya” becomes “Maya 2”. Raises Refused if it is empty or too long."""
    if state.names == "none" and not name:
        name = say("common.guest", number=len(state.people) + 1)
    given = visible(name) if isinstance(name, str) else name
    own = text_of({"name": given}, "name", say("common.name"), most=MAX_NAME)
    taken = {look(other.name) for other in state.people.values() if other.id != person and other.gone != "removed"}
    if look(own) not in taken:
        return own
    count = 2
    while look(f"{own[: MAX_NAME - 4]} {count}") in taken:
        count += 1
    return f"{own[: MAX_NAME - 4]} {count}"


Decider = Callable[[SessionState, Command, Moment], list[Write]]
"""State, command and moment in; events to be out, or Refused with a sentence for people."""
