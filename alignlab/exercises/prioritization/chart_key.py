"""What the marks of a chart mean, in a few words below it: one line a kind of mark that the chart really has."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from alignlab.exercises.drawing import Spec
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette

LINE = 26  # pixels of one line
GAP = 12  # pixels between the chart and the first line
TYPE, TYPE_WIDE = 14, 17
SAMPLE, WORDS = 26, 40  # pixels: how long a sample is, and where its words begin

Mark = Literal["missing", "tie", "line"]
_SAMPLES: dict[Mark, Spec] = {
    "missing": {"color": palette.STAGES[0], "strokeWidth": 12, "strokeCap": "round"},
    "tie": {"color": palette.STAGES[3], "strokeWidth": 6, "strokeCap": "round"},
    "line": {"color": palette.WARN, "strokeWidth": 2, "strokeDash": [6, 4]},
}


class Line(NamedTuple):
    """One kind of mark; `name`: its entry in the catalogue."""

    mark: Mark
    name: str


def height(lines: list[Line]) -> int:
    """Pixels that the key adds below a chart."""
    return GAP + LINE * len(lines) if lines else 0


def layers(lines: list[Line], rows: int, row: int, axis: dict[str, Any], *, wide: bool = False) -> list[Spec]:
    """Samples and words below so many rows of `row` pixels; `axis` is the chart's own, in rows."""
    found: list[Spec] = []
    for number, line in enumerate(lines):
        at = rows + (GAP + LINE * (number + 0.5)) / row
        y = {"field": "at", **axis}
        data: Spec = {"values": [{"at": at, "words": say(line.name)}]}
        sample: Spec = {"type": "rule", **_SAMPLES[line.mark]}
        text: Spec = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": TYPE_WIDE if wide else TYPE,
            "color": palette.SOFT,
            "limit": {"expr": f"width - {WORDS}"},
        }
        words = {"y": y, "x": {"value": WORDS}, "text": {"field": "words", "type": "nominal"}}
        found += [
            {"data": data, "mark": sample, "encoding": {"y": y, "x": {"value": 6}, "x2": {"value": SAMPLE}}},
            {"data": data, "mark": text, "encoding": words},
        ]
    return found
