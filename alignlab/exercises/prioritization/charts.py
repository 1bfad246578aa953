"""Charts of the released picture: the order with its places; points, quadrants and other ways of counting beside it."""

from __future__ import annotations

from typing import Any

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization import chart_key
from alignlab.exercises.prioritization.chart_points import points
from alignlab.exercises.prioritization.chart_quadrants import quadrants
from alignlab.exercises.prioritization.chart_ways import ways
from alignlab.exercises.prioritization.counting import Span, how_many_missing, tied_spans
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Chart

MOST_ROWS = 12  # things that one can take in on a wall
ROW = 50  # pixels
LABEL, MARK = 0.3, 0.68  # where in a row its words and its mark stand
ROW_WIDE, TYPE_WIDE = 38, 20  # pixels of a row with the words beside the mark, and of its words
BESIDE = 0.64  # share of the width that the words have there


def charts(released: Released) -> list[Chart]:
    """At most three; none of what is withheld."""
    order = released.quantities.get("order")
    if not isinstance(order, Order) or not order.groups:
        return []
    items = [id_ for id_, _, _ in _rows(order)]
    return [
        _order(order, released),
        *points(released, order, items),
        *quadrants(released, order),
        *ways(released, order),
    ]


def _rows(order: Order) -> list[tuple[str, Span, Span]]:
    """(item, its places in the order, its places whoever of us is missing), the first twelve."""
    spans = tied_spans(order.groups)
    return [(id_, span, order.ranges.get(id_, span)) for id_, span in list(spans.items())[:MOST_ROWS]]


def _order(order: Order, released: Released) -> Chart:
    """One row an item: its place as a dot, a tie as a bar, and how far it can move as a band."""
    rows = _rows(order)
    last = max(max(span[1], missing[1]) for _, span, missing in rows)
    values = [
        {
            "label": f"{_place(span)}. {order.labels[id_]}",
            "at": row + LABEL,
            "mark": row + MARK,
            "place": (span[0] + span[1]) / 2,
            "from": missing[0] - 0.3,
            "to": missing[1] + 0.3,
            "tie_from": span[0],
            "tie_to": span[1],
        }
        for row, (id_, span, missing) in enumerate(rows)
    ]
    key = _key(released, order, rows)
    layers = [*_line_layers(released, len(rows)), *_order_layers(values, last)]
    beside = [*_line_layers(released, len(rows)), *_order_layers([_in_one_line(row) for row in values], last)]
    for layer in beside:
        _words_beside(layer)
    for some, row, wide in ((layers, ROW, False), (beside, ROW_WIDE, True)):
        axis = _axis(len(rows) + chart_key.height(key) / row)
        for layer in some:
            layer["encoding"]["y"] |= axis
        some += chart_key.layers(key, len(rows), row, axis, wide=wide)
    text = "; ".join(_row_text(order, *row) for row in rows)
    fits = _above_line(released)
    if fits:
        text = f"{text}; {say('chart_line', place=fits)}"
    return Chart(
        id="order",
        title=say("chart_order"),
        text=f"{text}.",
        spec=spec(ROW * len(rows) + chart_key.height(key), layers),
        spec_wide=spec(ROW_WIDE * len(rows) + chart_key.height(key), beside),
    )


def _key(released: Released, order: Order, rows: list[tuple[str, Span, Span]]) -> list[chart_key.Line]:
    """What the bands, bars and the dashed line mean, of those that are there."""
    found: list[chart_key.Line] = []
    if any(span[0] != span[1] for _, span, _ in rows):
        found.append(chart_key.Line("tie", "key_tie"))
    if any(missing != span for _, span, missing in rows):
        found.append(chart_key.Line("missing", f"key_missing_{how_many_missing(order.n)}"))
    if 0 < _above_line(released) < len(rows):
        found.append(chart_key.Line("line", "key_line"))
    return found


def _in_one_line(value: dict[str, Any]) -> dict[str, Any]:
    middle = round(value["at"] - LABEL) + 0.5
    return {**value, "at": middle, "mark": middle}


def _words_beside(layer: Spec) -> None:
    """The marks keep to the right part; the words have the left one."""
    encoding = layer["encoding"]
    if "text" in encoding:
        layer["mark"] |= {"fontSize": TYPE_WIDE, "limit": {"expr": f"width * {BESIDE - 0.03}"}}
    elif "x" in encoding:
        encoding["x"] = {**encoding["x"]}
        encoding["x"]["scale"] = {**encoding["x"]["scale"], "range": [{"expr": f"width * {BESIDE}"}, {"expr": "width"}]}


def _place(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _row_text(order: Order, id_: str, span: Span, missing: Span) -> str:
    parts = {"place": _place(span), "item": order.labels[id_]}
    if missing == span:
        return say("chart_order_text", **parts)
    return say("chart_span_text", **parts, low=missing[0], high=missing[1])


def _axis(rows: float) -> Spec:
    return {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, rows], "reverse": True, "nice": False, "zero": False},
    }


def _order_layers(values: list[dict[str, Any]], last: int) -> list[Spec]:
    data: Spec = {"values": values}
    x: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0.5, last + 0.5], "nice": False, "zero": False},
    }
    words: Spec = {"type": "text", "align": "left", "baseline": "middle", "limit": {"expr": "width - 4"}}
    return [
        {
            "data": data,
            "mark": {
                "type": "bar",
                "orient": "horizontal",
                "height": 12,
                "color": palette.STAGES[0],
                "cornerRadius": 6,
            },
            "encoding": {"y": {"field": "mark"}, "x": {"field": "from", **x}, "x2": {"field": "to"}},
        },
        {
            "data": data,
            "mark": {"type": "rule", "color": palette.STAGES[3], "strokeWidth": 6, "strokeCap": "round"},
            "encoding": {"y": {"field": "mark"}, "x": {"field": "tie_from", **x}, "x2": {"field": "tie_to"}},
        },
        {
            "data": data,
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1, "color": palette.STAGES[4]},
            "encoding": {"y": {"field": "mark"}, "x": {"field": "place", **x}},
        },
        {
            "data": data,
            "mark": words,
            "encoding": {"y": {"field": "at"}, "x": {"value": 0}, "text": {"field": "label", "type": "nominal"}},
        },
    ]


def _above_line(released: Released) -> int:
    """How many items stand above the capacity line; 0 without one."""
    fits, below = released.quantities.get("fits"), released.quantities.get("below")
    if not isinstance(fits, Order) or not isinstance(below, Order) or not below.groups:
        return 0
    return sum(len(group) for group in fits.groups)


def _line_layers(released: Released, rows: int) -> list[Spec]:
    fits = _above_line(released)
    if not 0 < fits < rows:
        return []
    mark: Spec = {"type": "rule", "color": palette.WARN, "strokeWidth": 2, "strokeDash": [6, 4]}
    return [{"data": {"values": [{"row": fits}]}, "mark": mark, "encoding": {"y": {"field": "row"}}}]
