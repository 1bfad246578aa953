"""Where goals stand in their columns, and how links run from column to column.

No link passes behind a goal: one that skips a column crosses it in a *lane*, a slot of its own between the goals there,
shared by all links to the same goal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alignlab.exercises.goal_mapping import pens
from alignlab.model import palette

GAP = 12.0  # between two slots of a column
LANE = 6.0  # height of a lane with one link
STEP, WIDEST = 5.0, 40.0  # between two links of a lane; a lane with many
BULGE = 34.0  # how far a link between two goals of one column leaves it

Column = Mapping[str, "Slot"]
Span = tuple[float, float]
"""(left, width) of a column."""


@dataclass(slots=True)
class Slot:
    """The height that a goal, an item or a lane takes in its column; `middle` is where it stands."""

    height: float
    middle: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """From what serves to what it serves. `pull`: how much it draws its upper end to the height of its lower."""

    source: str
    target: str
    pull: float = 1.0
    width: float = 1.5
    dashed: bool = False


@dataclass(slots=True)
class _Run:
    """A link with its ends by layer, and the heights at which it crosses the columns that have been set."""

    link: Link
    low: int
    high: int
    below: str
    above: str
    heights: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """All columns set. `bottom` is the lowest edge."""

    columns: Sequence[Column]
    runs: Sequence[_Run]
    bottom: float

    def drawn(self, spans: Sequence[Span], margin: float) -> list[str]:
        """The links as SVG; those of the first column begin `margin` right of it."""
        return [piece for run in self.runs for piece in _drawn(run, self.columns, spans, margin)]


def stand(columns: Sequence[Column], links: Iterable[Link], top: float) -> Standing:
    """Set all columns but the first, which stands already, from left to right; each `Slot.middle` is changed."""
    layer = {id_: place for place, column in enumerate(columns) for id_ in column}
    runs = [_run(link, layer) for link in links if link.source in layer and link.target in layer]
    bottom = top
    for place, column in enumerate(columns):
        if place:
            lanes = _lanes(runs, place)
            _wish(column, runs, place)
            bottom = max(bottom, _spread([*column.values(), *(slot for slot, _ in lanes)], top))
            for slot, some in lanes:
                _fan(slot, some, place)
        for run in runs:
            for end, at in ((run.below, run.low), (run.above, run.high)):
                if at == place:
                    run.heights[place] = column[end].middle
    return Standing(columns, runs, bottom)


def _run(link: Link, layer: Mapping[str, int]) -> _Run:
    source, target = layer[link.source], layer[link.target]
    if source <= target:
        return _Run(link, source, target, link.source, link.target)
    return _Run(link, target, source, link.target, link.source)


def _lanes(runs: Sequence[_Run], place: int) -> list[tuple[Slot, list[_Run]]]:
    """A slot for each goal whose links cross this column, near the height at which they left the one before."""
    crossing: dict[str, list[_Run]] = {}
    for run in runs:
        if run.low < place < run.high:
            crossing.setdefault(run.above, []).append(run)
    found = []
    for some in crossing.values():
        some.sort(key=lambda run: run.heights[place - 1])
        wish = sum(run.heights[place - 1] for run in some) / len(some)
        found.append((Slot(min(WIDEST, STEP * (len(some) - 1)) + LANE, wish), some))
    return found


def _fan(lane: Slot, some: Sequence[_Run], place: int) -> None:
    """Its links side by side, in the order in which they come."""
    inner = lane.height - LANE
    for n, run in enumerate(some):
        run.heights[place] = lane.middle - inner / 2 + (inner * n / (len(some) - 1) if len(some) > 1 else 0.0)


def _wish(column: Column, runs: Sequence[_Run], place: int) -> None:
    """Each goal wishes to stand where its links come from; goals without any come last."""
    for id_, slot in column.items():
        coming = [run for run in runs if run.above == id_ and run.low < place]
        weight = sum(run.link.pull for run in coming)
        heights = sum(run.link.pull * run.heights[place - 1] for run in coming)
        slot.middle = heights / weight if weight else math.inf
    last = max((slot.middle for slot in column.values() if slot.middle < math.inf), default=0.0)
    for slot in column.values():
        slot.middle = min(slot.middle, last + 1)


def _spread(slots: Sequence[Slot], top: float) -> float:
    """Put them below one another without overlap, in all as near as can be to where they wish to stand.

    Least squares: neighbours that would overlap are pooled (isotonic regression). Gives the lower edge.
    """
    order = sorted(slots, key=lambda slot: slot.middle)
    offsets: list[float] = []
    pools: list[tuple[float, int]] = []  # (mean of what remains of the wishes, how many)
    edge = 0.0
    for slot in order:
        offsets.append(edge + slot.height / 2)
        edge += slot.height + GAP
        mean, count = slot.middle - offsets[-1], 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        pools.append((mean, count))
    starts = [max(top, mean) for mean, count in pools for _ in range(count)]
    for slot, start, offset in zip(order, starts, offsets, strict=True):
        slot.middle = start + offset
    return max((slot.middle + slot.height / 2 + GAP for slot in order), default=top)


# --- drawing ------------------------------------------------------------------------------------------------------


def _drawn(run: _Run, columns: Sequence[Column], spans: Sequence[Span], margin: float) -> list[str]:
    link = run.link
    colour = palette.WARN if link.dashed else palette.STAGES[2]
    if run.low == run.high:
        return _beside(run, columns[run.low], spans[run.low], colour)
    left, width = spans[run.low]
    path = f"M{left + width + (0 if run.low else margin):.1f} {run.heights[run.low]:.1f}"
    for place in range(run.low, run.high):
        start, end = sum(spans[place]) + (0 if place else margin), spans[place + 1][0]
        path += pens.swing(start, run.heights[place], end, run.heights[place + 1])
        if place + 1 < run.high:
            path += f"H{sum(spans[place + 1]):.1f}"
    parts = [pens.line(path, colour=colour, width=link.width, dashed=link.dashed)]
    if link.source == run.above:  # it runs downwards: from left to right would tell the opposite
        parts.append(pens.head(left + width, run.heights[run.low], colour=colour))
    return parts


def _beside(run: _Run, column: Column, span: Span, colour: str) -> list[str]:
    """Two goals of one column: round the outside of it, with a head at the one that is served."""
    x = sum(span)
    y1, y2 = column[run.link.source].middle, column[run.link.target].middle
    path = f"M{x:.1f} {y1:.1f}C{x + BULGE:.1f} {y1:.1f} {x + BULGE:.1f} {y2:.1f} {x:.1f} {y2:.1f}"
    return [
        pens.line(path, colour=colour, width=run.link.width, dashed=run.link.dashed),
        pens.head(x, y2, colour=colour),
    ]
