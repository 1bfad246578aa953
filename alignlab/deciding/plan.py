"""Changing the plan of a session: only what waits; what was opened stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alignlab import plans
from alignlab.deciding.common import Command, Decider, Moment, Write
from alignlab.errors import AlignlabError, Refused
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.plan import Plan
from alignlab.plan_now import plan_now
from alignlab.planning import add, change, drop, move
from alignlab.state import SessionState
from alignlab.templates import templates

CHANGEABLE = (
    *("title", "minutes", "show_minutes", "privacy", "picture", "groups", "table_size", "method", "setup", "words"),
)
Data = Mapping[str, Json]


def _change(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    what, plan = command.data.get("change"), state.plan
    work = _CHANGES.get(what) if isinstance(what, str) else None
    if work is None or plan is None:
        raise Refused("bad_value", say("planning.change", changes=", ".join(_CHANGES)))
    try:
        changed = plans.with_words(work(plan, state, command.data))
    except (AlignlabError, ValueError) as error:
        raise Refused("bad_value", str(error)) from error
    if changed == plan:
        return []
    return [Write("plan changed", {"plan": changed.model_dump(mode="json", by_alias=True)})]


def fixed(state: SessionState) -> frozenset[str]:
    """The steps that nobody can change any more: they were opened or skipped."""
    return frozenset(id_ for id_, step in state.steps.items() if step.phase != "waiting" or step.round)


def _text(data: Data, key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise Refused("bad_value", say("common.not_text", what=key))
    return value


def _whole(data: Data, key: str) -> int:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("bad_value", say("planning.whole", what=key))
    return value


def _drop(plan: Plan, state: SessionState, data: Data) -> Plan:
    return drop(plan, _text(data, "step"), fixed(state))


def _move(plan: Plan, state: SessionState, data: Data) -> Plan:
    return move(plan, _text(data, "step"), _whole(data, "to"), fixed(state))


def _set(plan: Plan, state: SessionState, data: Data) -> Plan:
    values = {key: data[key] for key in CHANGEABLE if key in data}
    if not values:
        raise Refused("bad_value", say("planning.nothing", keys=", ".join(CHANGEABLE)))
    step = _text(data, "step")
    if ("method" in values or "setup" in values) and step in state.steps:
        given = values.get("setup")
        values["setup"] = {**state.steps[step].draft, **(given if isinstance(given, dict) else {})}
    return change(plan, step, fixed(state), **values)


def _add(plan: Plan, state: SessionState, data: Data) -> Plan:
    known = templates()
    template = known.get(_text(data, "template"))
    if template is None:
        raise Refused("bad_value", say("planning.template", templates=", ".join(known)))
    return add(plan, template, _text(data, "after"), fixed(state))


def _copy(plan: Plan, state: SessionState, data: Data) -> Plan:
    step = _text(data, "step")
    if step not in {s.id for s in plan.steps}:
        raise Refused("bad_value", say("planning.unknown", step=step[:40]))
    return add(plan, plan_now(plan, state).step(step), step, fixed(state))


def _load(plan: Plan, state: SessionState, data: Data) -> Plan:
    """Another plan in place of this one, as long as nothing has begun."""
    if fixed(state):
        raise Refused("wrong_phase", say("planning.too_late"))
    return plans.parse(_text(data, "text"), "plan.yaml") if data.get("text") else plans.load(_text(data, "name"))


_CHANGES: dict[str, Callable[[Plan, SessionState, Data], Plan]] = {
    "drop": _drop,
    "move": _move,
    "set": _set,
    "add": _add,
    "copy": _copy,
    "load": _load,
}

DECIDERS: dict[str, Decider] = {"change plan": _change}
