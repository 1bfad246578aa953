"""Rows of a chart, one an item: where its words and its marks stand, in pixels from the top.

On a phone the words stand above the marks, on a wall beside them. A long title has a second line, and ends in "…" only
after that: what is cut must be told apart from other items, in whatever font the page has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from alignlab.exercises.drawing import Spec
from alignlab.exercises.lettering import width_of, wrap
from alignlab.model import palette

MOST_LINES = 2
GAP = 10  # pixels between a place and its title


@dataclass(frozen=True, slots=True)
class Kind:
    """`inside`: pixels across; `first`: from a row's top to the middle of its first line; `mark`: from the middle of
    the last line to that of the marks; `row`: the height of a row with one line."""

    inside: float
    type: int
    leading: int
    row: int
    first: float
    mark: float


NARROW = Kind(inside=312, type=15, leading=18, row=54, first=15, mark=23)
WIDE = Kind(inside=632, type=20, leading=22, row=38, first=19, mark=0)
KINDS = (NARROW, WIDE)


class Row(NamedTuple):
    """`words`: each line and where its middle stands; `mark`: where the middle of the marks does."""

    top: float
    words: tuple[tuple[str, float], ...]
    mark: float
    bottom: float


def rows(titles: Sequence[str], kind: Kind, width: float, top: float = 0.0) -> list[Row]:
    """One row a title, from `top` down; `width`: pixels that the words may take."""
    found: list[Row] = []
    for title in titles:
        lines = wrap(title, width, kind.type, MOST_LINES)
        at = found[-1].bottom if found else top
        words = tuple((line, at + kind.first + kind.leading * place) for place, line in enumerate(lines))
        bottom = at + kind.row + kind.leading * (len(lines) - 1)
        mark = words[-1][1] + kind.mark if kind is NARROW else (at + bottom) / 2
        found.append(Row(at, words, mark, bottom))
    return found


def height(some: Sequence[Row]) -> float:
    """Pixels down to the end of the last row."""
    return some[-1].bottom if some else 0.0


def axis(height_: float) -> Spec:
    """Pixels from the top as a scale."""
    return {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height_], "reverse": True, "nice": False, "zero": False},
    }


def words(some: Sequence[Row], kind: Kind, down: Mapping[str, Any], places: Sequence[str] = ()) -> list[Spec]:
    """The titles, and their places in a column of their own before them; `down` is the chart's axis."""
    left = indent(places, kind)
    titles = [{"y": y, "words": line} for row in some for line, y in row.words]
    layers = [_text(titles, left, kind, down, palette.INK)]
    if places:
        told = [{"y": row.words[0][1], "words": place} for row, place in zip(some, places, strict=True)]
        layers.append(_text(told, 0, kind, down, palette.SOFT))
    return layers


def indent(places: Sequence[str], kind: Kind) -> float:
    """Pixels that the column of places takes."""
    return max((width_of(place, kind.type) + GAP for place in places), default=0.0)


def _text(values: list[dict[str, Any]], x: float, kind: Kind, down: Mapping[str, Any], colour: str) -> Spec:
    mark: Spec = {"type": "text", "align": "left", "baseline": "middle", "fontSize": kind.type, "color": colour}
    y = {"field": "y", **down}
    text = {"field": "words", "type": "nominal"}
    return {"data": {"values": values}, "mark": mark, "encoding": {"y": y, "x": {"value": x}, "text": text}}
