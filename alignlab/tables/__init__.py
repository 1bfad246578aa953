"""A session as tables: what was shown, what may be listed of the answers, and the technical side of the log.

Everything that leaves is decided here, in the process that owns the store; frames and programs get rows, not events.

    results  the pictures that were shown, line by line, as the recap and its exports tell them
    answers  *with my name*: each answer with its person; *about our work*: without, in chance order, from three people
             a question; *about me*: none. Only of pictures that were shown, and only the answers that they counted
    events   kinds and times; no person, no content
    others   what an exercise gives beside its picture (its TABLES): links and goals of a map, the order of a vote
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from alignlab.errors import NotFound
from alignlab.fold import fold
from alignlab.model.events import Event
from alignlab.state import SessionState
from alignlab.tables.answers import ANSWERS, answers_table
from alignlab.tables.events import EVENTS, events_table
from alignlab.tables.model import Table
from alignlab.tables.shown import RESULTS, results_table, settled_table, table_of_exercises, tables_of_exercises

SETTLED = "settled_"
"""Begins the name of a table of the recap: what the room settled after a picture."""

_FIXED: dict[str, Callable[[SessionState, Sequence[Event], Random], Table]] = {
    "results": results_table,
    "answers": answers_table,
    "events": events_table,
}


@dataclass(frozen=True, slots=True)
class About:
    """What a list of sessions tells of one; days are YYYY-MM-DD."""

    code: str
    title: str
    simulated: bool
    ended: bool

    @classmethod
    def of(cls, state: SessionState) -> About:
        return cls(state.code, state.title, state.simulated, bool(state.ended))


def names() -> tuple[str, ...]:
    """All tables there are."""
    return (*_FIXED, *tables_of_exercises())


def table(name: str, code: str, events: Sequence[Event], rng: Random) -> Table:
    """One table of the session with these events; `rng` brings the chance order. Raises NotFound for its name."""
    state = fold(code, events)
    if name in _FIXED:
        return _FIXED[name](state, events, rng)
    if name.startswith(SETTLED):
        return settled_table(state, name.removeprefix(SETTLED))
    if name in tables_of_exercises():
        return table_of_exercises(name, state, events)
    raise NotFound(f"There is no table {name!r}. There are: {', '.join(names())}.")


__all__ = ["ANSWERS", "EVENTS", "RESULTS", "SETTLED", "About", "Table", "names", "table"]
