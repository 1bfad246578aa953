"""What all of alignlab's data models share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from alignlab.model.catalogue import say

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


_REASONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: say("fault.missing"),
    "extra_forbidden": lambda _: say("fault.unknown"),
    "string_too_short": lambda known: say("fault.short", least=known["min_length"]),
    "too_short": lambda known: say("fault.short", least=known["min_length"]),
    "string_too_long": lambda known: say("fault.long", most=known["max_length"]),
    "too_long": lambda known: say("fault.long", most=known["max_length"]),
    "greater_than": lambda known: say("fault.above", than=f"{known['gt']:g}"),
    "greater_than_equal": lambda known: say("fault.least", least=f"{known['ge']:g}"),
    "less_than": lambda known: say("fault.below", than=f"{known['lt']:g}"),
    "less_than_equal": lambda known: say("fault.most", most=f"{known['le']:g}"),
    "literal_error": lambda known: say("fault.one_of", known=known["expected"].replace(" or ", ", ")),
    "enum": lambda known: say("fault.one_of", known=known["expected"].replace(" or ", ", ")),
    "string_pattern_mismatch": lambda known: say("fault.form", form=known["pattern"]),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), lambda _: say("fault.whole")),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), lambda _: say("fault.number")),
    **dict.fromkeys(("bool_type", "bool_parsing"), lambda _: say("fault.yes_no")),
    **dict.fromkeys(("list_type", "tuple_type"), lambda _: say("fault.list")),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), lambda _: say("fault.fields")),
    "string_type": lambda _: say("fault.text"),
}
"""pydantic's kind of a fault -> what is wrong, from what it knows of it."""


def reason(fault: Mapping[str, Any]) -> str:
    """What is wrong with one field, of pydantic's `errors()`: a model's own sentence, or one of the catalogue."""
    told = _REASONS.get(fault["type"])
    return told(fault.get("ctx", {})) if told else str(fault["msg"]).removeprefix("Value error, ")


def faults_of(error: ValidationError) -> list[str]:
    """What a model says is wrong, a sentence each: its own words, or the field and what it should be."""
    found = []
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        text = reason(fault)
        own = fault["type"] == "value_error" and not place
        sentence = text if own or not place else f"{place}: {text}"
        found.append(f"{sentence[:1].upper()}{sentence[1:]}".rstrip(".") + ".")
    return found
