"""What else fits now beside the one big button: the console's quiet menu, and what *undo* would take back. Pure."""

from __future__ import annotations

from alignlab import exercises
from alignlab.agenda import Move, following, has_form, last_touched, too_few
from alignlab.model.catalogue import say
from alignlab.state import SessionState, StepState


def undo_label(state: SessionState) -> str | None:
    """What *undo* would take back, or None."""
    if not state.undo or state.ended:
        return None
    last = state.undo[-1]
    if last.kind == "paused":
        return say("agenda.undo_pause")
    if last.kind == "plan changed":
        return say("agenda.undo_plan")
    title = state.steps[last.step].step.title
    labels = {
        "step opened": say("agenda.undo_open", title=title),
        "step closed": say("agenda.undo_close", title=title),
        "step finished": say("agenda.undo_finish", title=title),
        "step skipped": say("agenda.undo_skip", title=title),
    }
    return labels[last.kind]


def other_moves(state: SessionState) -> list[Move]:
    """What else fits now; the console shows it in a quiet menu."""
    if state.ended:
        return []
    now = state.now_step()
    moves = [Move("resume", "", say("agenda.resume"))] if state.paused else []
    if now:
        moves += _moves_of(state, now)
    else:
        after = following(state, last_touched(state))
        if after:
            moves += _card_and_talk(state, after)
            moves.append(Move("skip", after.step.id, say("agenda.skip", title=after.step.title)))
    skipped = [step for step in state.steps.values() if step.phase == "skipped" and not step.round]
    moves += [Move("open", s.step.id, say("agenda.open_after_all", title=s.step.title)) for s in skipped[-2:]]
    if not state.paused:
        moves.append(Move("pause", "", say("agenda.pause")))
    return moves


def _moves_of(state: SessionState, now: StepState) -> list[Move]:
    id_ = now.step.id
    moves = [
        Move("set timer", id_, say("agenda.more_minutes"), data={"more": 120}),
        Move("set timer", id_, say("agenda.no_timer")),
    ]
    if now.phase == "open" and not now.upto:
        moves.append(Move("skip", id_, say("agenda.skip_this")))
    if now.phase == "shown":
        moves.append(
            Move("show again", id_, say("agenda.show_again")) if now.hidden else Move("hide", id_, say("agenda.hide"))
        )
        if now.privacy != "about_me" and not now.erased_since():
            moves.append(Move("vote again", id_, say("agenda.vote_again")))
    if now.phase in ("closed", "shown") or (now.phase == "open" and not now.picture):
        moves.append(Move("finish", id_, say("agenda.finish")))
    if now.phase == "open" and not has_form(now):
        moves += _vote_again_after_talk(state)
    after = following(state, id_)
    return moves + (_card_and_talk(state, after) if after and now.phase in ("open", "shown") else [])


def _vote_again_after_talk(state: SessionState) -> list[Move]:
    """A second vote on the last picture that people talked about, if its exercise has one (`again`)."""
    for id_, step in reversed(state.steps.items()):
        if step.phase == "finished" and step.round in step.shown and has_form(step) and step.privacy != "about_me":
            if step.erased_since():
                return []
            known = hasattr(exercises.get(step.step.exercise), "again")
            return [Move("vote again", id_, say("agenda.vote_again_on", title=step.step.title))] if known else []
    return []


def _card_and_talk(state: SessionState, step: StepState) -> list[Move]:
    if too_few(state, step) is None:
        return []
    return [Move("open", step.step.id, say("agenda.card_and_talk", title=step.step.title), data={"picture": False})]
