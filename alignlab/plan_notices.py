"""What a facilitator should look at in a plan before using it; the guide says how long a field takes a slow person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alignlab import exercises, guide, pace
from alignlab.errors import AlignlabError
from alignlab.model.catalogue import say
from alignlab.model.own import OwnAnswer
from alignlab.model.plan import Plan, Step

LONGEST_SITTING = 90.0  # minutes without a break
SHORTEST_BREAK = 5.0  # minutes
SLACK_FROM = 90.0  # minutes: shorter plans need none
SLACK_SHARE = 0.05  # of all minutes
SECONDS_A_FIELD = 20.0  # where the guide says nothing
STRICTNESS = ("named", "about_work", "about_me")  # from what everybody may know to what nobody may


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at; `step` is "" where it is about the plan as a whole."""

    step: str
    text: str


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
