"""Last time beside this time: the same question with the same words, as it was told then and as it is told now.

Distribution beside distribution, never one index. Only released numbers go in, so nothing is told here that was not
shown. *No clear change* unless the interval says otherwise, even at those ends of what was told that lie closest: a
"two or fewer" may have been none, one or two. The intervals of one picture share one error of 5 %, for thirty
statements would else show one change by chance.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import Literal

from pydantic import Field as Attr

from alignlab.errors import Undefined
from alignlab.methods.change import cliffs_delta_interval, share_change
from alignlab.model.base import Frozen
from alignlab.model.catalogue import say
from alignlab.model.measures import (
    Bar,
    Bars,
    Counts,
    Number,
    Privacy,
    Released,
    ReleasedQuantity,
    Spread,
    YesNo,
)
from alignlab.recap import told

ERROR = 0.05  # of all judgements of one picture together
DRAWS = 1000
FEW = 2  # "two or fewer"

Change = Literal["none", "more", "fewer", "up", "down", ""]
"""none: no clear change; more, fewer: of us; up, down: along the scale; "": told side by side, not judged."""


class Share(Frozen):
    """How large a part of those who answered, as far as it was told: from `low` to `high`, 0 to 1."""

    low: float = Attr(description="lower end, 0 to 1")
    high: float = Attr(description="upper end, 0 to 1")


class Row(Frozen):
    """One thing that was asked both times."""

    title: str = Attr(description="its words")
    then: str = Attr(description="what was told last time")
    now: str = Attr(description="what is told this time")
    then_share: Share | None = Attr(None, description="its share last time, where there is one")
    now_share: Share | None = Attr(None, description="its share this time, where there is one")
    change: Change = Attr("", description="none (no clear change), more, fewer, up, down; empty where not judged")
    towards: str = Attr("", description="for up and down: the end of the scale")


class Compared(Frozen):
    """One picture beside that of the last session."""

    step: str = Attr(description="id of the step in this session")
    title: str = Attr(description="its title")
    exercise: str = Attr(description="id of the exercise")
    privacy: Privacy = Attr(description="about_me, about_work or named: what the promise was")
    then_answered: int | None = Attr(description="how many answered last time; empty where not even that may be told")
    then_joined: int = Attr(description="of how many who were there")
    now_answered: int | None = Attr(description="how many answered this time")
    now_joined: int = Attr(description="of how many who were there")
    rows: tuple[Row, ...] = Attr(description="what was asked both times in the same words")
    left_out: int = Attr(description="how many questions had other words, or may not be told")


def compare(then: Released, now: Released) -> tuple[tuple[Row, ...], int]:
    """(rows, how many of this time's quantities have nothing beside them)."""
    pairs = [(then.quantities.get(name), quantity) for name, quantity in now.quantities.items()]
    fitting = [(old, new) for old, new in pairs if old is not None and _same_question(old, new)]
    judged = sum(_judgements(new) for _, new in fitting)
    level = 1 - ERROR / max(1, judged)
    rows = [row for old, new in fitting for row in _rows(old, new, level)]
    return tuple(rows), len(pairs) - len(fitting)


def _same_question(then: ReleasedQuantity, now: ReleasedQuantity) -> bool:
    """Asked with the same words and the same answers. A spread and bars are the same scale, told differently."""
    if then.type in ("withheld", "quotes", "graph") or now.type in ("withheld", "quotes", "graph"):
        return False
    scales = {"spread", "bars"}
    if then.type != now.type and {then.type, now.type} != scales:
        return False
    same_title = getattr(then, "title", "") == getattr(now, "title", "")
    return same_title and _answers(then) == _answers(now)


def _answers(quantity: ReleasedQuantity) -> object:
    match quantity:
        case Counts():
            return {cell: quantity.labels.get(cell, cell) for cell in quantity.cells}
        case Spread():
            return quantity.cells
        case Bars():
            return tuple(cell for bar in quantity.bars for cell in bar.cells)
        case YesNo():
            return quantity.cell
        case Number():
            return quantity.unit
    return sorted(getattr(quantity, "labels", {}).items())


def _judgements(quantity: ReleasedQuantity) -> int:
    return len(quantity.cells) if isinstance(quantity, Counts) else int(isinstance(quantity, YesNo | Bars))


def _rows(then: ReleasedQuantity, now: ReleasedQuantity, level: float) -> list[Row]:
    if isinstance(then, YesNo) and isinstance(now, YesNo):
        return [_share_row(now.title, _range(then), _range(now), level)]
    if isinstance(then, Counts) and isinstance(now, Counts):
        return [
            _share_row(
                f"{now.title}: {now.labels.get(cell, cell)}",
                _exactly(then.cells[cell], then.n),
                _exactly(now.cells[cell], now.n),
                level,
            )
            for cell in now.cells
        ]
    change, towards = _scale_change(then, now, level)
    words = ("; ".join(told.in_words(then)), "; ".join(told.in_words(now)))
    title = getattr(now, "title", "")
    if words == ("", ""):
        return []  # nothing that may be told, both times
    return [Row(title=title, then=words[0], now=words[1], change=change, towards=towards)]


_Range = tuple[int, int, int, str]  # fewest, most, of how many, in words


def _range(fact: YesNo) -> _Range:
    words = {
        "few": say("words.few_of", n=fact.n),
        "most": say("words.most_of", n=fact.n),
        "count": say("words.count_of", count=fact.count, n=fact.n),
    }[fact.told]
    low, high = {
        "few": (0, min(FEW, fact.n)),
        "most": (max(0, fact.n - FEW), fact.n),
        "count": (fact.count or 0, fact.count or 0),
    }[fact.told]
    return low, high, fact.n, words


def _exactly(count: int, n: int) -> _Range:
    return count, count, n, say("words.count_of", count=count, n=n)


def _share_row(title: str, then: _Range, now: _Range, level: float) -> Row:
    return Row(
        title=title,
        then=then[3],
        now=now[3],
        then_share=_share(then),
        now_share=_share(now),
        change=_share_change(then, now, level),
    )


def _share(some: _Range) -> Share | None:
    low, high, n, _ = some
    return Share(low=low / n, high=high / n) if n else None


def _share_change(then: _Range, now: _Range, level: float) -> Change:
    """Clear only if it is at those ends of both ranges that lie closest to each other."""
    try:
        if share_change((min(then[1], then[2]), then[2]), (min(now[0], now[2]), now[2]), level=level)[0] > 0:
            return "more"
        if share_change((then[0], then[2]), (min(now[1], now[2]), now[2]), level=level)[1] < 0:
            return "fewer"
    except Undefined:
        return ""
    return "none"


def _scale_change(then: ReleasedQuantity, now: ReleasedQuantity, level: float) -> tuple[Change, str]:
    if isinstance(then, Bars) and isinstance(now, Bars):
        return _bars_change(then, now, level)
    if isinstance(now, Spread | Bars):
        return "none", ""  # of so few only the middle half is told: no interval can be made of that
    if isinstance(then, Number) and isinstance(now, Number):
        return _number_change(then, now), ""
    return "", ""


def _number_change(then: Number, now: Number) -> Change:
    if then.low is None or then.high is None or now.low is None or now.high is None:
        return ""
    return "more" if now.low > then.high else "fewer" if now.high < then.low else "none"


def _bars_change(then: Bars, now: Bars, level: float) -> tuple[Change, str]:
    common = sorted(_edges(then.bars) & _edges(now.bars))
    old, new = _values(then.bars, common), _values(now.bars, common)
    if len(common) < 2 or min(len(old), len(new)) < 2:
        return "none", ""
    low, high = _delta(old, new, level)
    if low > 0:
        return "up", now.bars[-1].label
    return ("down", now.bars[0].label) if high < 0 else ("none", "")


def _edges(bars: Sequence[Bar]) -> set[int]:
    """Where bars end, in cells from the beginning."""
    return set(itertools.accumulate(len(bar.cells) for bar in bars))


def _values(bars: Sequence[Bar], common: Sequence[int]) -> tuple[int, ...]:
    """One number a person: in which of the coarsest common bars they stand."""
    ends = itertools.accumulate(len(bar.cells) for bar in bars)
    places = [
        (next(n for n, edge in enumerate(common) if end <= edge), bar) for end, bar in zip(ends, bars, strict=True)
    ]
    return tuple(place for place, bar in places for _ in range(bar.count))


@functools.lru_cache(maxsize=64)
def _delta(then: tuple[int, ...], now: tuple[int, ...], level: float) -> tuple[float, float]:
    """The same chance at every recount, so that a recap can be made again."""
    return cliffs_delta_interval(now, then, draws=DRAWS, rng=1, level=level)
