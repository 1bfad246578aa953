"""The chart of impact and effort: four fields, their lines in the middle of the scales, one numbered mark an item."""

from __future__ import annotations

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization import chart_rows
from alignlab.exercises.prioritization.chart_rows import Kind, indent
from alignlab.exercises.prioritization.facts import bars
from alignlab.exercises.prioritization.quadrants import QUADRANTS, UNDECIDED, Mark, marks
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Chart
from alignlab.model.words import listed

MOST = 12
EDGE = 0.6  # anchors around the scale
BELOW = Kind(inside=312, type=14, leading=17, row=27, first=14, mark=0)  # the list of a phone, below the fields
ASIDE = Kind(inside=632, type=18, leading=20, row=33, first=17, mark=0)  # of a wall, beside them
HEIGHTS = {BELOW: 420, ASIDE: 430}  # pixels: of the fields
ACROSS = 0.56  # share of the width that the fields have beside a list
SPACE = 20  # pixels between the fields and the list
BOLD = 600  # the fields' names and the numbers, which a wall has larger


def quadrants(released: Released, order: Order) -> list[Chart]:
    """Nothing for other methods. Marks carry numbers; the list below says which item each is."""
    some = marks(released)[:MOST]
    if not some:
        return []
    impact, effort = bars(released, f"input.{some[0].item}.impact"), bars(released, f"input.{some[0].item}.effort")
    highest = len(impact.bars) - 1 if impact else 4
    dearest = len(effort.bars) - 1 if effort else 4
    text = " ".join(_text(name, some, order) for name in (*QUADRANTS, UNDECIDED) if _in(name, some))
    below, aside = (_drawn(some, order, highest, dearest, kind) for kind in (BELOW, ASIDE))
    return [Chart(id="quadrants", title=say("chart_quadrants"), text=text, spec=below, spec_wide=aside)]


def _drawn(some: list[Mark], order: Order, highest: int, dearest: int, kind: Kind) -> Spec:
    wide, tall = kind is ASIDE, HEIGHTS[kind]
    fields = [*_fields(highest, dearest), *_ways(highest, dearest), *_marks(some)]
    names, numbers = _names(some, order)
    left = kind.inside * ACROSS + SPACE if wide else 0.0
    width = kind.inside - left - indent(numbers, kind)
    rows = chart_rows.rows(names, kind, width, 0.0 if wide else tall + SPACE)
    end = max(tall, chart_rows.height(rows))
    pixel = (highest + 2 * EDGE) / tall
    across = _axis(-EDGE, -EDGE + (dearest + 2 * EDGE) / (ACROSS if wide else 1))
    for layer in fields:
        layer["encoding"]["x"] |= across
        layer["encoding"]["y"] |= _axis(highest + EDGE - end * pixel, highest + EDGE)
        if wide and layer["mark"].get("fontWeight") == BOLD:
            layer["mark"]["fontSize"] = kind.type
    lists = chart_rows.words(rows, kind, {}, numbers)
    for layer in lists:
        layer["encoding"]["x"] = {"value": layer["encoding"]["x"]["value"] + left}
        for value in layer["data"]["values"]:
            value["y"] = highest + EDGE - value["y"] * pixel
        layer["encoding"]["y"] |= _axis(highest + EDGE - end * pixel, highest + EDGE)
    return spec(round(end), [*fields, *lists])


def _in(name: str, some: list[Mark]) -> list[Mark]:
    return [mark for mark in some if mark.quadrant == name]


def _text(name: str, some: list[Mark], order: Order) -> str:
    words = say("undecided_short") if name == UNDECIDED else say(name)
    titles = [order.labels[mark.item] for mark in _in(name, some)]
    return say("chart_quadrants_text", quadrant=words, items=listed(titles)) + "."


def _names(some: list[Mark], order: Order) -> tuple[list[str], list[str]]:
    """Which number is which item, and what a hollow mark means."""
    names, numbers = [order.labels[mark.item] for mark in some], [str(n) for n in range(1, len(some) + 1)]
    if _in(UNDECIDED, some):
        return [*names, say("key_undecided")], [*numbers, ""]
    return names, numbers


def _axis(low: float, high: float) -> Spec:
    return {"type": "quantitative", "axis": None, "scale": {"domain": [low, high], "nice": False, "zero": False}}


def _fields(highest: int, dearest: int) -> list[Spec]:
    """The names of the four fields in their corners, and the two lines between them."""
    corners = [
        (-0.5, highest + 0.45, "quick win", "left"),
        (dearest + 0.5, highest + 0.45, "big bet", "right"),
        (-0.5, -0.45, "fill-in", "left"),
        (dearest + 0.5, -0.45, "money pit", "right"),
    ]
    names = [_corner(*corner) for corner in corners]
    rule: Spec = {"type": "rule", "color": palette.SOFT, "strokeWidth": 1}
    across = {"x": -EDGE, "x2": dearest + EDGE, "y": highest / 2}
    upright = {"x": dearest / 2, "y": -EDGE, "y2": highest + EDGE}
    return [
        {
            "data": {"values": [across]},
            "mark": rule,
            "encoding": {"x": {"field": "x"}, "x2": {"field": "x2"}, "y": {"field": "y"}},
        },
        {
            "data": {"values": [upright]},
            "mark": rule,
            "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "y2": {"field": "y2"}},
        },
        *names,
    ]


def _ways(highest: int, dearest: int) -> list[Spec]:
    """What the two lines count, at their ends."""
    ends = [
        (dearest / 2 + 0.08, highest + 0.45, "axis_helps", "left"),
        (dearest + 0.5, highest / 2 - 0.2, "axis_takes", "right"),
    ]
    return [_corner(*end, weight=400) for end in ends]


def _corner(x: float, y: float, name: str, side: str, *, weight: int = BOLD) -> Spec:
    return {
        "data": {"values": [{"x": x, "y": y, "name": say(name)}]},
        "mark": {"type": "text", "align": side, "baseline": "middle", "color": palette.SOFT, "fontWeight": weight},
        "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "name", "type": "nominal"}},
    }


def _marks(some: list[Mark]) -> list[Spec]:
    """Marks at the same place share one dot and a list of numbers; the dot is hollow where none of them is decided."""
    shared: dict[tuple[float, float], list[int]] = {}
    for number, mark in enumerate(some, start=1):
        shared.setdefault((mark.effort, mark.impact), []).append(number)
    values = [{"x": x, "y": y, "name": ", ".join(map(str, numbers))} for (x, y), numbers in shared.items()]
    decided = {(mark.effort, mark.impact) for mark in some if mark.quadrant != UNDECIDED}
    data: Spec = {"values": values}
    filled: Spec = {"type": "point", "filled": True, "size": 220, "opacity": 1, "color": palette.STAGES[3]}
    hollow = {**filled, "color": palette.CARD, "stroke": palette.STAGES[3], "strokeWidth": 3}
    return [
        *(
            {
                "data": {"values": [v for v in values if ((v["x"], v["y"]) in decided) == (mark is filled)]},
                "mark": mark,
                "encoding": {"x": {"field": "x"}, "y": {"field": "y"}},
            }
            for mark in (filled, hollow)
        ),
        {
            "data": data,
            "mark": {"type": "text", "dy": -18, "fontWeight": BOLD},
            "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "name", "type": "nominal"}},
        },
    ]
