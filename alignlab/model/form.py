"""The form is data: fields in order, one a screen. The page that draws it knows nothing of any exercise.

A field is one *part* of the answer. `check` is the only judge of values: the page may help, the room decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from alignlab.errors import Refused
from alignlab.model.base import MAX_TEXT, Frozen, Json
from alignlab.model.blocks import Block
from alignlab.model.catalogue import say

FieldKind = Literal["scale", "choice", "many", "points", "rank", "pairs", "links", "number", "text", "pick", "note"]
SPECIAL_LINKS = ("none", "unknown_work", "goals_silent")
"""Instead of a goal: none of these; I don't know this work; the goals don't say."""


class Option(Frozen):
    """One of the answers of a field: `value` is what is saved, `label` what people read."""

    value: str
    label: str
    help: str = ""
    apart: bool = False  # drawn apart from the others: "it did not come up", "I can't judge this"


class Field(Frozen):
    """One field. What the attributes mean depends on `kind`; the values that `check` takes:

    scale, choice   one option's value
    many            list of option values, `least` to `most` of them; `neighbours`: only options next to each other
    points          {option: whole number >= 0}, in sum at most `total`
    rank            list of option values, best first; an inner list is a tie; options left out are no opinion
    pairs           two options; one option's value, or "tie", or "cannot_judge"
    links           {"main": option or one of SPECIAL_LINKS, "also": [option], "strength": {option: 1..3}}
    number          a number from `least` to `most`
    text            text of at most `most` characters; `format="date"`: YYYY-MM-DD
    pick            {"option": value} or {"text": own words}
    note            nothing to answer: `blocks` to read, `covered` until tapped
    """

    part: str
    kind: FieldKind
    label: str
    lead: str = ""  # small line between label and options: "When it came up in the last three months:"
    help: str = ""  # small line below: "For instance: …"
    options: tuple[Option, ...] = ()
    optional: bool = False
    least: int = 0
    most: int = 0  # 0: no limit (text: MAX_TEXT)
    total: int = 0
    neighbours: bool = False
    strengths: bool = False
    format: Literal["", "date", "lines"] = ""
    placeholder: str = ""
    blocks: tuple[Block, ...] = ()
    covered: bool = False
    leads: bool = False  # which field comes next follows from this answer: the page waits for the room's new form
    section: str = ""  # title of the group of fields; the page shows it when it changes, and counts within it


class Form(Frozen):
    """The fields of one person in one step and round, in the order in which this person sees them."""

    intro: tuple[str, ...] = ()  # lines above the first field, after the promise
    fields: tuple[Field, ...]
    finish: str = ""  # what the last screen says above "I'm done"
    expects: int = 0  # how many fields there will be, where later ones follow from answers; 0: those that are there
    one_count: bool = False  # the counter runs over all fields, not over each section

    def field(self, part: str) -> Field:
        """The field of this part. Raises Refused `unknown_part`."""
        for field in self.fields:
            if field.part == part and field.kind != "note":
                return field
        raise Refused("unknown_part", say("form.unknown_part"))


def check(field: Field, value: Json) -> Json:
    """The value in its normal form, or Refused `bad_value` with a sentence. None takes an answer back."""
    if value is None:
        return None
    return _CHECKS[field.kind](field, value)


def _bad(field: Field, why: str) -> Refused:
    return Refused("bad_value", say("form.bad", label=field.label[:60], why=why))


def _values(field: Field) -> list[str]:
    return [option.value for option in field.options]


def _one(field: Field, value: Json) -> str:
    if not isinstance(value, str) or value not in _values(field):
        raise _bad(field, say("form.choose_one"))
    return value


def _many(field: Field, value: Json) -> list[str]:
    known = _values(field)
    if not isinstance(value, list) or any(not isinstance(item, str) or item not in known for item in value):
        raise _bad(field, say("form.choose_many"))
    chosen = [item for item in known if item in value]  # each once, in the order of the form
    if field.most and len(chosen) > field.most:
        raise _bad(field, say("form.too_many", most=field.most, chosen=len(chosen)))
    if len(chosen) < field.least:
        raise _bad(field, say("form.too_few", least=field.least))
    places = [known.index(item) for item in chosen]
    if field.neighbours and places and places[-1] - places[0] >= len(places):
        raise _bad(field, say("form.not_neighbours"))
    return chosen


def _points(field: Field, value: Json) -> dict[str, int]:
    known = _values(field)
    if not isinstance(value, dict) or any(key not in known for key in value):
        raise _bad(field, say("form.points_elsewhere"))
    if any(isinstance(v, bool) or not isinstance(v, int) or v < 0 for v in value.values()):
        raise _bad(field, say("form.points_whole"))
    spent = sum(value.values())
    if field.total and spent > field.total:
        raise _bad(field, say("form.points_over", spent=spent, total=field.total))
    return {key: value[key] for key in known if value.get(key)}


def _rank(field: Field, value: Json) -> list[list[str]]:
    if not isinstance(value, list):
        raise _bad(field, say("form.rank_lines"))
    groups = [item if isinstance(item, list) else [item] for item in value]
    flat = [item for group in groups for item in group]
    if any(not isinstance(item, str) or item not in _values(field) for item in flat) or len(set(flat)) != len(flat):
        raise _bad(field, say("form.rank_once"))
    return [group for group in groups if group]


def _pair(field: Field, value: Json) -> str:
    if value in ("tie", "cannot_judge"):
        return str(value)
    return _one(field, value)


def _links(field: Field, value: Json) -> dict[str, Json]:
    known = _values(field)
    if not isinstance(value, dict) or not set(value) <= {"main", "also", "strength"}:
        raise _bad(field, say("form.link"))
    main, also, strength = value.get("main"), value.get("also") or [], value.get("strength") or {}
    if main not in known and main not in SPECIAL_LINKS:
        raise _bad(field, say("form.link_main"))
    if not isinstance(also, list) or any(item not in known for item in also):
        raise _bad(field, say("form.link_also"))
    if main in ("unknown_work", "goals_silent") and also:
        raise _bad(field, say("form.link_alone"))
    if not isinstance(strength, dict) or any(k not in known or v not in (1, 2, 3) for k, v in strength.items()):
        raise _bad(field, say("form.link_strength"))
    clean: dict[str, Json] = {"main": main, "also": [item for item in known if item in also and item != main]}
    if field.strengths and strength:
        clean["strength"] = {key: int(strength[key]) for key in known if key in strength}
    return clean


def _number(field: Field, value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 1e12:
        raise _bad(field, say("form.number"))
    if value < field.least or (field.most and value > field.most):
        raise _bad(field, say("form.number_between", least=field.least, most=field.most))
    return value


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Participants' text without control characters and without marks that turn the direction of foreign text."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(field: Field, value: Json) -> str:
    most = field.most or MAX_TEXT
    if not isinstance(value, str):
        raise _bad(field, say("form.text"))
    if len(value) > most:
        raise _bad(field, say("form.text_long", length=len(value), most=most))
    text = clean_text(value)
    if field.format == "date" and text:
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise _bad(field, say("form.date")) from error
    return text


def _pick(field: Field, value: Json) -> dict[str, str]:
    if isinstance(value, dict) and set(value) == {"option"}:
        return {"option": _one(field, value["option"])}
    if isinstance(value, dict) and set(value) == {"text"}:
        return {"text": _text(field, value["text"])}
    raise _bad(field, say("form.pick"))


def _nothing(field: Field, _value: Json) -> Json:
    raise _bad(field, say("form.nothing"))


_CHECKS: dict[FieldKind, Callable[[Field, Json], Json]] = {
    "scale": _one,
    "choice": _one,
    "many": _many,
    "points": _points,
    "rank": _rank,
    "pairs": _pair,
    "links": _links,
    "number": _number,
    "text": _text,
    "pick": _pick,
    "note": _nothing,
}

__all__ = ["SPECIAL_LINKS", "Field", "FieldKind", "Form", "Option", "check", "clean_text"]
