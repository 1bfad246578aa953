"""What comes next: the one big button with its words, and what it asks first.

Pure functions of the state. The room uses them to carry out `next`, the console to label its buttons, so that both
always mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from alignlab import drafts, exercises, pace
from alignlab.errors import AlignlabError, Refused
from alignlab.model.catalogue import say
from alignlab.model.measures import Released
from alignlab.model.plan import Words
from alignlab.promise import policy_for
from alignlab.state import SessionState, StepState

ENOUGH_DONE = 0.8  # below this share, closing asks once


@dataclass(frozen=True, slots=True)
class Move:
    """One command with its words. `confirm` is a question to ask first."""

    command: str
    step: str
    label: str
    confirm: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


def following(state: SessionState, step: str | None) -> StepState | None:
    """The first waiting step after this one in the plan (or the first of all) that has anything to ask."""
    return next((found for found in _waiting(state, step) if drafts.needless(state, found) is None), None)


def passed_over(state: SessionState, step: str | None) -> list[StepState]:
    """The waiting steps between this one and the one that follows: they would ask nobody anything."""
    return list(takewhile(lambda found: drafts.needless(state, found) is not None, _waiting(state, step)))


def _waiting(state: SessionState, step: str | None) -> Iterator[StepState]:
    ids = list(state.steps)
    start = ids.index(step) + 1 if step in state.steps else 0
    return (state.steps[id_] for id_ in ids[start:] if state.steps[id_].phase == "waiting")


def here(state: SessionState) -> str | None:
    """The step after which *Next* goes on; None before the first one."""
    now = state.now_step()
    return now.step.id if now else last_touched(state)


def last_touched(state: SessionState) -> str | None:
    """Where the session stands in its plan; None before its first step."""
    return pace.furthest(state)


def has_form(step: StepState) -> bool:
    """Whether people write in this step. One whose exercise is not installed is passed over like a talk."""
    return step.step.kind == "exercise" and exercises.installed(step.step.exercise)


def host_only(step: StepState) -> bool:
    """Whether the step tells the facilitator one of a few words and shows nothing to anybody else."""
    return has_form(step) and bool(getattr(exercises.get(step.step.exercise), "HOST_ONLY", False))


def words_of(state: SessionState, step: StepState) -> Words:
    """What the guide says now: in a second vote what it says for the talk that led to it."""
    if step.round > 1 and step.phase in ("open", "closed", "shown"):
        led = next((s.step.words for s in state.steps.values() if s.step.again == step.step.id), None)
        return led if led is not None else step.words
    return step.words


def second_vote(state: SessionState, now: StepState) -> StepState | None:
    """The step on which this talk votes again; None where it leads to none, or where nothing is open any more."""
    target = state.steps.get(now.step.again)
    if target is None or not has_form(target) or target.privacy == "about_me" or target.round != 1:
        return None
    shown, exercise = target.shown.get(1), exercises.get(target.step.exercise)
    again = getattr(exercise, "again", None)
    if shown is None or again is None or target.hidden or target.erased_since():
        return None
    try:
        again(exercise.Setup.model_validate(target.setup), Released.model_validate(shown["picture"]))
    except (ValueError, Refused):
        return None
    return target


def can_arrange(step: StepState) -> bool:
    """Whether there is something for the host to fill in before this step opens."""
    return step.phase in ("waiting", "skipped") and _has(step, "arrange")


def can_settle(step: StepState) -> bool:
    """Whether there is something to settle after this step's picture."""
    shown = step.phase in ("shown", "finished") and step.last_shown() is not None
    return shown and _has(step, "settle") and not drafts.makes_ready(step)


def _has(step: StepState, hook: str) -> bool:
    return has_form(step) and hasattr(exercises.get(step.step.exercise), hook)


def next_move(state: SessionState, unsent: int = 0) -> Move | None:
    """What the big button does now; None when the session is over. `unsent`: devices that still hold answers."""
    if state.ended:
        return None
    now = state.now_step()
    if now is None or now.phase in ("finished", "skipped", "waiting"):
        return _opening(state, following(state, here(state)))
    if now.phase == "open" and has_form(now) and now.picture:
        return Move("close", now.step.id, say("agenda.close"), _not_all_done(state, now))
    if now.phase == "closed" and not now.upto and now.round > 1 and now.erased_since():
        return _moving_on(state, now)
    if now.phase == "closed" and not now.upto:
        return Move("look", now.step.id, say("agenda.look"), _unsent(unsent))
    if now.phase == "closed" and host_only(now):
        return _moving_on(state, now)
    if now.phase == "open" and (again := second_vote(state, now)):
        return Move("vote again", again.step.id, say("agenda.vote_again_on", title=again.step.title))
    if now.phase == "closed":
        return Move("show", now.step.id, say("agenda.show"))
    return _moving_on(state, now)


def _opening(state: SessionState, step: StepState | None) -> Move:
    if step is None:
        return Move("end", "", say("agenda.end"), say("agenda.end_confirm"))
    return Move("open", step.step.id, say("agenda.open", title=step.step.title), before_opening(state, step))


def before_opening(state: SessionState, step: StepState) -> str | None:
    """What to ask before this step opens: too few people for a picture, too much for the minutes."""
    return too_few(state, step) or too_much(state, step)


def too_much(state: SessionState, step: StepState) -> str | None:
    """What the exercise says of its load (`load(setup, people, minutes)`), if it can say anything."""
    exercise = exercises.get(step.step.exercise) if has_form(step) else None
    load = getattr(exercise, "load", None)
    if exercise is None or load is None:
        return None
    try:
        setup = exercise.Setup.model_validate(drafts.draft_of(state, step))
    except (ValueError, AlignlabError):
        return None  # opening it will say what is wrong
    sentence: str | None = load(setup, len(state.here()), step.step.minutes)
    return sentence


def too_few(state: SessionState, step: StepState) -> str | None:
    """The warning before an *about me* form opens in a room that is too small for a picture."""
    people = len(state.here())
    if (
        not has_form(step)
        or privacy_of(step) != "about_me"
        or not step.step.picture
        or people >= policy_for("about_me").k
    ):
        return None
    return f"{_joined(people, policy_for('about_me').k)} {say('agenda.card_or_open')}"


def _joined(people: int, k: int) -> str:
    if not people:
        return say("agenda.nobody_joined", k=k)
    return say("agenda.one_joined", k=k) if people == 1 else say("agenda.few_joined", people=people, k=k)


def privacy_of(step: StepState) -> str:
    """What kind of step this is, or will be when it opens."""
    if step.phase != "waiting":
        return step.privacy
    if step.step.privacy or not has_form(step):
        return step.step.privacy or "about_work"
    return exercises.get(step.step.exercise).PRIVACY


def _moving_on(state: SessionState, now: StepState) -> Move:
    after = following(state, now.step.id)
    label = say("agenda.next", title=after.step.title) if after else say("agenda.finish_last")
    confirm = _not_all_done(state, now) if now.phase == "open" and has_form(now) else None
    return Move("finish", now.step.id, label, confirm or (before_opening(state, after) if after else None))


def _not_all_done(state: SessionState, step: StepState) -> str | None:
    people = state.here()
    writing = [person for person in people if person.id not in step.done]
    if not people or len(people) - len(writing) >= ENOUGH_DONE * len(people):
        return None
    if len(writing) == 1:
        return say("agenda.one_writing", people=len(people))
    return say("agenda.some_writing", writing=len(writing), people=len(people))


def _unsent(unsent: int) -> str | None:
    if not unsent:
        return None
    return say("agenda.one_unsent") if unsent == 1 else say("agenda.some_unsent", phones=unsent)
