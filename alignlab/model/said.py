"""An answer in words, as its own person would read it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.form import Field


def _special(value: Json) -> str | None:
    """The words of a value that is no option of the field's own."""
    words = {
        "tie": say("said.tie"),
        "cannot_judge": say("said.cannot_judge"),
        "none": say("said.none"),
        "unknown_work": say("said.unknown_work"),
        "goals_silent": say("said.goals_silent"),
    }
    return words.get(value) if isinstance(value, str) else None


def in_words(field: Field, value: Json) -> str:
    """What this value of this field says; "" where nothing was answered. The value has passed `form.check`."""
    if value is None or value in ("", [], {}):
        return ""
    speak = _WORDS.get(field.kind)
    return speak(field, value) if speak else _name(field, value)


def _name(field: Field, value: Json) -> str:
    label = next((option.label for option in field.options if option.value == value), None)
    return label or _special(value) or str(value)


def _many(field: Field, value: Any) -> str:
    return " · ".join(_name(field, one) for one in value)


def _points(field: Field, value: Any) -> str:
    return " · ".join(f"{_name(field, option)}: {points}" for option, points in value.items() if points)


def _rank(field: Field, value: Any) -> str:
    groups = [place if isinstance(place, list) else [place] for place in value]
    return " > ".join(" = ".join(_name(field, one) for one in group) for group in groups)


def _links(field: Field, value: Any) -> str:
    also = "".join(f" + {_name(field, goal)}" for goal in value.get("also") or [])
    return _name(field, value.get("main")) + also


def _pick(field: Field, value: Any) -> str:
    return str(value["text"]) if "text" in value else _name(field, value["option"])


def _plain(_field: Field, value: Any) -> str:
    return str(value)


_WORDS: dict[str, Callable[[Field, Any], str]] = {
    "many": _many,
    "points": _points,
    "rank": _rank,
    "links": _links,
    "pick": _pick,
    "number": _plain,
    "text": _plain,
}
