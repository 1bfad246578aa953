"""What we say beside where we work, goal by goal: a point for the words, a square for the work."""

from __future__ import annotations

from typing import Any

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.goal_mapping.facts import Facts
from alignlab.exercises.goal_mapping.names import STANDING, say
from alignlab.exercises.goal_mapping.setup import ITEMS, unit_words
from alignlab.exercises.goal_mapping.tell import of_100, percent
from alignlab.model import palette
from alignlab.model.measures import Number
from alignlab.model.picture import Chart
from alignlab.model.words import capital

ROW = 52  # CSS pixels
APART = 0.7  # rows between the goals and the standing lines
HEAD = 0.5  # rows from the heading of these to their first label
Row = dict[str, Any]


def say_do(some: Facts) -> Chart | None:
    """The chart, or None where nobody gave a counter. Goals by what we say, most first; no agreed goal last."""
    goals = [goal for goal in some.goals if goal.say is not None and goal.do is not None]
    if not goals or some.no_goal is None:
        return None
    goals.sort(key=lambda goal: -(goal.say.value if goal.say else 0.0))
    rows = [_row(goal.node.label, goal.say, goal.do) for goal in goals]
    rows.append(_row(say("no_goal"), None, some.no_goal))
    standing = [node for node in some.graph.nodes if node.layer == STANDING]
    beside: list[Row] = [{"label": capital(node.label), "standing": node.size or 0.0} for node in standing]
    for place, row in enumerate([*rows, *beside]):
        row["row"] = place + (APART if "standing" in row else 0.0)
    if beside:
        beside.append({"label": say("standing_head"), "row": len(rows) + APART - HEAD})
    unit = some.graph.unit
    told = [_told(row, unit) for row in rows]
    lines = ", ".join(f"{node.label} {node.size:g} %" for node in standing)
    text = say("chart_say_do_text", rows="; ".join(told), people=say("people", n=some.n))
    if standing:
        text = f"{text} {say('chart_standing', lines=lines)}"
    return Chart(id="say_do", title=say("title_say_do"), text=text, spec=_spec([*rows, *beside], unit))


def _row(label: str, words: Number | None, work: Number | None) -> Row:
    assert work is not None  # whoever has words here has work too
    row: Row = {"label": label, "do": 100 * work.value}
    if words is not None:
        row["say"] = 100 * words.value
    if work.low is not None and work.high is not None:
        row |= {"low": 100 * work.low, "high": 100 * work.high}
    return row


def _told(row: Row, unit: str) -> str:
    work = of_100(row["do"] / 100, unit)
    if "say" not in row:
        return say("chart_say_do_none", goal=row["label"], do=work)
    return say("chart_say_do_row", goal=row["label"], say=percent(row["say"] / 100), do=work)


def _spec(rows: list[Row], unit: str) -> Spec:
    words_of = say("legend_say")
    work_of = say("legend_do_items") if unit == ITEMS else say("legend_do", unit=unit_words(unit))
    last = max(row["row"] for row in rows)
    most = max(max(row.get(name, 0.0) for name in ("say", "do", "high", "standing")) for row in rows)
    y: Spec = {"field": "row", "type": "quantitative", "axis": None}
    y["scale"] = {"domain": [-0.6, last + 0.6], "reverse": True, "nice": False, "zero": False}
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, max(10.0, most * 1.05)], "nice": False},
        "axis": {"grid": True, "gridColor": palette.LINE, "tickCount": 4, "labelColor": palette.SOFT, "domain": False},
    }
    goals = [row for row in rows if "do" in row]
    marks = [
        {"row": row["row"], "value": row[name], "what": what}
        for row in goals
        for name, what in (("say", words_of), ("do", work_of))
        if name in row
    ]
    names = [words_of, work_of, *([say("legend_range")] if any("low" in row for row in goals) else [])]
    return spec(int(ROW * (last + 1.2)), [*_lines(rows, goals, x, y), _marks(marks, x, y, names)])


def _lines(rows: list[Row], goals: list[Row], x: Spec, y: Spec) -> list[Spec]:
    """Labels above each row; from words to work; the range of the work; the standing lines as bars."""
    gaps = [row for row in goals if "say" in row]
    ranges = [row for row in goals if "low" in row]
    standing = [row for row in rows if "standing" in row]
    layers: list[Spec] = [
        {  # the limit leaves room for pages whose letters are wider than those that the drawing measures
            "data": {"values": rows},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "dy": -16,
                "limit": {"expr": "0.88 * width"},
            },
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label", "type": "nominal"}},
        },
        {
            "data": {"values": ranges},
            "mark": {"type": "rule", "color": palette.STAGES[0], "strokeWidth": 12, "yOffset": 8},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "data": {"values": gaps},
            "mark": {"type": "rule", "color": palette.SOFT, "strokeWidth": 2, "yOffset": 8},
            "encoding": {"y": y, "x": {"field": "say", **x}, "x2": {"field": "do"}},
        },
        {
            "data": {"values": standing},
            "mark": {"type": "bar", "orient": "horizontal", "color": palette.LINE, "height": 12, "yOffset": 8},
            "encoding": {"y": y, "x": {"field": "standing", **x}, "x2": {"datum": 0}},
        },
    ]
    return [layer for layer in layers if layer["data"]["values"]]


def _marks(marks: list[Row], x: Spec, y: Spec, names: list[str]) -> Spec:
    """Two shapes, so that colour is not needed to tell words from work; the band has an entry in the legend only."""
    legend = {"orient": "bottom", "direction": "vertical", "labelLimit": 300}
    colours = [palette.SAY, palette.DO, palette.STAGES[0]][: len(names)]
    shapes = ["circle", "square", "square"][: len(names)]
    return {
        "data": {"values": marks},
        "mark": {"type": "point", "filled": True, "size": 190, "opacity": 1, "yOffset": 8},
        "encoding": {
            "y": y,
            "x": {"field": "value", **x},
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": names, "range": colours},
                "legend": legend,
            },
            "shape": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": names, "range": shapes},
                "legend": legend,
            },
        },
    }
