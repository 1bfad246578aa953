"""A plan is an agenda of steps; a session runs one plan with one group."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from alignlab.model.base import Frozen
from alignlab.model.catalogue import say
from alignlab.model.measures import Privacy

StepKind = Literal["exercise", "talk", "break"]
GroupKind = Literal["pairs", "fours", "tables"]
ID = r"^[a-z][a-z0-9_]{0,39}$"


class IfThen(Frozen):
    """A thing that may happen in the room, and what helps."""

    if_: str = Field(alias="if")
    then: str


class Words(Frozen):
    """What the guide says for one phase; the console shows exactly this."""

    question: str = ""  # the one question on every screen
    say: str = ""  # to be read aloud
    do: tuple[str, ...] = ()
    participants: str = ""
    watch: tuple[str, ...] = ()
    if_then: tuple[IfThen, ...] = ()
    cut_first: bool = False


class Step(Frozen):
    """One place in the agenda.

    `phase` and `show_phase` name the phases of the guide page whose words belong to it; `page/phase` names one of
    another page. `again`: the step whose second vote this talk leads to.
    """

    id: str = Field(pattern=ID)
    title: str = Field(min_length=1, max_length=80)
    kind: StepKind = "exercise"
    minutes: float = Field(gt=0, le=480)
    show_minutes: float = Field(0, ge=0, le=480)  # for looking at the picture and talking about it
    exercise: str = ""
    setup: dict[str, Any] = Field(default_factory=dict)
    privacy: Privacy | None = None  # None: the exercise's own
    picture: bool = True  # False: everyone keeps their card, nothing is shown of the group
    phase: str = ""
    show_phase: str = ""  # the guide's phase for looking at the picture
    groups: GroupKind | None = (
        None  # people are put into these when it opens; in an exercise, when its picture is shown
    )
    table_size: int = Field(6, ge=3, le=12)
    again: str = ""
    reads_back: bool = False  # every page shows the decisions, and people may say what is to stay in the room
    shows_list: bool = False  # the wall shows what the next exercise that has a list asks about, such as the goals
    offers_practice: bool = False  # the console lets the facilitator choose the practice that the group tries today
    words: Words = Words()
    show_words: Words = Words()

    @model_validator(mode="after")
    def _exercise_named(self) -> Step:
        if (self.kind == "exercise") != bool(self.exercise):
            raise ValueError(say("plan.names_exercise"))
        if self.kind == "break" and self.groups:
            raise ValueError(say("plan.break_groups"))
        if self.kind != "talk" and (self.again or self.reads_back):
            raise ValueError(say("plan.only_talk"))
        if self.kind != "talk" and self.shows_list:
            raise ValueError(say("plan.only_talk_lists"))
        return self


class Plan(Frozen):
    """`minutes` is what the plan promises; a check compares it with the sum of the steps."""

    id: str = Field(pattern=ID)
    title: str = Field(min_length=1, max_length=80)
    minutes: float = Field(gt=0, le=960)
    guide: str = ""  # guide page that the steps' phases refer to
    purpose: str = ""
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Plan:
        seen: set[str] = set()
        for step in self.steps:
            if step.id in seen:
                raise ValueError(say("plan.same_id", id=step.id))
            if step.again and step.again not in seen:
                raise ValueError(say("plan.no_earlier", id=step.id, again=step.again))
            seen.add(step.id)
        return self

    def step(self, id_: str) -> Step:
        """The step of this id. Raises KeyError if there is none."""
        for step in self.steps:
            if step.id == id_:
                return step
        raise KeyError(id_)
