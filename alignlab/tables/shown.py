"""What was shown: the pictures line by line, what exercises give beside them, and what the room settled after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from alignlab import exercises
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.events import Event
from alignlab.model.measures import Privacy, Released
from alignlab.recap import told
from alignlab.recap.making import from_state
from alignlab.state import SessionState, StepState
from alignlab.tables.model import Row, Table

RESULTS = (
    *("step", "step_title", "round", "exercise", "privacy", "answered", "quantity", "type", "title", "told", "cell"),
    *("label", "count", "value", "low", "high", "unit", "n"),
)


def results_table(state: SessionState, _events: Sequence[Event], _rng: Random) -> Table:
    """All pictures that were shown, as the recap tells them."""
    rows = []
    for picture in from_state(state).pictures:
        place = (picture.step, picture.title, picture.round, picture.exercise, picture.privacy, picture.released.n)
        for line in told.lines(picture.released):
            rows.append({**dict(zip(RESULTS, place, strict=False)), **asdict(line)})
    rows = [{column: row[column] for column in RESULTS} for row in rows]
    return Table(RESULTS, tuple(rows), () if rows else (say("tables.nothing_shown"),))


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a step whose picture was shown and is not hidden: its frozen setup, and whose answers counted."""

    step: StepState
    round: int
    privacy: Privacy
    setup: Any
    upto: int
    panel: tuple[str, ...]

    @property
    def exercise(self) -> Any:
        return exercises.get(self.step.step.exercise)

    def table(self, name: str) -> list[Row]:
        """The rows that the exercise gives of this round's picture."""
        released = Released.model_validate(self.step.shown[self.round]["picture"])
        rows: list[Row] = self.exercise.table(self.setup, released, name)
        return rows

    def values(self, who: str) -> dict[str, Json]:
        """What this person saved in this round, as far as the picture counted it."""
        saved = self.step.answers.get(self.round, {}).get(who, {})
        return {part: one.value for part, one in saved.items() if one.seq <= self.upto and one.value is not None}


def shown_rounds(state: SessionState, events: Iterable[Event]) -> Iterator[Round]:
    """All rounds that were shown, in the plan's order. Erased or unknown exercises are passed over."""
    opened: dict[tuple[str, int], Mapping[str, Any]] = {}
    looked: dict[tuple[str, int], Mapping[str, Any]] = {}
    for event in events:
        if event.data and event.kind in ("step opened", "step looked"):
            key = str(event.data["step"]), int(event.data["round"])
            (opened if event.kind == "step opened" else looked)[key] = event.data
    for id_, step in state.steps.items():
        for round_ in sorted(step.shown):
            key = (id_, round_)
            hidden = step.hidden and round_ == step.round
            if hidden or key not in opened or key not in looked or not exercises.installed(step.step.exercise):
                continue
            frozen, look = opened[key], looked[key]
            setup = exercises.get(step.step.exercise).Setup.model_validate(frozen["setup"])
            deciders = frozenset(frozen.get("deciders") or ())
            panel = tuple(who for who in look["panel"] if who not in deciders)
            yield Round(step, round_, frozen["privacy"], setup, look["upto"], panel)


def tables_of_exercises() -> dict[str, tuple[str, ...]]:
    """Tables that exercises give: name -> columns."""
    return {
        name: tuple(columns)
        for exercise in exercises.discover().values()
        for name, columns in getattr(exercise, "TABLES", {}).items()
    }


def table_of_exercises(name: str, state: SessionState, events: Sequence[Event]) -> Table:
    """The table of this name, one of `tables_of_exercises`, of every round that was shown and has one."""
    rows = [
        {"step": each.step.step.id, "round": each.round, **row}
        for each in shown_rounds(state, events)
        if name in getattr(exercises.get(each.step.step.exercise), "TABLES", {})
        for row in each.table(name)
    ]
    notes = () if rows else (say("tables.none_of", name=name),)
    return Table(("step", "round", *tables_of_exercises()[name]), tuple(rows), notes)


def settled_table(state: SessionState, id_: str) -> Table:
    """The recap's table of this id, of every step that has one: as the room settled it, not only as it voted."""
    outcomes = from_state(state).outcomes
    sheets = [(outcome.step, sheet) for outcome in outcomes for sheet in outcome.tables if sheet.id == id_]
    columns = tuple(dict.fromkeys(column for _, sheet in sheets for column in sheet.columns))
    rows = tuple(
        {"step": step, **dict.fromkeys(columns), **dict(zip(sheet.columns, row, strict=True))}
        for step, sheet in sheets
        for row in sheet.rows
    )
    there = dict.fromkeys(sheet.id for outcome in outcomes for sheet in outcome.tables)
    notes = () if sheets else (say("tables.not_settled", name=id_, there=", ".join(there) or "–"),)
    return Table(("step", *columns), rows, notes)
