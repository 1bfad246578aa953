"""`alignlab paper`: the forms of a plan to be filled in by hand, the same questions in the same words as the phone.

Only steps about work have one. What people say about themselves is never written on a sheet that somebody collects:
handwriting is a name.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from alignlab import exercises, page_templates, resources
from alignlab.errors import AlignlabError, InvalidInput
from alignlab.model.catalogue import PHONE, say
from alignlab.model.form import Field
from alignlab.model.language import spoken
from alignlab.model.measures import Privacy
from alignlab.model.own import OwnAnswer
from alignlab.model.plan import Plan, Step
from alignlab.promise import promise

SEED = 1  # the order of the questions is the phone's own for each person; on paper it is one for all


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together. `key`: of links, letter and goal; else empty."""

    title: str
    fields: tuple[Field, ...]
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One step on paper. `made_in_the_room`: its list comes from the picture before it, so this one may be another."""

    title: str
    question: str
    promise: str
    named: bool
    intro: tuple[str, ...]
    groups: tuple[Group, ...]
    shared_out: bool
    made_in_the_room: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that is not on paper, and why."""

    title: str
    why: str


def sheets(plan: Plan, host: str, delete_after: date) -> tuple[list[Sheet], list[LeftOut]]:
    """What is printed, and the steps with a form that are not. Raises InvalidInput if a step's setup does not fit."""
    found: list[Sheet] = []
    left: list[LeftOut] = []
    for at, step in enumerate(plan.steps):
        if step.kind != "exercise":
            continue
        privacy = step.privacy or exercises.get(step.exercise).PRIVACY
        listed = _with_its_list(step, plan.steps[:at])
        if privacy == "about_me":
            left.append(LeftOut(step.title, say("paper.about_people")))
        elif listed is None:
            left.append(LeftOut(step.title, say("paper.from_picture")))
        else:
            found.append(_sheet(listed, privacy, promise(privacy, host, delete_after, picture=step.picture)))
    return found, left


def _with_its_list(step: Step, before: Sequence[Step]) -> Step | None:
    """The step with the list that comes to it from the steps before; None where it cannot be known before the day."""
    arrive = getattr(exercises.get(step.exercise), "on_paper", None)
    setup = arrive(step.setup, [one.setup for one in before]) if arrive else step.setup
    return None if setup is None else step.model_copy(update={"setup": setup})


def _sheet(step: Step, privacy: Privacy, promised: str) -> Sheet:
    exercise: Any = exercises.get(step.exercise)
    every = getattr(exercise, "every_part", None)
    try:
        setup = exercise.Setup.model_validate(step.setup)
        parts: Sequence[str] = every(setup) if every else exercise.assign(setup, ["paper"], SEED)["paper"]
        form = exercise.form(setup, parts, OwnAnswer(), 1)
    except (ValueError, AlignlabError) as error:
        raise InvalidInput(say("paper.no_form", title=step.title, error=error)) from error
    return Sheet(
        title=step.title,
        question=step.words.question,
        promise=promised,
        named=privacy == "named",
        intro=form.intro,
        groups=_groups(form.fields),
        shared_out=every is not None,
        made_in_the_room=hasattr(exercise, "prepare"),
    )


def _groups(fields: Sequence[Field]) -> tuple[Group, ...]:
    """Fields in their order; links to the same goals stand in one table with one list of goals above it."""
    groups: list[Group] = []
    for field in fields:
        key = _key(field)
        last = groups[-1] if groups else None
        if last and last.title == field.section and last.key == key and (key or not last.key):
            groups[-1] = Group(last.title, (*last.fields, field), key)
        else:
            groups.append(Group(field.section, (field,), key))
    return tuple(groups)


def _key(field: Field) -> tuple[tuple[str, str], ...]:
    if field.kind != "links":
        return ()
    return tuple((letter(n), option.label) for n, option in enumerate(field.options))


def letter(n: int) -> str:
    """A, B, … Z, AA, AB …"""
    head = letter(n // 26 - 1) if n >= 26 else ""
    return head + ascii_uppercase[n % 26]


def page(plan: Plan, host: str, delete_after: date) -> str:
    """One HTML document for A4: a page for the co-host, then each form on a sheet of its own."""
    printed, left = sheets(plan, host, delete_after)
    web = resources.path("web")
    return (
        _environment()
        .get_template("paper.html")
        .render(
            plan=plan,
            sheets=printed,
            left=left,
            words=PHONE.words(),  # what the phone says, where a form says the same
            language=spoken().code,
            style=Markup((web / "paper.css").read_text(encoding="utf-8")),  # noqa: S704  our own file
        )
    )


@functools.cache
def _environment() -> Environment:
    return page_templates.environment()
