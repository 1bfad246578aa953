"""The fold of what a session leaves: decisions, commitments, the recap."""

from __future__ import annotations

from alignlab.fold.common import Data, Handler
from alignlab.model.events import Event
from alignlab.state import SessionState


def _decided(state: SessionState, _event: Event, data: Data) -> None:
    known = state.decisions.get(data["decision"], {})
    state.decisions[data["decision"]] = {**dict(data), "stays": bool(known.get("stays"))}


def _decision_withdrawn(state: SessionState, _event: Event, data: Data) -> None:
    state.decisions.pop(data["decision"], None)
    state.wishes.pop(data["decision"], None)


def _committed(state: SessionState, event: Event, data: Data) -> None:
    state.commitments[data["commitment"]] = {**data, "person": event.actor}


def _commitment_withdrawn(state: SessionState, event: Event, data: Data) -> None:
    kept = state.commitments.get(data["commitment"])
    if kept and kept["person"] == event.actor:
        del state.commitments[data["commitment"]]


def _edited(state: SessionState, _event: Event, data: Data) -> None:
    state.recap_edits[data["field"]] = data["text"]


def _recap_arranged(state: SessionState, _event: Event, data: Data) -> None:
    state.recap_order, state.recap_hidden = list(data["order"]), {*data["hidden"], *data["silent"]}


def _recap_shared(state: SessionState, event: Event, _data: Data) -> None:
    state.recap_shared = event.kind == "recap shared"


def _standing(state: SessionState, event: Event, data: Data) -> None:
    (state.standing.add if data["stand"] else state.standing.discard)(event.actor)


HANDLERS: dict[str, Handler] = {
    "decision recorded": _decided,
    "decision withdrawn": _decision_withdrawn,
    "commitment shared": _committed,
    "commitment withdrawn": _commitment_withdrawn,
    "recap edited": _edited,
    "recap arranged": _recap_arranged,
    "recap shared": _recap_shared,
    "recap withdrawn": _recap_shared,
    "name in recap": _standing,
}
