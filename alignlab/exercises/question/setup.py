"""One or a few questions, written in the plan."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from alignlab.exercises import BaseSetup
from alignlab.exercises.strings import phrase
from alignlab.model.base import Frozen
from alignlab.model.form import Option

Kind = Literal["choice", "many", "scale", "text"]
MOST_TEXT = 280  # characters: a text that everyone reads on a wall


def say(name: str, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.question", name, **parts)


class Question(Frozen):
    """`options` may be written as plain texts. `most` limits *many*; `talk` is asked when the picture is shown."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    text: str = Field(min_length=1)
    kind: Kind = "choice"
    options: tuple[Option, ...] = ()
    help: str = ""
    most: int = Field(0, ge=0)
    optional: bool = False
    talk: str = ""

    @field_validator("options", mode="before")
    @classmethod
    def _plain_texts(cls, options: Any) -> Any:
        """Texts become options o1, o2, …; a bare Yes or No, which YAML reads as true or false, is meant as the word."""
        if not isinstance(options, list | tuple):
            return options
        words = {True: say("yes"), False: say("no")}
        named = [words[option] if isinstance(option, bool) else option for option in options]
        return [
            {"value": f"o{number}", "label": option} if isinstance(option, str) else option
            for number, option in enumerate(named, start=1)
        ]

    @model_validator(mode="after")
    def _fits_kind(self) -> Question:
        if self.kind == "text" and self.options:
            raise ValueError(say("fault_text_options", id=self.id))
        if self.kind != "text" and len(self.options) < 2:
            raise ValueError(say("fault_few_options", id=self.id))
        if len({option.value for option in self.options}) < len(self.options):
            raise ValueError(say("fault_same_value", id=self.id))
        return self


def _default() -> tuple[Question, ...]:
    options = say("default_options").split("|")
    return (Question.model_validate({"id": "way_here", "text": say("default_text"), "options": options}),)


class Setup(BaseSetup):
    """The questions in their order; without any, the one that teaches tap, saved, close and show."""

    questions: tuple[Question, ...] = Field(default_factory=_default, min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Setup:
        ids = [question.id for question in self.questions]
        if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            raise ValueError(say("fault_same_id", id=twice[0]))
        return self
