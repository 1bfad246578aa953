"""What the step is made with: the parts of the rubric that it shows, frozen, so that a later rubric changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import model_validator

import rubric
from alignlab.exercises import BaseSetup
from alignlab.model.base import Frozen

MINIMUM_RATED = 3  # statements; a stage with fewer is passed over, not failed
MOST_STRUGGLES = 3


class Stage(Frozen):
    """A kind of work: `plain` is shown, `short` is its first word where a sentence needs one."""

    id: str
    plain: str
    essence: str
    question: str

    @property
    def short(self) -> str:
        first = self.plain.split(" ", 1)[0]
        return first if first.endswith("ing") else self.plain


class Behaviour(Frozen):
    """A rated statement. `we`, `gerund`, `past` and the questions are how a finding speaks of it."""

    id: str
    stage: str
    text: str
    for_instance: str
    we: str
    gerund: str
    past: str
    rare: str
    common: str
    absent: str


class Struggle(Frozen):
    """A difficulty that people of a stage know; `theme` may be told where the struggle itself may not."""

    id: str
    stage: str
    text: str
    theme: str


class Line(Frozen):
    """A sentence of one stage to read or to send: a question to oneself, a sign of readiness, a message."""

    id: str
    stage: str
    text: str
    message: str = ""


class Practice(Frozen):
    """Something to try: `act` follows "I will", `together` is what a group can do in the room (or nothing)."""

    id: str
    stage: str
    section: str
    act: str
    together: str


def shelf(menu: Iterable[Practice], stage: str) -> list[Practice]:
    """What a stage has to try, from its sections in turn: a practice, an opportunity, a practice, …"""
    sections: dict[str, list[Practice]] = {}
    for practice in menu:
        if practice.stage == stage:
            sections.setdefault(practice.section, []).append(practice)
    return in_turn(list(sections.values()))


def in_turn(shelves: Sequence[Sequence[Practice]]) -> list[Practice]:
    """The first of each shelf, then the second of each, and so on."""
    longest = max((len(some) for some in shelves), default=0)
    return [some[depth] for depth in range(longest) for some in shelves if depth < len(some)]


class Setup(BaseSetup):
    """`form`: full has the behaviours; short has the questions one catches oneself asking instead (30 minutes).

    The rest is filled from the built-in rubric if a plan does not give it; `Setup.of` takes another ladder.
    """

    form: Literal["full", "short"] = "full"
    rubric_id: str
    rubric_version: str
    stages: tuple[Stage, ...]
    behaviours: tuple[Behaviour, ...]
    struggles: tuple[Struggle, ...]
    themes: dict[str, str]
    catching: tuple[Line, ...]  # the question that one catches oneself asking, one a stage
    ask_self: tuple[Line, ...]
    ask_others: tuple[Line, ...]
    ready: tuple[Line, ...]
    menu: tuple[Practice, ...]

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        if isinstance(data, dict) and "stages" not in data:
            return {**content(rubric.load()), **data}
        return data

    @classmethod
    def of(cls, ladder: rubric.Rubric, competency: str | None = None, **given: Any) -> Setup:
        """The setup of another ladder, or of one competency of it. Raises RubricError for an unknown competency."""
        return cls.model_validate({**content(ladder, competency), **given})

    def stage(self, id_: str) -> Stage:
        """The stage of this id. Raises KeyError."""
        return self.stages[self.place(id_)]

    def place(self, id_: str) -> int:
        """Where the stage stands in the order, from 0. Raises KeyError."""
        for place, stage in enumerate(self.stages):
            if stage.id == id_:
                return place
        raise KeyError(id_)

    def behaviours_of(self, stage: str) -> tuple[Behaviour, ...]:
        """The rated statements of one stage, in the order of the rubric."""
        return tuple(behaviour for behaviour in self.behaviours if behaviour.stage == stage)


def content(ladder: rubric.Rubric, competency: str | None = None) -> dict[str, Any]:
    """What the exercise takes from a rubric: the stages of one competency's scale (else the first's), as plain data."""
    chosen = ladder.competency(competency) if competency else ladder.competencies[0]
    scale = next(scale for scale in ladder.scales if scale.id == chosen.scale)
    by_kind: dict[str, list[rubric.Statement]] = {}
    for statement in ladder.by(competency=chosen.id):
        by_kind.setdefault(ladder.section(statement.section).kind, []).append(statement)
    rated = [s for some in by_kind.values() for s in some if s.rateable]
    return {
        "rubric_id": ladder.id,
        "rubric_version": ladder.version,
        "stages": [
            {"id": s.id, "plain": s.title, "essence": s.essence or s.title, "question": s.question}
            for s in scale.stages
        ],
        "behaviours": [_behaviour(s) for s in rated if s.section != "frame"],
        "struggles": [_part(s, theme=s.theme or "") for s in by_kind.get("pick", ())],
        "themes": {theme.id: theme.title for theme in ladder.themes},
        "catching": list(_catching(by_kind.get("anchor", ())).values()),
        "ask_self": [_part(s) for s in by_kind.get("prompt", ())],
        "ask_others": [_part(s, message=s.message or s.text) for s in by_kind.get("request", ())],
        "ready": [_part(s) for s in _readiness(ladder, chosen.id)],
        "menu": [
            {"id": s.id, "stage": s.stage, "section": s.section, "act": s.act or s.text, "together": s.together or ""}
            for s in by_kind.get("menu", ())
        ],
    }


def _part(statement: rubric.Statement, **more: str) -> dict[str, str]:
    return {"id": statement.id, "stage": statement.stage, "text": statement.text, **more}


def _catching(anchors: Iterable[rubric.Statement]) -> dict[str, dict[str, str]]:
    """The question one catches oneself asking, one a stage: the first of its shifts."""
    found: dict[str, dict[str, str]] = {}
    for s in anchors:
        found.setdefault(s.stage, {"id": s.id, "stage": s.stage, "text": s.caught_asking or s.text})
    return found


def _readiness(ladder: rubric.Rubric, competency: str) -> list[rubric.Statement]:
    """Signs of readiness; at the last stage those of mastery. A ladder that has neither shows all signs it has."""
    some = ladder.by(competency=competency)
    found = [s for s in some if s.section in ("ready", "mastery")]
    return found or [s for s in some if ladder.section(s.section).kind == "sign"]


def _behaviour(statement: rubric.Statement) -> dict[str, str]:
    """A ladder of one's own may leave out how findings speak of a statement; then they quote it."""
    quoted, group, question = f"say: “{statement.text}”", statement.group, statement.question
    return _part(
        statement,
        for_instance=statement.for_instance or "",
        we=group.we if group else quoted,
        gerund=group.gerund if group else f"“{statement.text}”",
        past=group.past if group else quoted,
        rare=question.rare if question else "",
        common=question.common if question else "",
        absent=question.absent if question else "",
    )
