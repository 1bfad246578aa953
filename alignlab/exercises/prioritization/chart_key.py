"""What the marks of a chart mean, in a few words below it: one line a kind of mark that the chart really has."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from alignlab.exercises.drawing import Spec
from alignlab.model import palette

LINE = 26  # pixels of one line
GAP = 12  # pixels between the chart and the first line
TYPE, TYPE_WIDE = 14, 17
SAMPLE, WORDS = 26, 40  # pixels: how long a sample is, and where its words begin

Mark = Literal["missing", "tie", "line", ""]
_SAMPLES: dict[Mark, Spec] = {
    "missing": {"color": palette.STAGES[0], "strokeWidth": 12, "strokeCap": "round"},
    "tie": {"color": palette.STAGES[3], "strokeWidth": 6, "strokeCap": "round"},
    "line": {"color": palette.WARN, "strokeWidth": 2, "strokeDash": [6, 4]},
}


class Line(NamedTuple):
    """One kind of mark and what it means; "": words without a mark."""

    mark: Mark
    words: str


def height(lines: list[Line]) -> int:
    """Pixels that the key adds below a chart."""
    return GAP + LINE * len(lines) if lines else 0


def layers(lines: list[Line], end: float, down: dict[str, Any], *, wide: bool = False) -> list[Spec]:
    """Samples and words below the rows, which end so many pixels from the top; `down` is the chart's own axis."""
    found: list[Spec] = []
    for number, line in enumerate(lines):
        y = {"field": "at", **down}
        data: Spec = {"values": [{"at": end + GAP + LINE * (number + 0.5), "words": line.words}]}
        text: Spec = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontSize": TYPE_WIDE if wide else TYPE,
            "color": palette.SOFT,
        }
        told = {"y": y, "x": {"value": WORDS if line.mark else 0}, "text": {"field": "words", "type": "nominal"}}
        if line.mark:
            sample: Spec = {"type": "rule", **_SAMPLES[line.mark]}
            found.append(
                {"data": data, "mark": sample, "encoding": {"y": y, "x": {"value": 6}, "x2": {"value": SAMPLE}}}
            )
        found.append({"data": data, "mark": text, "encoding": told})
    return found
