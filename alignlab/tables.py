"""A session as tables: what was shown, what may be listed of the answers, and the technical side of the log.

Everything that leaves is decided here, in the process that owns the store; frames and programs get rows, not events.

    results  the pictures that were shown, line by line, as the recap and its exports tell them
    answers  *with my name*: each answer with its person; *about our work*: without, in chance order, from three people
             a question; *about me*: none. Only of pictures that were shown, and only the answers that they counted
    events   kinds and times; no person, no content
    others   what an exercise gives beside its picture (its TABLES): links and goals of a map, the order of a vote
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from alignlab import exercises
from alignlab.errors import NotFound
from alignlab.fold import fold
from alignlab.listing import flat
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.events import HOST, Event
from alignlab.model.form import Field
from alignlab.model.measures import Privacy, Released
from alignlab.model.own import OwnAnswer
from alignlab.promise import policy_for
from alignlab.recap import told
from alignlab.recap.making import from_state
from alignlab.state import SessionState, StepState

Row = dict[str, Any]

SETTLED = "settled_"
"""Begins the name of a table of the recap: what the room settled after a picture."""

RESULTS = (
    *("step", "step_title", "round", "exercise", "privacy", "answered", "quantity", "type", "title", "told", "cell"),
    *("label", "count", "value", "low", "high", "unit", "n"),
)
ANSWERS = (
    *("step", "step_title", "round", "exercise", "privacy", "person", "part", "kind", "question", "choice", "label"),
    *("how", "value", "text"),
)
EVENTS = ("seq", "at", "kind", "step", "round", "role", "erased")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with these columns, empty cells None. `notes`: a sentence for each thing that is not in it, and why."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Table:
        return cls(tuple(data["columns"]), tuple(data["rows"]), tuple(data["notes"]))


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
    return (*_FIXED, *_given())


def table(name: str, code: str, events: Sequence[Event], rng: Random) -> Table:
    """One table of the session with these events; `rng` brings the chance order. Raises NotFound for its name."""
    state = fold(code, events)
    if name in _FIXED:
        return _FIXED[name](state, events, rng)
    if name.startswith(SETTLED):
        return _settled(state, name.removeprefix(SETTLED))
    columns = _given().get(name)
    if columns is None:
        raise NotFound(f"There is no table {name!r}. There are: {', '.join(names())}.")
    rows = [
        {"step": each.step.step.id, "round": each.round, **row}
        for each in _shown(state, events)
        if name in getattr(exercises.get(each.step.step.exercise), "TABLES", {})
        for row in each.table(name)
    ]
    notes = () if rows else (say("tables.none_of", name=name),)
    return Table(("step", "round", *columns), tuple(rows), notes)


def _settled(state: SessionState, id_: str) -> Table:
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


def _given() -> dict[str, tuple[str, ...]]:
    """Tables that exercises give: name -> columns."""
    return {
        name: tuple(columns)
        for exercise in exercises.discover().values()
        for name, columns in getattr(exercise, "TABLES", {}).items()
    }


# --- what was shown -----------------------------------------------------------------------------------------------


def _results(state: SessionState, _events: Sequence[Event], _rng: Random) -> Table:
    rows = []
    for picture in from_state(state).pictures:
        place = (picture.step, picture.title, picture.round, picture.exercise, picture.privacy, picture.released.n)
        for line in told.lines(picture.released):
            rows.append({**dict(zip(RESULTS, place, strict=False)), **asdict(line)})
    rows = [{column: row[column] for column in RESULTS} for row in rows]
    return Table(RESULTS, tuple(rows), () if rows else (say("tables.nothing_shown"),))


@dataclass(frozen=True, slots=True)
class _Round:
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
        released = Released.model_validate(self.step.shown[self.round]["picture"])
        rows: list[Row] = self.exercise.table(self.setup, released, name)
        return rows

    def values(self, who: str) -> dict[str, Json]:
        """What this person saved in this round, as far as the picture counted it."""
        saved = self.step.answers.get(self.round, {}).get(who, {})
        return {part: one.value for part, one in saved.items() if one.seq <= self.upto and one.value is not None}


def _shown(state: SessionState, events: Iterable[Event]) -> Iterator[_Round]:
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
            yield _Round(step, round_, frozen["privacy"], setup, look["upto"], panel)


# --- what may be listed of the answers ----------------------------------------------------------------------------


def _answers(state: SessionState, events: Sequence[Event], rng: Random) -> Table:
    rows: list[Row] = []
    notes = [note for step in state.steps.values() if (note := _why_not(step))]
    for each in _shown(state, events):
        if each.privacy == "about_me":
            continue
        if not hasattr(each.exercise, "public"):
            notes.append(say("tables.not_listed", title=each.step.step.title))
            continue
        if not policy_for(each.privacy).names and each.step.erased_since():
            notes.append(say("tables.erased", title=each.step.step.title))
            continue  # beside the picture, the rows that are left would be the rows that are gone
        found, few = _listed(state, each, rng)
        rows += found
        if few:
            few_ = policy_for(each.privacy).k
            notes.append(say("tables.few", title=each.step.step.title, count=few, k=few_))
    return Table(ANSWERS, tuple(rows), tuple(notes))


def _why_not(step: StepState) -> str:
    """Why a step that was opened has no rows; "" if it has some, or never began."""
    if step.step.kind != "exercise" or not step.round:
        return ""
    title = step.step.title
    if step.privacy == "about_me":
        return say("tables.about_me", title=title)
    if step.hidden:
        return say("tables.hidden", title=title)
    if not step.picture:
        return say("tables.no_picture", title=title)
    return "" if step.round in step.shown else say("tables.not_shown", title=title)


def _listed(state: SessionState, each: _Round, rng: Random) -> tuple[list[Row], int]:
    """(rows, how many questions were left out because too few answered them)"""
    policy = policy_for(each.privacy)
    by_part: dict[str, list[tuple[str, Field, Json]]] = {}
    for who in each.panel:
        person = state.people.get(who)
        values = each.values(who)
        if not values or person is None or (policy.names and person.gone == "removed"):
            continue  # without names whoever was removed after the picture stays: it would tell what they said
        form = each.exercise.form(each.setup, each.step.parts.get(who, []), OwnAnswer(values), each.round)
        fields = {field.part: field for field in form.fields}
        for part, value in each.exercise.public(each.setup, values).items():
            if part in fields:
                by_part.setdefault(part, []).append((person.name, fields[part], value))
    enough = {part: said for part, said in by_part.items() if len(said) >= policy.k}
    rows: list[Row] = []
    for part in sorted(enough, key=lambda part: (enough[part][0][1].label, part)):
        rows += _of_part(each, part, enough[part], rng, names=policy.names)
    return rows, len(by_part) - len(enough)


def _of_part(
    each: _Round, part: str, said: Sequence[tuple[str, Field, Json]], rng: Random, *, names: bool
) -> list[Row]:
    """The rows of one question. Without names each choice's rows are shuffled by themselves, so that nobody's rows can
    be put together again."""
    step = each.step.step
    place = {"step": step.id, "step_title": step.title, "round": each.round, "exercise": step.exercise}
    rows: list[tuple[int, Row]] = []
    for person, field, value in said:
        head = {**place, "privacy": each.privacy, "person": person if names else None, "part": part}
        about = {"kind": field.kind, "question": field.label}
        rows += [(order, {**head, **about, **cells}) for order, cells in flat(field, value)]
    if not names:
        rng.shuffle(rows)
    rows.sort(key=lambda row: row[0])
    return [{column: row.get(column) for column in ANSWERS} for _order, row in rows]


# --- the technical side -------------------------------------------------------------------------------------------


def _events(state: SessionState, events: Sequence[Event], _rng: Random) -> Table:
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


_FIXED: dict[str, Callable[[SessionState, Sequence[Event], Random], Table]] = {
    "results": _results,
    "answers": _answers,
    "events": _events,
}
