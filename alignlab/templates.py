"""Steps that can be added to a plan, taken from the plans that come with alignlab, with the guide's words in them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType

from alignlab import exercises, plans
from alignlab.model.catalogue import say
from alignlab.model.plan import Step

BESIDE = "half_day"  # the plan that has everything beside the exercises: check, groups, breaks, reading back, slack
MINUTES = 10.0  # of a new talk or break
LENGTH = 60  # minutes of the plans whose exercises are offered


@functools.cache
def templates() -> Mapping[str, Step]:
    """Template id -> step, in the order in which they are offered. Raises InvalidInput if a plan of ours is broken."""
    found = {"talk": _plain("talk", say("planning.talk")), "break": _plain("break", say("planning.break"))}
    for id_, exercise in sorted(exercises.discover().items()):
        if exercise.CORE and f"{id_}_{LENGTH}" in plans.names():
            found |= _of(f"{id_}_{LENGTH}", functools.partial(_is, id_))
    beside = plans.load(BESIDE)
    core = {step.id for step in beside.steps if step.exercise and exercises.get(step.exercise).CORE}
    found |= _of(BESIDE, lambda step: step.id not in core and not step.again and step.kind != "break")
    return MappingProxyType(found)


def _plain(kind: str, title: str) -> Step:
    return Step.model_validate({"id": kind, "title": title, "kind": kind, "minutes": MINUTES})


def _is(exercise: str, step: Step) -> bool:
    return step.exercise == exercise


def _of(name: str, wanted: Callable[[Step], bool]) -> dict[str, Step]:
    plan = plans.load(name)
    return {f"{name}.{step.id}": _at_home(step, plan.guide) for step in plan.steps if wanted(step)}


def _at_home(step: Step, page: str) -> Step:
    """The step with its guide page named, so that it keeps its words in a plan of another page."""
    phases = {key: getattr(step, key) for key in ("phase", "show_phase")}
    named = {key: phase if "/" in phase else f"{page}/{phase}" for key, phase in phases.items() if phase}
    return step.model_copy(update={**named, "again": ""})
