"""The same items side by side, counted in several ways: one column a way, one row an item, a tie as several places."""

from __future__ import annotations

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization import chart_rows
from alignlab.exercises.prioritization.chart_rows import NARROW, WIDE, Kind, Row
from alignlab.exercises.prioritization.counting import Span, tied_spans
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Chart

WAYS = ("schulze", "borda", "kemeny")
MOST_ROWS, MOST_COLUMNS = 12, 4  # what one can take in on a wall
HEAD, HEAD_WIDE = 40, 46  # pixels that the headings take
HALF, HALF_WIDE = 11, 15  # pixels: half the height of a place
ACROSS = 0.4  # half the width of a place, in columns
BESIDE, BESIDE_MANY = 0.57, 0.5  # share of the width that the words have on a wall; beside four columns
SPACE = 8  # pixels between the words and the places

Column = tuple[str, dict[str, Span]]  # a heading, and the places by that way


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
    return [
        Chart(
            id="ways",
            title=say("chart_ways"),
            text=f"{text}.",
            spec=_drawn(order, rows, columns, NARROW),
            spec_wide=_drawn(order, rows, columns, WIDE),
        )
    ]


def _drawn(order: Order, items: list[str], columns: list[Column], kind: Kind) -> Spec:
    wide = kind is WIDE
    beside = (BESIDE if len(columns) < MOST_COLUMNS else BESIDE_MANY) if wide else 0.0
    head = HEAD_WIDE if wide else HEAD
    width = kind.inside * beside - SPACE if wide else kind.inside
    rows = chart_rows.rows([order.labels[id_] for id_ in items], kind, width, head)
    end = chart_rows.height(rows)
    down = chart_rows.axis(end)
    layers = [*_heads(columns, head, wide=wide), *_places(columns, items, rows, HALF_WIDE if wide else HALF, kind.type)]
    before = len(columns) * beside / (1 - beside)  # the words take so much of the width, in columns
    for layer in layers:
        layer["encoding"]["x"] |= _scale(-before, len(columns))
        layer["encoding"]["y"] |= down
    return spec(round(end), [*layers, *chart_rows.words(rows, kind, down)])


def _columns(released: Released, order: Order) -> list[Column]:
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


def _row_text(label: str, id_: str, columns: list[Column]) -> str:
    told = [f"{heading.replace('|', ' ')} {_place(spans.get(id_))}" for heading, spans in columns]
    return say("chart_ways_text", item=label, places=", ".join(told))


def _scale(low: float, high: float) -> Spec:
    scale = {"domain": [low, high], "nice": False, "zero": False}
    return {"type": "quantitative", "axis": None, "scale": scale}


def _heads(columns: list[Column], head: float, *, wide: bool) -> list[Spec]:
    values = [{"x": number + 0.5, "y": head * 0.22, "head": heading} for number, (heading, _) in enumerate(columns)]
    mark: Spec = {
        "type": "text",
        "align": "center",
        "baseline": "middle",
        "lineBreak": "|",
        "lineHeight": 18 if wide else 16,
        "fontSize": 15 if wide else 13,
        "color": palette.SOFT,
    }
    text = {"field": "head", "type": "nominal"}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": _at("x"), "y": _at("y"), "text": text}}]


def _at(field: str) -> Spec:
    return {"field": field}


def _places(columns: list[Column], items: list[str], rows: list[Row], half: float, type_: int) -> list[Spec]:
    """A box a place; the boxes that differ from our order are set off by colour and by a frame, their places bold."""
    ours = columns[0][1]
    values = [
        {
            "from": number + 0.5 - ACROSS,
            "to": number + 0.5 + ACROSS,
            "x": number + 0.5,
            "top": row.mark - half,
            "bottom": row.mark + half,
            "y": row.mark,
            "place": _place(spans.get(id_)),
            "other": _elsewhere(spans.get(id_), ours[id_]),
        }
        for number, (_, spans) in enumerate(columns)
        for row, id_ in zip(rows, items, strict=True)
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
        words: Spec = {"type": "text", "baseline": "middle", "fontWeight": 700 if other else 400, "fontSize": type_}
        told: Spec = {"x": _at("x"), "y": _at("y"), "text": {"field": "place", "type": "nominal"}}
        found += [{"data": data, "mark": box, "encoding": edges}, {"data": data, "mark": words, "encoding": told}]
    return found
