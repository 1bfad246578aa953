"""One answer as rows: a number, a choice or a text in each, whatever kind of field it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from alignlab.model.base import Json
from alignlab.model.form import SPECIAL_LINKS, Field, FieldKind

Cells = dict[str, Any]


def flat(field: Field, value: Json) -> Iterator[tuple[int, Cells]]:
    """(place of the choice in the form, cells `choice`, `label`, `how`, `value`, `text`) of a saved answer.

    points  one row an option, also those with 0
    rank    one row an option; `value` is its place from 1, a tie shares the first of its places
    links   `how` is main or also; `value` the strength, if it was asked
    """
    yield from _KINDS[field.kind](field, value)


def _labels(field: Field) -> dict[str, tuple[int, str]]:
    return {option.value: (place, option.label) for place, option in enumerate(field.options)}


def _choice(field: Field, choice: str, **cells: Any) -> tuple[int, Cells]:
    place, label = _labels(field).get(choice, (len(field.options), choice.replace("_", " ")))
    if choice in SPECIAL_LINKS:
        place += SPECIAL_LINKS.index(choice)
    return place, {"choice": choice, "label": label, **cells}


def _one(field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    yield _choice(field, value)


def _many(field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    for choice in value:
        yield _choice(field, choice)


def _points(field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    for option in field.options:
        yield _choice(field, option.value, value=value.get(option.value, 0))


def _rank(field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    place = 1
    for group in value:
        for choice in group:
            yield _choice(field, choice, value=place)
        place += len(group)


def _links(field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    strength = value.get("strength") or {}
    for how, choices in (("main", [value["main"]]), ("also", value["also"])):
        for choice in choices:
            yield _choice(field, choice, how=how, value=strength.get(choice))


def _number(_field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    yield 0, {"value": value}


def _text(_field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    yield 0, {"text": value}


def _pick(field: Field, value: Any) -> Iterator[tuple[int, Cells]]:
    if "option" in value:
        yield _choice(field, value["option"])
    else:
        yield len(field.options), {"text": value["text"]}


def _note(_field: Field, _value: Any) -> Iterator[tuple[int, Cells]]:
    yield from ()


_KINDS: dict[FieldKind, Callable[[Field, Any], Iterator[tuple[int, Cells]]]] = {
    "scale": _one,
    "choice": _one,
    "many": _many,
    "points": _points,
    "rank": _rank,
    "pairs": _one,
    "links": _links,
    "number": _number,
    "text": _text,
    "pick": _pick,
    "note": _note,
}
