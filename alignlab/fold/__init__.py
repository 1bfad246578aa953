"""The fold: from events to the state of a session.

`apply` is total: an event that makes no sense any more (its step was undone, its person is erased) changes nothing, and
a kind that is not known is counted in `skipped`. Refusing is the room's work, before an event is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from alignlab.errors import StoreError
from alignlab.fold import answers, day, outcome, people, session, steps
from alignlab.fold.common import Handler
from alignlab.model.commands import UNDOABLE
from alignlab.model.events import Event
from alignlab.state import SessionState

HANDLERS: dict[str, Handler] = {
    **session.HANDLERS,
    **people.HANDLERS,
    **steps.HANDLERS,
    **answers.HANDLERS,
    **outcome.HANDLERS,
    **day.HANDLERS,
}
"""Kind of event -> its function."""

if not set(HANDLERS) >= UNDOABLE:  # a new undoable kind without a handler is a mistake of ours: fail at once
    raise StoreError(f"alignlab/fold lacks a handler for {sorted(UNDOABLE - set(HANDLERS))}.")


def fold(code: str, events: Iterable[Event], state: SessionState | None = None) -> SessionState:
    """The state after these events. Raises StoreError where a sequence number is missing."""
    state = state or SessionState(code)
    for event in events:
        apply(state, event)
    return state


def apply(state: SessionState, event: Event) -> None:
    """One event more, in place. Raises StoreError if it is not the next one."""
    if event.seq != state.seq + 1:
        raise StoreError(
            f"Session {state.code}: event {event.seq} follows {state.seq}. The store is damaged; restore a copy of it."
        )
    state.seq = event.seq
    state.ids[(event.actor, event.id)] = event.seq
    if event.data is None:
        return  # erased: its place is kept
    handler = HANDLERS.get(event.kind)
    if handler is None:
        state.skipped += 1
        return
    handler(state, event, event.data)
