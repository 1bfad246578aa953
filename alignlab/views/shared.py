"""What all views share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from typing import Any, Literal

import rubric
from alignlab import agenda, exercises
from alignlab.model.catalogue import say
from alignlab.model.measures import Released
from alignlab.model.plan import Step
from alignlab.model.words import day_in_words
from alignlab.promise import promise
from alignlab.state import SessionState, StepState
from alignlab.views import day

Status = Literal["done", "writing", "here", "away", "asleep", "left", "removed"]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Presence:
    """What is known of one person's devices right now; never stored."""

    status: Literal["here", "away", "asleep"]
    unsent: int = 0
    devices: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """What a view needs beside the state."""

    now: int = 0
    links: Mapping[str, str] = field(default_factory=dict)
    presence: Mapping[str, Presence] = field(default_factory=dict)
    pictures: Mapping[tuple[str, int], View] = field(default_factory=dict)  # ready to send, with drawn charts
    notice: str | None = None  # "cannot save just now: …"
    zone: tzinfo | None = UTC  # of the clock in the room; None: this machine's own
    consoles: int = 0  # facilitators who have a console open
    waits_for_device: Callable[[str], bool] = lambda _person: False  # whether erasing somebody now would leave answers
    driver: bool = False  # a demo drives itself; the facilitator may take over

    @property
    def unsent(self) -> int:
        """Devices that still hold answers."""
        return sum(1 for presence in self.presence.values() if presence.unsent)


def common(state: SessionState, scene: Scene) -> View:
    """The part that every role gets."""
    step = state.now_step()
    return {
        "session": {
            "code": state.code,
            "title": state.title,
            "host": state.host,
            "simulated": state.simulated,
            "phase": "ended" if state.ended else "paused" if state.paused or scene.notice else "running",
            "notice": scene.notice,
            "people": len(state.here()),
            "watching": len(state.watching()),
            "begun": bool(state.started),
        },
        "step": step_view(state, step, scene.zone) if step else None,
        "practice": state.practice.get("text") or None,
        "picture": _shown(step, scene) if step else None,
        **day.everyone(state),
        "opened": _opened(state, step) if step else [],
    }


def filled(state: SessionState, text: str) -> str:
    """The guide's words with what this session knows in place of {host} and {date}."""
    host, day = state.host or say("views.facilitator"), day_in_words(state.delete_after)
    return text.replace("{host}", host).replace("{date}", day)


def step_view(state: SessionState, step: StepState, zone: tzinfo | None = UTC) -> View:
    return {
        "id": step.step.id,
        "title": step.step.title,
        "kind": step.step.kind,
        "phase": step.phase,
        "round": step.round,
        "privacy": step.privacy,
        "question": agenda.words_of(state, step).question,
        "aside": _aside(step),
        "minutes": step.minutes,
        "ends_at": step.ends_at,
        "back_at": day.back_at(step, zone),
        "index": list(state.steps).index(step.step.id) + 1,
        "of": len(state.steps),
    }


def _aside(step: StepState) -> str | None:
    """What the exercise wants every screen to say while people write, such as who decides."""
    if step.phase != "open" or not agenda.has_form(step):
        return None
    say_aside = getattr(exercises.get(step.step.exercise), "aside", None)
    return (say_aside(step.setup) or None) if say_aside else None


def _shown(step: StepState, scene: Scene) -> View | None:
    if step.phase != "shown" or step.hidden or step.round not in step.shown:
        return None
    whole = scene.pictures.get((step.step.id, step.round))
    shown = step.shown[step.round]
    return {**picked(whole, shown["picks"]), "wall": shown.get("chart", "")} if whole else None


def _opened(state: SessionState, step: StepState) -> list[View]:
    """Deciders' answers that they opened, with the names that they chose."""
    if step.phase != "shown" or step.hidden:
        return []
    people = {who: state.people[who] for who in step.opened_answers if who in state.people}
    return [{"name": p.name, "lines": step.opened_answers[who]} for who, p in people.items() if p.gone != "removed"]


def picked(whole: View, picks: list[str]) -> View:
    """The picture with only the findings that the facilitator chose for the wall."""
    return {**whole, "findings": [finding for finding in whole["findings"] if finding["id"] in picks]}


def picture_view(step: Step, round_: int, released: Released, findings: list[View], charts: list[View]) -> View:
    """A picture ready to be sent; `charts` are `{id, title, text, svg, svg_narrow}`."""
    said = {finding["text"] for finding in findings}
    reasons = [q.reason for q in released.quantities.values() if q.type == "withheld" and q.reason not in said]
    return {
        "title": step.title,
        "n": released.n,
        "n_text": people(released.n),
        "findings": findings,
        "charts": charts,
        "withheld": list(dict.fromkeys(reasons)),
        "round": round_,
    }


def people(n: int | None) -> str:
    """How many answered, in words."""
    if n is None:
        return say("views.too_few")
    return say("views.one_person") if n == 1 else say("views.people", count=n)


def promise_of(state: SessionState, step: StepState, person: str = "") -> str:
    """Who will see what, in the words that stand above the first field of this person's form (of everybody's)."""
    deciders = [state.people[who].name for who in sorted(step.deciders - {person}) if who in state.people]
    return promise(
        step.privacy,
        state.host,
        date.fromisoformat(state.delete_after),
        picture=step.picture,
        host_only=agenda.host_only(step),
        hosts=state.hosts_here(),
        deciders=deciders,
        you_decide=person in step.deciders,
    )


def end_of(state: SessionState, scene: Scene) -> View | None:
    if not state.ended:
        return None
    question = rubric.load().statement("frame.6").text
    return {
        "text": say("views.end", question=question),
        "recap": scene.links.get("recap") if state.recap_shared else None,
    }


def counts_view(state: SessionState) -> View:
    """Who is done, in numbers: nobody's name."""
    joined, done, of = counts_of(state)
    return {"joined": joined, "done": done, "of": of}


def counts_of(state: SessionState) -> tuple[int, int, int]:
    here, step = state.here(), state.now_step()
    done = sum(1 for person in here if step and person.id in step.done)
    return len(here), done, len(here)
