"""What items are scored on: criteria with a weight, a question, and anchors in words."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Frozen

Formula = Literal["weighted", "ratio", "rice"]
"""weighted  sum of weight x value, each value on a scale from 0 to 1 (strategic fit is such a criterion)
ratio     sum of weight x value / what it costs (WSJF: cost of delay / size; impact / effort)
rice      all values multiplied / what it costs (reach x impact x confidence / effort)
"""

CANNOT = "cannot_judge"


class Criterion(Frozen):
    """`anchors` are the words of the scale from little to much, `values` the numbers they stand for, ascending.

    role   "value": much is good; "cost": much is bad, and a ratio divides by it
    ask    people are asked even where an item came with an estimate
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    question: str = ""
    weight: float = Field(1.0, ge=0)
    role: Literal["value", "cost"] = "value"
    ask: bool = False
    anchors: tuple[str, ...] = Field(min_length=2)
    values: tuple[float, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("values") and isinstance(data.get("anchors"), list | tuple):
            return {**data, "values": [float(n) for n in range(1, len(data["anchors"]) + 1)]}
        return data

    @model_validator(mode="after")
    def _fits(self) -> Criterion:
        if len(self.values) != len(self.anchors):
            raise ValueError(say("fault_anchors", title=self.title, anchors=len(self.anchors), values=len(self.values)))
        if list(self.values) != sorted(set(self.values)):
            raise ValueError(say("fault_values", title=self.title))
        if self.role == "cost" and self.values[0] <= 0:
            raise ValueError(say("fault_divided", title=self.title))
        return self

    @property
    def middle(self) -> float:
        """The line between low and high, fixed before anybody answers: the middle of the scale."""
        size = len(self.values)
        return (self.values[(size - 1) // 2] + self.values[size // 2]) / 2


def _criterion(id_: str, **more: Any) -> Criterion:
    """One of the built-in criteria, with its words from the catalogue."""
    return Criterion(
        id=id_,
        title=say(f"crit_{id_}"),
        question=say(f"crit_{id_}_question"),
        anchors=tuple(say(f"crit_{id_}_anchors").split("|")),
        **more,
    )


def impact_effort() -> tuple[Criterion, ...]:
    """Two questions an item."""
    return (_criterion("impact"), _criterion("effort", role="cost"))


def usual(formula: Formula) -> tuple[Criterion, ...]:
    """The criteria of a formula, for plans that give none."""
    if formula == "ratio":
        relative = (1.0, 2.0, 3.0, 5.0, 8.0)
        values = [_criterion(id_, values=relative) for id_ in ("value", "urgency", "risk")]
        return (*values, _criterion("size", role="cost", values=relative))
    if formula == "rice":
        return (
            _criterion("reach", values=(0.05, 0.2, 0.5, 0.8, 1.0)),
            _criterion("gain", values=(0.25, 0.5, 1.0, 2.0, 3.0)),
            _criterion("confidence", values=(0.5, 0.8, 1.0)),
            _criterion("size", role="cost"),
        )
    return (
        _criterion("fit", weight=2.0, values=(0.0, 0.25, 0.5, 0.75, 1.0)),
        _criterion("customers"),
        _criterion("urgency"),
    )
