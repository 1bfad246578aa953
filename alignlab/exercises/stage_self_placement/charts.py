"""Charts of the released picture: where we stand, and what we do kind by kind. Nothing is drawn that is not told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.stage_self_placement.analyse import ABSENT, KIND_AND_ACT
from alignlab.exercises.stage_self_placement.places import BETWEEN, CAUGHT, PLACEMENT, say
from alignlab.model import palette
from alignlab.model.measures import Bars, Released, Spread, YesNo
from alignlab.model.picture import Chart
from alignlab.model.words import listed, number

Told = Literal["most", "some", "few", "absent"]
CLASSES: tuple[Told, ...] = ("most", "some", "few", "absent")


def charts(released: Released) -> list[Chart]:
    """Placement (or also the questions), then the behaviours; none of what is withheld."""
    drawn = [_scale(part, quantity) for part in (PLACEMENT, CAUGHT) if (quantity := _ordered(released, part))]
    return [*drawn, *_behaviours(released)]


def _ordered(released: Released, part: str) -> Spread | Bars | None:
    quantity = released.quantities.get(part)
    return quantity if isinstance(quantity, Spread | Bars) else None


# --- where we stand -----------------------------------------------------------------------------------------------


def _scale(part: str, quantity: Spread | Bars) -> Chart:
    """Kinds of work from top to bottom in half steps; a band for a span, a bar for a count."""
    places = {cell: place for place, cell in enumerate(quantity.labels)}
    stages = [label for cell, label in quantity.labels.items() if BETWEEN not in cell]
    if isinstance(quantity, Spread):
        layers, height, text = _band(quantity, places), 44, _spread_text(quantity)
    else:
        layers, height, text = _counts(quantity, places), 56, _bars_text(quantity)
    layers = [_lines(len(stages)), *layers]
    for layer in layers:
        layer["encoding"]["y"] |= {
            "type": "quantitative",
            "scale": {"domain": [-0.6, 2 * len(stages) - 1.4], "reverse": True, "nice": False, "zero": False},
            "axis": {"values": list(range(0, 2 * len(stages), 2)), "labelExpr": f"{json.dumps(stages)}[datum.value/2]"},
        }
    title = f"{quantity.title}: {say('chart_middle_half')}" if isinstance(quantity, Spread) else quantity.title
    return Chart(id=part, title=title, text=text, spec=spec(height * len(stages), layers))


def _lines(stages: int) -> Spec:
    """A thin line at each stage."""
    return {
        "data": {"values": [{"low": 2 * place} for place in range(stages)]},
        "mark": {"type": "rule", "color": palette.LINE},
        "encoding": {"y": {"field": "low"}},
    }


def _band(spread: Spread, places: Mapping[str, int]) -> list[Spec]:
    low, high = places[spread.low], places[spread.high]
    ends: Spec = {"values": [{"low": low - 0.4, "high": high + 0.4}]}
    return [
        {
            "data": ends,
            "mark": {"type": "rect", "color": palette.STAGES[0], "cornerRadius": 10},
            "encoding": {"y": {"field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": {"values": [{"low": places[spread.median]}]},
            "mark": {"type": "rule", "color": palette.STAGES[4], "strokeWidth": 6, "strokeCap": "round"},
            "encoding": {"x": {"value": 10}, "x2": {"value": 34}, "y": {"field": "low"}},
        },
    ]


def _counts(bars: Bars, places: Mapping[str, int]) -> list[Spec]:
    values = [
        {
            "low": places[bar.cells[0]] - 0.4,
            "high": places[bar.cells[-1]] + 0.4,
            "middle": (places[bar.cells[0]] + places[bar.cells[-1]]) / 2,
            "count": bar.count,
        }
        for bar in bars.bars
        if bar.count
    ]
    x: Spec = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, bars.n], "nice": False}}
    middle: Spec = {"field": "middle"}
    data = {"values": values}
    return [
        {
            "data": data,
            "mark": {"type": "rect", "color": palette.ACCENT_SOFT, "cornerRadius": 8},
            "encoding": {
                "x": x,
                "x2": {"datum": 0},
                "y": {"field": "low"},
                "y2": {"field": "high"},
            },
        },
        {
            "data": data,
            "mark": {"type": "bar", "orient": "horizontal", "color": palette.STAGES[3], "height": 14},
            "encoding": {"x": x, "y": dict(middle)},
        },
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": 600},
            "encoding": {"x": x, "y": dict(middle), "text": {"field": "count", "type": "quantitative"}},
        },
    ]


def _spread_text(spread: Spread) -> str:
    where = say("from_to", low=spread.labels[spread.low], high=spread.labels[spread.high])
    middle = spread.labels[spread.median]
    return say("chart_spread_text", where=where, median=middle if BETWEEN in spread.median else say("at", low=middle))


def _bars_text(bars: Bars) -> str:
    parts = [say("chart_bar", count=number(bar.count), label=bar.label) for bar in bars.bars if bar.count]
    return say("chart_bars_text", title=bars.title, parts="; ".join(parts))


# --- what we do ---------------------------------------------------------------------------------------------------


def _behaviours(released: Released) -> list[Chart]:
    """One row a stage, one mark a statement, by what is told of it."""
    stages: dict[str, list[Told]] = {}
    for quantity in released.quantities.values():
        if isinstance(quantity, YesNo):
            stages.setdefault(quantity.title.split(KIND_AND_ACT, 1)[0], []).append(_class(quantity))
    if not stages:
        return []
    title = say("chart_behaviours")
    text = " ".join(_row_text(stage, told) for stage, told in stages.items())
    return [Chart(id="behaviours", title=title, text=text, spec=spec(46 * len(stages), [_marks(stages)]))]


def _class(fact: YesNo) -> Told:
    if fact.cell == ABSENT:
        return "absent"
    if fact.told == "count":
        return "most" if 2 * (fact.count or 0) > fact.n else "some"
    return "most" if fact.told == "most" else "few"


def _row_text(stage: str, told: list[Told]) -> str:
    parts = [say(f"chart_{name}", count=number(told.count(name))) for name in CLASSES if name in told]
    return f"{stage}: {listed(parts)}."


def _marks(stages: Mapping[str, list[Told]]) -> Spec:
    values = [
        {"stage": stage, "place": place, "told": say(name)}
        for stage, told in stages.items()
        for place, name in enumerate(sorted(told, key=CLASSES.index))
    ]
    widest = max(len(told) for told in stages.values())
    names = [say(name) for name in CLASSES]
    fills = [palette.STAGES[4], palette.STAGES[1], "transparent", "transparent"]
    strokes = [palette.STAGES[4], palette.STAGES[3], palette.STAGES[3], palette.SOFT]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "size": 380 if widest <= 6 else 120, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "x": {
                "field": "place",
                "type": "quantitative",
                "axis": None,
                "scale": {"domain": [-0.5, widest - 0.5], "nice": False, "zero": False},
            },
            "y": {"field": "stage", "type": "nominal", "sort": list(stages)},
            "shape": {
                "field": "told",
                "type": "nominal",
                "scale": {"domain": names, "range": ["circle", "circle", "circle", "stroke"]},
                "legend": {"orient": "bottom", "columns": 1},
            },
            "fill": {"field": "told", "type": "nominal", "scale": {"domain": names, "range": fills}},
            "stroke": {"field": "told", "type": "nominal", "scale": {"domain": names, "range": strokes}},
        },
    }
