"""What a Released picture of this exercise says of stages: facts, the group's middle, how far what we do reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from alignlab.exercises.stage_self_placement.analyse import ABSENT
from alignlab.exercises.stage_self_placement.places import ends
from alignlab.exercises.stage_self_placement.setup import MINIMUM_RATED, Behaviour, Setup
from alignlab.methods.placement import Frequency, reach
from alignlab.model.measures import Bar, Bars, Released, Spread, YesNo


@dataclass(frozen=True, slots=True)
class Fact:
    """What is told of one statement. `stage` counts from 0."""

    behaviour: Behaviour
    stage: int
    told: YesNo

    @property
    def absent(self) -> bool:
        """It did not come up for more than half of us."""
        return self.told.cell == ABSENT

    @property
    def share(self) -> float:
        """Between 0 and 1, as far as it is told: 0 for two or fewer, 1 for all but two or fewer."""
        if self.told.told == "count":
            return (self.told.count or 0) / self.told.n
        return 1.0 if self.told.told == "most" else 0.0

    @property
    def majority(self) -> bool:
        """More than half of us carry it."""
        return not self.absent and self.share > 0.5


@dataclass(frozen=True, slots=True)
class Middle:
    """Where the middle half of us stand: stages from 0, half steps rounded outwards. `all`: everybody stands there."""

    low: int
    high: int
    all: bool = False


def facts(setup: Setup, released: Released) -> list[Fact]:
    """What is told of each statement, in the order of the rubric."""
    return [
        Fact(behaviour, setup.place(behaviour.stage), quantity)
        for behaviour in setup.behaviours
        if isinstance(quantity := released.quantities.get(behaviour.id), YesNo)
    ]


def middle(setup: Setup, released: Released, part: str) -> Middle | None:
    """The middle half of us, or None where nothing is told."""
    quantity = released.quantities.get(part)
    if isinstance(quantity, Spread):
        return Middle(*ends(setup, quantity.low, quantity.high))
    if not isinstance(quantity, Bars):
        return None
    full = [bar for bar in quantity.bars if bar.count]
    if not full:
        return None
    aside = quantity.n // 4  # so many stand apart at each end, at most
    low, high = _at(full, aside), _at(full, quantity.n - 1 - aside)
    return Middle(*ends(setup, low.cells[0], high.cells[-1]), all=len(full) == 1)


def _at(bars: Sequence[Bar], person: int) -> Bar:
    """The bar in which this person stands, counted from 0 upwards."""
    before = 0
    for bar in bars:
        before += bar.count
        if person < before:
            return bar
    return bars[-1]


def blocks(setup: Setup, released: Released, part: str) -> tuple[Bar, Bar] | None:
    """Two groups of three or more, all of us in one or the other, with two or more empty places between them."""
    quantity = released.quantities.get(part)
    if not isinstance(quantity, Bars):
        return None
    shape = "".join("x" if bar.count else "-" for bar in quantity.bars)
    parts = [(start, end) for start, end in _runs(shape)]
    if len(parts) != 2 or parts[1][0] - parts[0][1] < 2:
        return None
    first, second = (quantity.bars[start:end] for start, end in parts)
    return _joined(first), _joined(second)


def _runs(shape: str) -> list[tuple[int, int]]:
    """Where the runs of "x" begin and end (the end not included)."""
    starts = [i for i, mark in enumerate(shape) if mark == "x" and (i == 0 or shape[i - 1] == "-")]
    ends_ = [i + 1 for i, mark in enumerate(shape) if mark == "x" and (i + 1 == len(shape) or shape[i + 1] == "-")]
    return list(zip(starts, ends_, strict=True))


def _joined(bars: Sequence[Bar]) -> Bar:
    cells = tuple(cell for bar in bars for cell in bar.cells)
    return Bar(cells=cells, label="", count=sum(bar.count for bar in bars))


def group_reach(setup: Setup, some: Sequence[Fact]) -> int | None:
    """How far the statements reach that more than half of us carry: a stage from 0, -1 for none.

    None if too few came up.
    The same reading as one's own (methods.placement.reach), with the group in one's place.
    """
    answers: list[list[Frequency | None]] = [
        [_as_answer(f) for f in some if f.stage == place] for place in range(len(setup.stages))
    ]
    found = reach(answers, minimum=MINIMUM_RATED)
    if all(stage.reached is None for stage in found.stages):
        return None
    return -1 if found.stage is None else found.stage


_FREQUENCY: dict[Literal["absent", "yes", "no"], Frequency] = {"absent": "no_occasion", "yes": "mostly", "no": "never"}


def _as_answer(fact: Fact) -> Frequency:
    return _FREQUENCY["absent" if fact.absent else "yes" if fact.majority else "no"]
