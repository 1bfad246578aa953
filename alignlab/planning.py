"""Changing a plan: pure functions from plan to plan, and what a facilitator should look at in the result.

Steps that were opened are never changed: the functions take the ids that are `fixed`, and refuse what touches them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from alignlab import exercises, guide, pace
from alignlab.errors import AlignlabError, InvalidInput, NotFound
from alignlab.model.base import Json, reason
from alignlab.model.catalogue import say
from alignlab.model.own import OwnAnswer
from alignlab.model.plan import Plan, Step, Words

LONGEST_SITTING = 90.0  # minutes without a break
SHORTEST_BREAK = 5.0
SLACK_FROM, SLACK_SHARE = 90.0, 0.05
SECONDS_A_FIELD = 20.0  # where the guide says nothing
STRICTNESS = ("named", "about_work", "about_me")  # from what everybody may know to what nobody may
OF_THE_GUIDE = {"words", "show_words"}  # joined from the guide whenever a plan is loaded


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at; `step` is "" where it is about the plan as a whole."""

    step: str
    text: str


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


# --- looking at it


def notices(plan: Plan) -> list[Notice]:
    """What does not fit: doors, breaks, slack, minutes that a slow person cannot keep, visibility. Empty: fine."""
    found = [*_doors(plan), *_breaks(plan), *_slack(plan)]
    for step in plan.steps:
        looser = visible(step, step.privacy) if step.privacy else ""
        found += [Notice(step.id, text) for text in (_slow(plan, step), looser) if text]
    return found


def _doors(plan: Plan) -> list[Notice]:
    first = plan.steps[0]
    core = first.kind == "exercise" and exercises.installed(first.exercise) and exercises.get(first.exercise).CORE
    return [] if first.kind == "exercise" and not core else [Notice(first.id, say("planning.doors", title=first.title))]


def _breaks(plan: Plan) -> list[Notice]:
    since, found = 0.0, []
    for step in plan.steps:
        whole = step.minutes + step.show_minutes
        if step.kind == "break" and whole >= SHORTEST_BREAK:
            since = 0.0
            continue
        before, since = since, since + whole
        if before < LONGEST_SITTING <= since:
            found.append(Notice(step.id, say("planning.no_break", title=step.title, minutes=f"{since:g}")))
    return found


def _slack(plan: Plan) -> list[Notice]:
    total = sum(step.minutes + step.show_minutes for step in plan.steps)
    spare = sum(step.minutes for step in plan.steps if pace.is_slack(step))
    if total < SLACK_FROM or spare >= SLACK_SHARE * total:
        return []
    return [Notice("", say("planning.slack", minutes=f"{spare:g}", wanted=f"{SLACK_SHARE * total:.1f}"))]


def _slow(plan: Plan, step: Step) -> str:
    try:
        size = form_size(step)
    except (ValueError, AlignlabError):
        return say("planning.broken", title=step.title)
    needed = size * seconds_a_field(plan, step) / 60
    if needed <= step.minutes:
        return ""
    return say("planning.slow", title=step.title, needed=f"{needed:.1f}", minutes=f"{step.minutes:g}", fields=size)


def visible(step: Step, privacy: str) -> str:
    """Why the step cannot have this visibility; "" where it can."""
    own = exercises.get(step.exercise).PRIVACY if step.kind == "exercise" else "about_work"
    if privacy not in STRICTNESS:
        return say("planning.privacy", kinds=", ".join(STRICTNESS))
    if STRICTNESS.index(privacy) < STRICTNESS.index(own):
        return say("planning.looser", title=step.title)
    return ""


def form_size(step: Step) -> int:
    """How many fields one person fills in: each line of an order or of points is one; 0 for a talk.

    Fields that one may leave out count once, whatever they hold.
    """
    if step.kind != "exercise" or not exercises.installed(step.exercise):
        return 0
    exercise: Any = exercises.get(step.exercise)
    setup = exercise.Setup.model_validate(step.setup)
    fewest = [f"p{n}" for n in range(5)]  # in the smallest group that gets a picture everybody's share is largest
    parts = exercise.assign(setup, fewest, 1)[fewest[0]]
    fields = [field for field in exercise.form(setup, parts, OwnAnswer({}), 1).fields if field.kind != "note"]
    lines = sum(len(f.options) if f.kind in ("rank", "points") else 1 for f in fields if not f.optional)
    return max(len(fields), lines)


def seconds_a_field(plan: Plan, step: Step) -> float:
    """How long a slow person looks at one field of this step, as the guide says."""
    page, phase = page_and_phase(plan, step.phase)
    if not page or not phase:
        return SECONDS_A_FIELD
    try:
        phases = {entry["id"]: entry for entry in guide.front_matter(page).get("phases", [])}
    except AlignlabError:
        return SECONDS_A_FIELD
    return float(phases.get(phase, {}).get("seconds_a_field") or SECONDS_A_FIELD)


def page_and_phase(plan: Plan, phase: str) -> tuple[str, str]:
    """(guide page, its phase) that a step's `phase` means: `page/phase` names another page than the plan's own."""
    page, _, own = phase.rpartition("/")
    return (page or plan.guide), own


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
