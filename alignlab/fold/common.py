"""What the handlers of the fold share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alignlab.model.events import Event
from alignlab.state import SessionState, StepState, Undoable

Data = Mapping[str, Any]

Handler = Callable[[SessionState, Event, Data], None]
"""Changes the state, in place, as an event of its kind says; the event's content is the last argument."""


def remember(state: SessionState, event: Event, step: StepState | None) -> None:
    """Keep what *undo* needs; see Undoable."""
    entry = Undoable(
        command=event.id.split("/")[0],
        kind=event.kind,
        step=step.step.id if step else "",
        phase=step.phase if step else "waiting",
        current=state.current,
        ends_at=step.ends_at if step else None,
        round=step.round if step else 0,
    )
    state.undo.append(entry)
