"""What comes next: the one big button, what *undo* would take back, and what else fits now.

Pure functions of the state. The room uses them to carry out `next`, the console to label its buttons, so that both
always mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from alignlab import exercises
from alignlab.errors import AlignlabError
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
    """The first waiting step after this one in the plan (or the first of all)."""
    ids = list(state.steps)
    start = ids.index(step) + 1 if step in state.steps else 0
    return next((state.steps[id_] for id_ in ids[start:] if state.steps[id_].phase == "waiting"), None)


def last_touched(state: SessionState) -> str | None:
    """The furthest step of the plan that is no longer waiting."""
    touched = [id_ for id_, step in state.steps.items() if step.phase != "waiting"]
    return touched[-1] if touched else None


def has_form(step: StepState) -> bool:
    """Whether people write in this step. One whose exercise is not installed is passed over like a talk."""
    return step.step.kind == "exercise" and exercises.installed(step.step.exercise)


def next_move(state: SessionState, unsent: int = 0) -> Move | None:
    """What the big button does now; None when the session is over. `unsent`: devices that still hold answers."""
    if state.ended:
        return None
    now = state.now_step()
    if now is None or now.phase in ("finished", "skipped", "waiting"):
        return _opening(state, following(state, now.step.id if now else last_touched(state)))
    if now.phase == "open" and has_form(now) and now.picture:
        return Move("close", now.step.id, "Close the form", _not_all_done(state, now))
    if now.phase == "closed" and not now.upto:
        return Move("look", now.step.id, "Look at the picture first", _unsent(unsent))
    if now.phase == "closed":
        return Move("show", now.step.id, "Show the picture to everyone")
    return _moving_on(state, now)


def _opening(state: SessionState, step: StepState | None) -> Move:
    if step is None:
        return Move("end", "", "End the session", "This ends the session for everyone. The recap stays. End it now?")
    return Move("open", step.step.id, f"Open: {step.step.title}", before_opening(state, step))


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
        setup = exercise.Setup.model_validate(step.step.setup)
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
    have = "Nobody has" if not people else "One person has" if people == 1 else f"Only {people} people have"
    return (
        f"{have} joined, and a picture of this step needs {policy_for('about_me').k}. "
        "Open it as it is, or choose “card and talk”: everyone keeps their own card and no picture is made. Open it?"
    )


def privacy_of(step: StepState) -> str:
    """What kind of step this is, or will be when it opens."""
    if step.phase != "waiting":
        return step.privacy
    if step.step.privacy or not has_form(step):
        return step.step.privacy or "about_work"
    return exercises.get(step.step.exercise).PRIVACY


def _moving_on(state: SessionState, now: StepState) -> Move:
    after = following(state, now.step.id)
    label = f"Next: {after.step.title}" if after else "Finish the last step"
    confirm = _not_all_done(state, now) if now.phase == "open" and has_form(now) else None
    return Move("finish", now.step.id, label, confirm or (before_opening(state, after) if after else None))


def _not_all_done(state: SessionState, step: StepState) -> str | None:
    people = state.here()
    writing = [person for person in people if person.id not in step.done]
    if not people or len(people) - len(writing) >= ENOUGH_DONE * len(people):
        return None
    who = "One of" if len(writing) == 1 else f"{len(writing)} of"
    verb = "is" if len(writing) == 1 else "are"
    return f"{who} {len(people)} {verb} not done yet. What is saved counts. Close anyway?"


def _unsent(unsent: int) -> str | None:
    if not unsent:
        return None
    phones = "One phone has" if unsent == 1 else f"{unsent} phones have"
    return f"{phones} unsent answers. They can still arrive until you look. Look now?"


def undo_label(state: SessionState) -> str | None:
    """What *undo* would take back, or None."""
    if not state.undo or state.ended:
        return None
    last = state.undo[-1]
    if last.kind == "paused":
        return "Undo: pause"
    verb = {"step opened": "open", "step closed": "close", "step finished": "finish", "step skipped": "skip"}[last.kind]
    return f"Undo: {verb} “{state.steps[last.step].step.title}”"


def other_moves(state: SessionState) -> list[Move]:
    """What else fits now; the console shows it in a quiet menu."""
    if state.ended:
        return []
    now = state.now_step()
    moves = [Move("resume", "", "Go on")] if state.paused else []
    if now:
        moves += _moves_of(state, now)
    else:
        after = following(state, last_touched(state))
        if after:
            moves += _card_and_talk(state, after)
            moves.append(Move("skip", after.step.id, f"Skip: {after.step.title}"))
    if not state.paused:
        moves.append(Move("pause", "", "Pause for everyone"))
    return moves


def _moves_of(state: SessionState, now: StepState) -> list[Move]:
    id_ = now.step.id
    moves = [Move("set timer", id_, "2 more minutes", data={"more": 120}), Move("set timer", id_, "No timer")]
    if now.phase == "open" and not now.upto:
        moves.append(Move("skip", id_, "Skip this step"))
    if now.phase == "shown":
        moves.append(Move("show again", id_, "Show again") if now.hidden else Move("hide", id_, "Hide the picture"))
        if now.privacy != "about_me":
            moves.append(Move("vote again", id_, "Vote again"))
    if now.phase in ("closed", "shown") or (now.phase == "open" and not now.picture):
        moves.append(Move("finish", id_, "Finish this step"))
    if now.phase == "open" and not has_form(now):
        moves += _vote_again_after_talk(state)
    after = following(state, id_)
    return moves + (_card_and_talk(state, after) if after and now.phase in ("open", "shown") else [])


def _vote_again_after_talk(state: SessionState) -> list[Move]:
    """A second vote on the last picture that people talked about, if its exercise has one (`again`)."""
    for id_, step in reversed(state.steps.items()):
        if step.phase == "finished" and step.round in step.shown and has_form(step) and step.privacy != "about_me":
            known = hasattr(exercises.get(step.step.exercise), "again")
            return [Move("vote again", id_, f"Vote again: {step.step.title}")] if known else []
    return []


def _card_and_talk(state: SessionState, step: StepState) -> list[Move]:
    if too_few(state, step) is None:
        return []
    return [Move("open", step.step.id, f"Card and talk: {step.step.title}", data={"picture": False})]
