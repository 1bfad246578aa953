"""What is made from a Released picture: findings and charts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from alignlab.model.base import Frozen

FindingKind = Literal["strength", "difference", "gap", "place", "spread", "note", "nothing"]
"""In the order in which the wall takes them: a strength first, then the widest difference, then the largest gap."""


class Finding(Frozen):
    """One sentence and one open question. No cause, no advice, no person; see DESIGN notes in CONTRIBUTING.md."""

    id: str
    kind: FindingKind
    text: str
    question: str


class Chart(Frozen):
    """A Vega-Lite chart and a text that says the same. Colours are sentinels of model/palette.

    `spec_wide`: the same with larger type in less height, for a wall read from afar; {}: `spec` serves there too.
    What Vega-Lite cannot lay out well comes as finished drawings: `svg` for pages, `svg_narrow` for phones.
    `wall`: False where it holds more than can be read from five metres.
    """

    id: str
    title: str
    text: str
    spec: dict[str, Any] = Field(default_factory=dict)
    spec_wide: dict[str, Any] = Field(default_factory=dict)
    svg: str = ""
    svg_narrow: str = ""
    wall: bool = True
