"""What may be listed of the answers.

*With my name*: each answer with its person; *about our work*: without, in chance order, from three people a question;
*about me*: none. Only of pictures that were shown, and only the answers that they counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from alignlab.listing import flat
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.events import Event
from alignlab.model.form import Field
from alignlab.model.own import OwnAnswer
from alignlab.promise import policy_for
from alignlab.state import SessionState, StepState
from alignlab.tables.model import Row, Table
from alignlab.tables.shown import Round, shown_rounds

ANSWERS = (
    *("step", "step_title", "round", "exercise", "privacy", "person", "part", "kind", "question", "choice", "label"),
    *("how", "value", "text"),
)


def answers_table(state: SessionState, events: Sequence[Event], rng: Random) -> Table:
    """The answers that may be listed; `notes` says which steps' may not, and why."""
    rows: list[Row] = []
    notes = [note for step in state.steps.values() if (note := _why_not(step))]
    for each in shown_rounds(state, events):
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


def _listed(state: SessionState, each: Round, rng: Random) -> tuple[list[Row], int]:
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


def _of_part(each: Round, part: str, said: Sequence[tuple[str, Field, Json]], rng: Random, *, names: bool) -> list[Row]:
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
