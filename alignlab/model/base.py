"""What all of alignlab's data models share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Json = Any
"""A value that JSON can hold: None, bool, int, float, str, list or dict of these."""

MAX_MESSAGE_BYTES = 64 * 1024
MAX_MESSAGES_A_SECOND = 20  # on one socket
MAX_NAME = 40  # characters
MAX_TEXT = 2_000  # characters
MAX_PEOPLE = 1_000  # in one session

PersonId = str
"""Random id of a person in one session, or of a pseudonym in one *about me* step. Never a name."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT)]


class Frozen(BaseModel):
    """Immutable, and strict about unknown fields: a typing error in a plan must not pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def faults_of(error: ValidationError) -> list[str]:
    """What a model says is wrong, a sentence each: its own words, or the field and what it should be."""
    found = []
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        text = fault["msg"].removeprefix("Value error, ")
        own = fault["type"] == "value_error" and not place
        sentence = text if own or not place else f"{place}: {text}"
        found.append(f"{sentence[:1].upper()}{sentence[1:]}".rstrip(".") + ".")
    return found
