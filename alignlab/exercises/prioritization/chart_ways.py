"""The same items side by side, counted in several ways: one column a way, one row an item, a tie as several places."""

from __future__ import annotations

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization.counting import Span, tied_spans
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Chart

WAYS = ("schulze", "borda", "kemeny")
MOST_ROWS, MOST_COLUMNS = 12, 4  # what one can take in on a wall
ROW, HEAD = 50, 1.0  # pixels a row; the height of the headings, in rows
LABEL, MARK, HALF = 0.22, 0.64, 0.2  # where in a row its words and its places stand, and half the height of a place
WIDE = 0.4  # half the width of a place, in columns
ROW_WIDE, TYPE_WIDE = 38, 18  # pixels of a row with its words beside the places, and of its words
BESIDE, BESIDE_MANY = 0.57, 0.5  # share of the width that the words have there; beside four columns


def ways(released: Released, order: Order) -> list[Chart]:
    """Our order beside the other ways of counting these votes, and beside earlier votes on the same items.

    Nothing where there is no other. What stands at quite other places than in our order is set off.
    """
    columns = _columns(released, order)[:MOST_COLUMNS]
    if len(columns) < 2 or len(columns[0][1]) < 2:
        return []
    ours = columns[0][1]
    rows = list(ours)[:MOST_ROWS]
    text = "; ".join(_row_text(order.labels[id_], id_, columns) for id_ in rows)
    narrow = [*_heads(columns), *_labels(order, rows, LABEL, "width - 4"), *_places(columns, rows, MARK, HALF)]
    words, beside = {"fontSize": TYPE_WIDE}, BESIDE if len(columns) < MOST_COLUMNS else BESIDE_MANY
    wide = [
        *_heads(columns),
        *_labels(order, rows, 0.5, f"width * {beside} - 8", **words),
        *_places(columns, rows, 0.5, 0.38, **words),
    ]
    before = len(columns) * beside / (1 - beside)  # the words take so much of the width, in columns
    for layers, left in ((narrow, 0.0), (wide, -before)):
        for layer in layers:
            if "field" in layer["encoding"]["x"]:
                layer["encoding"]["x"] |= _scale(left, len(columns))
            layer["encoding"]["y"] |= {**_scale(-HEAD, len(rows)), "scale": _domain(-HEAD, len(rows), reverse=True)}
    return [
        Chart(
            id="ways",
            title=say("chart_ways"),
            text=f"{text}.",
            spec=spec(round(ROW * (len(rows) + HEAD)), narrow),
            spec_wide=spec(round(ROW_WIDE * (len(rows) + HEAD)), wide),
        )
    ]


def _columns(released: Released, order: Order) -> list[tuple[str, dict[str, Span]]]:
    """(heading, the places by that way), our own order first; a heading may be two lines."""
    found = [(say("chart_ways_ours"), tied_spans(order.groups))]
    for name, other in released.quantities.items():
        if name.startswith("beside.") and isinstance(other, Order):
            method = say(f"name_{name.removeprefix('beside.')}")
            found.append((say("chart_ways_earlier", method=method), tied_spans(other.groups)))
    for way in WAYS:
        counted = released.quantities.get(f"way.{way}")
        if isinstance(counted, Order):
            found.append((say(f"chart_ways_{way}"), {**tied_spans(counted.groups), **counted.ranges}))
    return found


def _place(span: Span | None) -> str:
    if span is None:
        return "–"
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"


def _elsewhere(span: Span | None, ours: Span) -> bool:
    """Whether no place of the one is a place of the other: a tie that another way resolves is no contradiction."""
    return span is not None and (span[1] < ours[0] or span[0] > ours[1])


def _row_text(label: str, id_: str, columns: list[tuple[str, dict[str, Span]]]) -> str:
    told = [f"{heading.replace('|', ' ')} {_place(spans.get(id_))}" for heading, spans in columns]
    return say("chart_ways_text", item=label, places=", ".join(told))


def _domain(low: float, high: float, *, reverse: bool = False) -> Spec:
    return {"domain": [low, high], "nice": False, "zero": False, "reverse": reverse}


def _scale(low: float, high: float) -> Spec:
    return {"type": "quantitative", "axis": None, "scale": _domain(low, high)}


def _heads(columns: list[tuple[str, dict[str, Span]]]) -> list[Spec]:
    values = [{"x": number + 0.5, "y": -0.6 * HEAD, "head": heading} for number, (heading, _) in enumerate(columns)]
    mark: Spec = {
        "type": "text",
        "align": "center",
        "baseline": "middle",
        "lineBreak": "|",
        "lineHeight": 16,
        "fontSize": 13,
        "color": palette.SOFT,
    }
    text = {"field": "head", "type": "nominal"}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": _at("x"), "y": _at("y"), "text": text}}]


def _at(field: str) -> Spec:
    return {"field": field}


def _labels(order: Order, rows: list[str], at: float, limit: str, **words: int) -> list[Spec]:
    values = [{"y": row + at, "label": order.labels[id_]} for row, id_ in enumerate(rows)]
    mark: Spec = {"type": "text", "align": "left", "baseline": "middle", "limit": {"expr": limit}, **words}
    text = {"field": "label", "type": "nominal"}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": {"value": 0}, "y": _at("y"), "text": text}}]


def _places(
    columns: list[tuple[str, dict[str, Span]]], rows: list[str], at: float, half: float, **type_: int
) -> list[Spec]:
    """A box a place; the boxes that differ from our order are set off by colour and by a frame, their places bold."""
    ours = columns[0][1]
    values = [
        {
            "from": number + 0.5 - WIDE,
            "to": number + 0.5 + WIDE,
            "x": number + 0.5,
            "top": row + at - half,
            "bottom": row + at + half,
            "y": row + at,
            "place": _place(spans.get(id_)),
            "other": _elsewhere(spans.get(id_), ours[id_]),
        }
        for number, (_, spans) in enumerate(columns)
        for row, id_ in enumerate(rows)
    ]
    found: list[Spec] = []
    for other in (False, True):
        data: Spec = {"values": [value for value in values if value["other"] == other]}
        frame: Spec = {"stroke": palette.WARN, "strokeWidth": 2} if other else {}
        box: Spec = {
            "type": "rect",
            "color": palette.CARD if other else palette.ACCENT_SOFT,
            "cornerRadius": 6,
            **frame,
        }
        edges: Spec = {"x": _at("from"), "x2": _at("to"), "y": _at("top"), "y2": _at("bottom")}
        words: Spec = {"type": "text", "baseline": "middle", "fontWeight": 700 if other else 400, **type_}
        told: Spec = {"x": _at("x"), "y": _at("y"), "text": {"field": "place", "type": "nominal"}}
        found += [{"data": data, "mark": box, "encoding": edges}, {"data": data, "mark": words, "encoding": told}]
    return found
