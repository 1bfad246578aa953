"""Charts of the released picture: the order with its places; points, quadrants and other ways of counting beside it."""

from __future__ import annotations

from typing import Any

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization import chart_key, chart_rows
from alignlab.exercises.prioritization.chart_kept import short_list
from alignlab.exercises.prioritization.chart_points import points
from alignlab.exercises.prioritization.chart_quadrants import quadrants
from alignlab.exercises.prioritization.chart_rows import NARROW, WIDE, Kind, Row, indent
from alignlab.exercises.prioritization.chart_ways import ways
from alignlab.exercises.prioritization.counting import Span, how_many_missing, tied_spans
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Chart

MOST_ROWS = 12  # things that one can take in on a wall
BESIDE = 0.64  # share of the width that the words have on a wall, beside the marks
SPACE = 16  # pixels between the words and the marks

Placed = tuple[str, Span, Span]  # an item, its places in the order, its places whoever of us is missing


def charts(released: Released) -> list[Chart]:
    """At most three; none of what is withheld."""
    if isinstance(kept := released.quantities.get("kept"), Order):
        return short_list(released, kept)
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


def _rows(order: Order) -> list[Placed]:
    """The first twelve."""
    spans = tied_spans(order.groups)
    return [(id_, span, order.ranges.get(id_, span)) for id_, span in list(spans.items())[:MOST_ROWS]]


def _order(order: Order, released: Released) -> Chart:
    """One row an item: its place as a dot, a tie as a bar, and how far it can move as a band."""
    rows = _rows(order)
    fits = _above_line(released)
    text = "; ".join([*(_row_text(order, *row) for row in rows), *([say("chart_line", place=fits)] if fits else [])])
    more = len(order.labels) - len(rows)
    key = _key(released, order, rows)
    return Chart(
        id="order",
        title=say("chart_order"),
        text=f"{text}." + (f" {say('chart_more', count=more)}" if more > 0 else ""),
        spec=_drawn(order, rows, key, fits, NARROW),
        spec_wide=_drawn(order, rows, key, fits, WIDE),
    )


def _drawn(order: Order, some: list[Placed], key: list[chart_key.Line], fits: int, kind: Kind) -> Spec:
    places = [f"{_place(span)}." for _, span, _ in some]
    beside = kind.inside * BESIDE - SPACE if kind is WIDE else kind.inside
    rows = chart_rows.rows([order.labels[id_] for id_, _, _ in some], kind, beside - indent(places, kind))
    end = chart_rows.height(rows)
    down = chart_rows.axis(end + chart_key.height(key))
    line = [_line(rows[fits].top, down)] if 0 < fits < len(rows) else []
    layers = [*line, *_marks(some, rows, kind, down), *chart_rows.words(rows, kind, down, places)]
    return spec(round(end) + chart_key.height(key), [*layers, *chart_key.layers(key, end, down, wide=kind is WIDE)])


def _key(released: Released, order: Order, rows: list[Placed]) -> list[chart_key.Line]:
    """What the bands, bars and the dashed line mean, of those that are there; and what the chart leaves out."""
    found: list[chart_key.Line] = []
    if any(span[0] != span[1] for _, span, _ in rows):
        found.append(chart_key.Line("tie", say("key_tie")))
    if any(missing != span for _, span, missing in rows):
        lost = how_many_missing(order.n)
        found.append(chart_key.Line("missing", say(f"key_missing_{lost}")))
    if 0 < _above_line(released) < len(rows):
        found.append(chart_key.Line("line", say("key_line")))
    if more := len(order.labels) - len(rows):
        found.append(chart_key.Line("", say("chart_more", count=more)))
    return found


def _place(span: Span) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _row_text(order: Order, id_: str, span: Span, missing: Span) -> str:
    parts = {"place": _place(span), "item": order.labels[id_]}
    if missing == span:
        return say("chart_order_text", **parts)
    return say("chart_span_text", **parts, low=missing[0], high=missing[1])


def _marks(some: list[Placed], rows: list[Row], kind: Kind, down: Spec) -> list[Spec]:
    last = max(max(span[1], missing[1]) for _, span, missing in some)
    scale: Spec = {"domain": [0.5, last + 0.5], "nice": False, "zero": False}
    if kind is WIDE:
        scale["range"] = [{"expr": f"width * {BESIDE}"}, {"expr": "width"}]
    x: Spec = {"type": "quantitative", "axis": None, "scale": scale}
    values = [
        {
            "y": row.mark,
            "place": (span[0] + span[1]) / 2,
            "from": missing[0] - 0.3,
            "to": missing[1] + 0.3,
            "moves": missing != span,
            "tie_from": span[0],
            "tie_to": span[1],
        }
        for (_, span, missing), row in zip(some, rows, strict=True)
    ]
    band: Spec = {"type": "bar", "orient": "horizontal", "height": 12, "color": palette.STAGES[0], "cornerRadius": 6}
    tie: Spec = {"type": "rule", "color": palette.STAGES[3], "strokeWidth": 6, "strokeCap": "round"}
    dot: Spec = {"type": "point", "filled": True, "size": 130, "opacity": 1, "color": palette.STAGES[4]}
    y = {"field": "y", **down}
    return [
        _layer([v for v in values if v["moves"]], band, {"y": y, "x": {"field": "from", **x}, "x2": {"field": "to"}}),
        _layer(values, tie, {"y": y, "x": {"field": "tie_from", **x}, "x2": {"field": "tie_to"}}),
        _layer(values, dot, {"y": y, "x": {"field": "place", **x}}),
    ]


def _layer(values: list[dict[str, Any]], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _above_line(released: Released) -> int:
    """How many items stand above the capacity line; 0 without one."""
    fits, below = released.quantities.get("fits"), released.quantities.get("below")
    if not isinstance(fits, Order) or not isinstance(below, Order) or not below.groups:
        return 0
    return sum(len(group) for group in fits.groups)


def _line(at: float, down: Spec) -> Spec:
    mark: Spec = {"type": "rule", "color": palette.WARN, "strokeWidth": 2, "strokeDash": [6, 4]}
    return _layer([{"y": at}], mark, {"y": {"field": "y", **down}})
