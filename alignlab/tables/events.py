"""The technical side of the log: kinds and times; no person, no content."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from alignlab.model.catalogue import say
from alignlab.model.events import HOST, Event
from alignlab.state import SessionState
from alignlab.tables.model import Row, Table

EVENTS = ("seq", "at", "kind", "step", "round", "role", "erased")


def events_table(state: SessionState, events: Sequence[Event], _rng: Random) -> Table:
    """Every event, erased ones too."""
    rows = tuple(_event(state, event) for event in events)
    notes = (
        (say("tables.coarse_times"),) if any(s.privacy == "about_me" and s.round for s in state.steps.values()) else ()
    )
    return Table(EVENTS, rows, notes)


def _event(state: SessionState, event: Event) -> Row:
    data = event.data or {}
    return {
        "seq": event.seq,
        "at": event.at,
        "kind": event.kind,
        "step": data.get("step") or None,
        "round": data.get("round") or None,
        "role": _role(state, event),
        "erased": event.data is None,
    }


def _role(state: SessionState, event: Event) -> str | None:
    """Whose doing it was; None where that was erased."""
    if event.data is None:
        return None
    if event.actor == HOST:
        return HOST
    if event.actor.startswith("~"):  # a pseudonym
        return "participant"
    person = state.people.get(event.actor)
    return person.role if person else "facilitator"
