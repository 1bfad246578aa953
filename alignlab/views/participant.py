"""What a participant (or an observer) sees."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from alignlab import agenda, exercises
from alignlab.answers import actor_of, card_of, form_of, lines_of, locked_out, may_vote, own_answer
from alignlab.model.catalogue import say
from alignlab.model.viewer import Viewer
from alignlab.model.words import day_in_words, undertaken
from alignlab.state import SessionState, StepState
from alignlab.views import day
from alignlab.views.shared import Scene, View, common, counts_view, end_of, promise_of


def participant(viewer: Viewer, state: SessionState, scene: Scene) -> View:
    me, step = state.people.get(viewer.person), state.now_step()
    return {
        "role": viewer.role,
        **common(state, scene),
        "me": {
            "name": me.name if me else "",
            "left": bool(me and me.gone),
            "erasing": viewer.person in state.asking_erasure,
        },
        **_writing(viewer, state, step),
        "cards": _earlier_cards(viewer, state, None if state.ended else step),
        "look_up": bool(step and not agenda.has_form(step)),
        "commitments": commitments(viewer, state),
        "stand": viewer.person in state.standing,
        **day.participant(viewer, state),
        "decider": _decider(viewer, state, step),
        **({"counts": counts_view(state)} if viewer.role == "observer" else {}),
        "end": end_of(state, scene),
    }


def _decider(viewer: Viewer, state: SessionState, step: StepState | None) -> View | None:
    """What this decider may open now: the very lines that everybody will see."""
    if step is None or viewer.person not in step.deciders or step.phase != "shown" or step.hidden:
        return None
    return {"opened": viewer.person in step.opened_answers, "lines": lines_of(viewer, state, step)}


def commitments(viewer: Viewer, state: SessionState) -> list[View]:
    """What this person said they will do: shared ones, and those that only they see."""
    shared = [c for c in state.commitments.values() if c["person"] == viewer.person]
    keys = ("step", "text", "when", "by")
    found: list[View] = [{"id": c["commitment"], **_told(c, keys), "shared": True} for c in shared]
    for step in state.steps.values():
        if not step.round or not agenda.has_form(step) or any(c["step"] == step.step.id for c in shared):
            continue
        exercise = exercises.get(step.step.exercise)
        to_share = getattr(exercise, "to_share", None)
        own = own_answer(viewer, state, step)
        if to_share and own.values and (made := to_share(exercise.Setup.model_validate(step.setup), own)):
            found.append(
                {"id": step.step.id, "step": step.step.id, **_told(made, ("text", "when", "by")), "shared": False}
            )
    return found


def _told(made: Mapping[str, Any], keys: tuple[str, ...]) -> View:
    """A commitment with its sentence, as the recap has it, and its day in words."""
    by = made["by"]
    with contextlib.suppress(ValueError):  # no day, but what somebody wrote
        by = day_in_words(by)
    return {**{key: made[key] for key in keys}, "said": "".join(undertaken(made["when"], made["text"])), "day": by}


def _writing(viewer: Viewer, state: SessionState, step: StepState | None) -> View:
    nothing: View = {"promise": "", "form": None, "answers": {}, "done": False, "locked": None, "card": None}
    if step is None or not agenda.has_form(step) or viewer.role != "participant":
        return nothing
    if state.ended or viewer.person not in step.parts or not may_vote(viewer, state, step):
        return nothing
    done = viewer.person in step.done
    writing = step.phase in ("open", "closed")
    return {
        "promise": promise_of(state, step, viewer.person),
        "form": form_view(viewer, state, step) if writing else None,
        "answers": _own_values(viewer, state, step) if writing else {},
        "done": done,
        "locked": say("views.locked") if locked_out(viewer, state, step) else None,
        "card": _card(viewer, state, step) if done or step.phase in ("closed", "shown") else None,
    }


def form_view(viewer: Viewer, state: SessionState, step: StepState) -> View:
    """The form as phones get it: with opaque part ids, so that no stage's name is in the page."""
    form: View = form_of(viewer, state, step).model_dump(mode="json")
    for field_ in form["fields"]:
        field_["part"] = state.opaque(step.step.id, field_["part"])
    return form


def _own_values(viewer: Viewer, state: SessionState, step: StepState) -> View:
    values = step.values(actor_of(viewer, state, step))
    return {state.opaque(step.step.id, part): value for part, value in values.items()}


def _card(viewer: Viewer, state: SessionState, step: StepState) -> View | None:
    card = card_of(viewer, state, step)
    return card.model_dump(mode="json") if card else None


def _earlier_cards(viewer: Viewer, state: SessionState, now: StepState | None) -> list[View]:
    cards = []
    for step in state.steps.values():
        if step is now or not step.round or not agenda.has_form(step) or viewer.person not in step.parts:
            continue
        if card := _card(viewer, state, step):
            cards.append({"step": step.step.id, **card})
    return cards
