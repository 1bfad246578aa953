"""Changing a plan: pure functions from plan to plan, and to the text of a plan file.

Steps that were opened are never changed: the functions take the ids that are `fixed`, and refuse what touches them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from alignlab import exercises
from alignlab.errors import InvalidInput, NotFound
from alignlab.model.base import Json, reason
from alignlab.model.catalogue import say
from alignlab.model.plan import Plan, Step, Words
from alignlab.plan_notices import visible

# --- changing


def drop(plan: Plan, step: str, fixed: Collection[str] = ()) -> Plan:
    """Without this step. Raises InvalidInput, NotFound."""
    _free(plan, step, fixed)
    if len(plan.steps) == 1:
        raise InvalidInput(say("planning.last_step"))
    leads = [s.title for s in plan.steps if s.again == step]
    if leads:
        raise InvalidInput(say("planning.needed", title=plan.step(step).title, other=leads[0]))
    return _with(plan, [s for s in plan.steps if s.id != step])


def move(plan: Plan, step: str, to: int, fixed: Collection[str] = ()) -> Plan:
    """The step at place `to` (from 0), behind every fixed one. Raises InvalidInput, NotFound."""
    found = _free(plan, step, fixed)
    rest = [s for s in plan.steps if s.id != step]
    first = max((place + 1 for place, s in enumerate(rest) if s.id in fixed), default=0)
    at = min(max(to, first), len(rest))
    return _with(plan, [*rest[:at], found, *rest[at:]])


def change(plan: Plan, step: str, fixed: Collection[str] = (), **values: Any) -> Plan:
    """The step with other values: title, minutes, show_minutes, privacy, picture, groups, table_size, method, setup.

    `method` is one of the exercise's; visibility can be made stricter than the exercise's own, never looser. Raises
    InvalidInput, NotFound.
    """
    found = _free(plan, step, fixed)
    if "method" in values:
        values["setup"] = _with_method(found, {**found.setup, **values.get("setup", {})}, str(values.pop("method")))
    if values.get("privacy") and (fault := visible(found, str(values["privacy"]))):
        raise InvalidInput(fault)
    changed = _step({**found.model_dump(by_alias=True), **values})
    return _with(plan, [changed if s.id == step else s for s in plan.steps])


def add(plan: Plan, step: Step, after: str = "", fixed: Collection[str] = ()) -> Plan:
    """With this step behind `after` ("": at the end), under an id of its own. Raises InvalidInput, NotFound."""
    if after:
        _known(plan, after)
    own = step.model_copy(update={"id": _new_id(plan, step.id)})
    at = [s.id for s in plan.steps].index(after) + 1 if after else len(plan.steps)
    first = max((place + 1 for place, s in enumerate(plan.steps) if s.id in fixed), default=0)
    at = max(at, first)
    return _with(plan, [*plan.steps[:at], own, *plan.steps[at:]])


def copy(plan: Plan, id_: str, title: str) -> Plan:
    """The same plan under another id and title. Raises InvalidInput."""
    return _plan({**plan.model_dump(by_alias=True), "id": id_, "title": title})


def _with(plan: Plan, steps: Sequence[Step]) -> Plan:
    """The plan with these steps; its minutes are theirs."""
    minutes = sum(step.minutes + step.show_minutes for step in steps)
    return _plan(
        {**plan.model_dump(by_alias=True), "steps": [s.model_dump(by_alias=True) for s in steps], "minutes": minutes}
    )


def _plan(data: Mapping[str, Any]) -> Plan:
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        raise InvalidInput([_said(fault) for fault in error.errors()]) from error


def _step(data: Mapping[str, Any]) -> Step:
    try:
        step = Step.model_validate(data)
        if step.kind == "exercise":
            exercises.get(step.exercise).Setup.model_validate(step.setup)
    except ValidationError as error:
        raise InvalidInput([_said(fault) for fault in error.errors()]) from error
    return step


def _said(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    return say("planning.fault", place=place, why=reason(fault)) if place else reason(fault)


def _free(plan: Plan, step: str, fixed: Collection[str]) -> Step:
    found = _known(plan, step)
    if step in fixed:
        raise InvalidInput(say("planning.begun", title=found.title))
    return found


def _known(plan: Plan, step: str) -> Step:
    try:
        return plan.step(step)
    except KeyError:
        raise NotFound(say("planning.unknown", step=step[:40])) from None


def _new_id(plan: Plan, wanted: str) -> str:
    taken = {step.id for step in plan.steps}
    bare = re.sub(r"_\d+$", "", wanted)[:36]
    return next(id_ for id_ in (wanted, *(f"{bare}_{n}" for n in range(2, 1000))) if id_ not in taken)


# --- what can be chosen


def methods(step: Step) -> tuple[str, dict[str, str]]:
    """The step's method, and all that its exercise knows with their titles; "" and none where nothing can be chosen."""
    known = step.kind == "exercise" and exercises.installed(step.exercise)
    found = getattr(exercises.get(step.exercise), "methods", None) if known else None
    return found(step.setup) if found else ("", {})


def _with_method(step: Step, setup: dict[str, Any], name: str) -> dict[str, Any]:
    if not methods(step)[1]:
        raise InvalidInput(say("planning.no_method", title=step.title))
    exercise: Any = exercises.get(step.exercise)
    found: dict[str, Any] = exercise.with_method(setup, name)
    return found


# --- as a file


def as_yaml(plan: Plan) -> str:
    """The plan as the text of a plan file; what the guide says is not in it, as it is read from the guide again."""
    data = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["steps"] = [_bare(step) for step in plan.steps]
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)


def _bare(step: Step) -> dict[str, Json]:
    bare: dict[str, Json] = step.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for name, phase in (("words", step.phase), ("show_words", step.show_phase)):
        if phase or getattr(step, name) == Words():
            bare.pop(name, None)
    return bare
