"""The plan as the console edits it: steps with what can be changed in each, what can be added, what to look at."""

from __future__ import annotations

import functools
from typing import Any

from alignlab import exercises, plan_notices, planning
from alignlab.agenda import privacy_of
from alignlab.model.plan import Plan, Step
from alignlab.plan_now import plan_now, without_own
from alignlab.state import SessionState
from alignlab.templates import templates

View = dict[str, Any]


def plan_editor(state: SessionState) -> View | None:
    """None once the session has ended: there is nothing left to change."""
    plan = state.plan
    if plan is None or state.ended:
        return None
    edit = _edit(plan_now(plan, state).model_dump_json(by_alias=True))
    rows = []
    for row in edit["steps"]:
        step = state.steps.get(row["id"])
        waits = step is not None and step.phase == "waiting" and not step.round
        rows.append({**row, "waits": waits, "privacy": privacy_of(step) if step else row["privacy"]})
    return {**edit, "steps": rows, "begun": any(not row["waits"] for row in rows)}


@functools.lru_cache(maxsize=16)
def _edit(plan_text: str) -> View:
    """What only depends on the plan; it is asked for with every view of a console."""
    plan = Plan.model_validate_json(plan_text)
    return {
        "id": plan.id,
        "minutes": plan.minutes,
        "own": without_own(plan) != plan,
        "steps": [_row(step) for step in plan.steps],
        "templates": [{"id": id_, "title": step.title, "minutes": _whole(step)} for id_, step in templates().items()],
        "notices": [{"step": notice.step, "text": notice.text} for notice in plan_notices.notices(plan)],
    }


def _row(step: Step) -> View:
    method, known = planning.methods(step)
    return {
        "id": step.id,
        "title": step.title,
        "kind": step.kind,
        "exercise": step.exercise,
        "minutes": step.minutes,
        "show_minutes": step.show_minutes,
        "privacy": step.privacy or "about_work",
        "picture": step.picture,
        "picture_can": step.kind == "exercise"
        and exercises.installed(step.exercise)
        and exercises.get(step.exercise).CORE,
        "groups": step.groups or "",
        "table_size": step.table_size,
        "method": method,
        "methods": [{"id": id_, "title": title} for id_, title in known.items()],
        "stricter": [p for p in plan_notices.STRICTNESS if step.kind == "exercise" and _allowed(step, p)],
    }


def _allowed(step: Step, privacy: str) -> bool:
    return not plan_notices.visible(step, privacy)


def _whole(step: Step) -> float:
    return step.minutes + step.show_minutes
