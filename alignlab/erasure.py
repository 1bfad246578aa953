"""What goes when somebody is erased, and when that has to wait: pure functions of the state."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from alignlab.model.base import PersonId
from alignlab.model.viewer import Viewer
from alignlab.state import SessionState, StepState


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of a person; `hidden` are titles of steps whose answers nobody can tell to be theirs, `later` the
    codes of sessions of the same team that begin with a commitment which the person had shared. `asked`: they did so
    themselves, so what is hidden follows once a device of theirs is here."""

    name: str
    events: int
    hidden: tuple[str, ...]
    later: tuple[str, ...] = ()
    asked: bool = False

    @property
    def revoked(self) -> tuple[str | None, ...]:
        """Roles of the person's credentials that go; None: of all. Those that stay open nothing, as nobody is who they
        were, but they alone can tell later which hidden answers are theirs."""
        if not self.hidden:
            return (None,)
        return ("way back",) if self.asked else ("way back", "participant", "observer")


def private_steps(state: SessionState, person: PersonId) -> list[StepState]:
    """The *about me* steps that this person began: their answers lie under a pseudonym."""
    return [step for step in state.steps.values() if step.privacy == "about_me" and person in step.begun]


def pseudonyms(viewer: Viewer, state: SessionState) -> list[PersonId]:
    """Under which ids this viewer's *about me* answers lie; only a viewer with their key can tell."""
    return [viewer.pseudonym(state.code, step.step.id) for step in private_steps(state, viewer.person)]


def left_behind(viewer: Viewer, state: SessionState) -> list[PersonId]:
    """Under which ids there are still *about me* answers of somebody who is erased already: that they began these steps
    is gone from the log too."""
    steps = [step for step in state.steps.values() if step.privacy == "about_me"]
    mine = [(step, viewer.pseudonym(state.code, step.step.id)) for step in steps]
    return [who for step, who in mine if step.saves.get(who)]


def still_hidden(state: SessionState, person: PersonId, actors: Collection[PersonId]) -> tuple[str, ...]:
    """Titles of the steps in which none of these pseudonyms is the person's: their answers there would stay."""
    return tuple(
        step.step.title for step in private_steps(state, person) if not any(step.saves.get(who) for who in actors)
    )


def looking(state: SessionState) -> bool:
    """Whether the host sees a picture that is not shown yet: made anew without somebody, it would tell who they are."""
    step = state.now_step()
    return bool(step and step.phase == "closed" and step.upto and step.picture)
