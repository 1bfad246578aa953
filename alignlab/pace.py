"""How far the day runs behind its plan, and what can be left out to be on time again. Pure functions of the state.

The day is projected: what has passed, what is left of the present step's minutes, and the minutes of all that still
waits. What was skipped or shortened has left the sum, so a cut shows at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from alignlab.model.plan import Step
from alignlab.state import SessionState, StepState

WORTH_TELLING = 3.0  # minutes behind, from which a cut is offered
MOST_CUTS = 4
LEAST_LEFT = 3.0  # minutes: a step shorter than this is left out instead
SLACK = ("slack",)  # guide phases that stand for minutes in hand


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to win minutes: leave the step out (`minutes` 0), or keep so many of its minutes."""

    step: str
    title: str
    minutes: float
    wins: float


def behind(state: SessionState, now: int) -> float:
    """Minutes by which the session will end later than the plan's sum, if all that waits takes its own minutes.

    Negative while minutes are in hand. 0 before the first step opens. The plan's sum is that of its steps when it
    began: what was dropped or shortened since counts as won.
    """
    if not state.started:
        return 0.0
    waiting = sum(step.minutes for step in to_come(state))
    return round(_passed(state, now) + _left(state, now) + waiting - _promised(state), 1)


def to_come(state: SessionState) -> list[StepState]:
    """The steps that wait behind the furthest one; those before it were passed over."""
    steps, last = list(state.steps), furthest(state)
    return [state.steps[id_] for id_ in steps[steps.index(last) + 1 if last else 0 :] if _waits(state.steps[id_])]


def furthest(state: SessionState) -> str | None:
    """Where the session stands: the furthest step that was opened, and what was skipped directly behind it.

    A later step that was skipped beforehand is a cut in what still comes.
    """
    found, steps = None, list(state.steps.items())
    opened = max((place for place, (_, step) in enumerate(steps) if step.round), default=-1)
    for place, (id_, step) in enumerate(steps):
        if place > opened and step.phase != "skipped":
            break
        found = id_
    return found


def _waits(step: StepState) -> bool:
    return step.phase == "waiting"


def planned(state: SessionState) -> float:
    """Minutes that the plan gives to what comes before the present step, or before the first that waits."""
    total = 0.0
    for id_, step in state.steps.items():
        if id_ == state.current or (state.current is None and step.phase == "waiting"):
            break
        total += step.minutes
    return total


def cuts(state: SessionState, now: int) -> list[Cut]:
    """What to leave out, first what costs least: minutes in hand, then what the guide says to cut first.

    Empty while the session is less than three minutes behind, and where one cut was enough no more than that is asked.
    """
    over = behind(state, now)
    if over < WORTH_TELLING or state.ended:
        return []
    waiting = [step.step for step in to_come(state) if step.step.words.cut_first]
    slack = [step for step in waiting if is_slack(step)]
    others = [step for step in waiting if not is_slack(step)]
    return [_cut(step, over) for step in [*slack, *others]][:MOST_CUTS]


def is_slack(step: Step) -> bool:
    """Whether the step is minutes in hand."""
    return step.phase.rsplit("/", 1)[-1] in SLACK


def _cut(step: Step, over: float) -> Cut:
    whole = step.minutes + step.show_minutes
    left = float(int(whole - over))  # whole minutes, so that at least what is over is won
    if step.kind == "exercise" or left < LEAST_LEFT:
        return Cut(step.id, step.title, 0.0, whole)
    return Cut(step.id, step.title, left, whole - left)


def _passed(state: SessionState, now: int) -> float:
    return (now - state.started) / 60_000


def _left(state: SessionState, now: int) -> float:
    step = state.now_step()
    if step is None or step.phase not in ("open", "closed", "shown"):
        return 0.0
    return max(0.0, minutes_now(state, step) - (now - step.opened) / 60_000)


def minutes_now(state: SessionState, step: StepState) -> float:
    """The minutes of what the step does now: of a second vote those of the talk that leads to it."""
    return second_minutes(state, step) if step.round > 1 else step.minutes


def second_minutes(state: SessionState, step: StepState) -> float:
    """The minutes of a second vote: those of the talk that leads to it, else half of the first one's."""
    led = next((s.step.minutes for s in state.steps.values() if s.step.again == step.step.id), None)
    return step.step.minutes / 2 if led is None else led


def _promised(state: SessionState) -> float:
    return state.promised or (state.plan.minutes if state.plan else 0.0)
