"""The parts of a rubric: scales of stages, sections, themes, competencies and statements.

Ids are stable names and never depend on a position. Fields that are not known here are kept (`model_extra`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FRAME = "frame"  # stage and section of the statements that hold at every stage
MAX_RATED_WORDS = 16

Kind = Literal["anchor", "caption", "menu", "pick", "prompt", "rate", "request", "sign"]
Id = Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]
Words = Annotated[str, StringConstraints(min_length=1)]


class Data(BaseModel):
    """Immutable; unknown fields are kept."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, str_strip_whitespace=True)


class Stage(Data):
    """One level of a scale. `plain` names the kind of work, `career` the grade that people may know it by.

    `essence` is the sentence people place themselves by; `question` is asked when a group stands here.
    """

    id: Id
    career: Words
    plain: str = ""
    essence: str = ""
    question: str = ""

    @property
    def title(self) -> str:
        """The plain name, or the career name where a ladder has no plain one."""
        return self.plain or self.career


class Scale(Data):
    """An ordered list of stages, lowest first. Several competencies may share one."""

    id: Id
    title: str = ""
    stages: tuple[Stage, ...]


class Section(Data):
    """A type of statement. `kind` says what it is for:

    rate (acts that people rate), anchor (a change from one question to another), pick (choose what applies),
    menu (choose what to try), prompt (ask oneself), request (ask someone else), sign (what shows), caption (to read).
    """

    id: Id
    title: Words
    kind: Kind
    about: str = ""


class Theme(Data):
    """What several statements of a *pick* section have in common, so that a group can see it without the items."""

    id: Id
    title: Words


class Competency(Data):
    """Something people grow in, along the stages of one scale."""

    id: Id
    title: Words
    scale: Id
    summary: str = ""


class Group(Data):
    """A rated statement as said of a group: "most of us {we}", "for most of us, {gerund} did not come up",
    "two or fewer of us {past}"."""

    we: Words
    gerund: Words
    past: Words


class Questions(Data):
    """One open question for each way a rated statement can turn out: few do it, most do it, it did not come up."""

    rare: Words
    common: Words
    absent: Words


class Statement(Data):
    """One sentence of the rubric; which of the optional fields it has depends on its section.

    rate: `for_instance`, `group`, `question`. anchor: `from_`, `to`, `note`, `caught_asking` (the question that someone
    here catches themselves asking). pick: `theme`. menu: `act` (as a commitment: "I will {act}"), `together` (what a
    group can do in the room). request: `message` (ready to send).
    """

    id: Id
    text: Words
    stage: Id
    section: Id
    competency: str = ""
    rateable: bool = False
    for_instance: str | None = None
    group: Group | None = None
    question: Questions | None = None
    theme: str | None = None
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    note: str | None = None
    caught_asking: str | None = None
    act: str | None = None
    together: str | None = None
    message: str | None = None


class Head(Data):
    """What stands at the top of a rubric file."""

    id: Id
    title: Words
    version: Words
    locale: str = "en"
    licence: str = ""
    source: str = ""
