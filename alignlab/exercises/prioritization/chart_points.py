"""Points or dots: one bar an item, with how many gave it any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization import chart_rows
from alignlab.exercises.prioritization.chart_rows import NARROW, WIDE, Kind
from alignlab.exercises.prioritization.facts import counts, number
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Counts, Order, Released
from alignlab.model.picture import Chart

BESIDE = 0.5  # share of the width that the words have on a wall, beside the bars
SPACE = 14  # pixels between the words and the bars
LONGEST, LONGEST_WIDE = 0.55, 0.24  # share of the width that the longest bar has: what it says stands behind it


def points(released: Released, order: Order, items: Sequence[str]) -> list[Chart]:
    """Of these items; nothing for other methods, or where it is withheld."""
    given = counts(released, "supporters")
    dots = counts(released, "dots")
    told = given or dots
    if told is None:
        return []
    rows = _rows(released, order, items, told, as_points=given is not None)
    if not rows:
        return []
    name = "chart_points" if given else "chart_dots"
    texts = [say(f"{name}_text", item=r["label"], points=f"{r['size']:.0f}", count=r["count"], n=told.n) for r in rows]
    return [
        Chart(
            id="points",
            title=say(name),
            text=f"{'; '.join(texts)}.",
            spec=_drawn(rows, NARROW),
            spec_wide=_drawn(rows, WIDE),
        )
    ]


def _rows(
    released: Released, order: Order, items: Sequence[str], told: Counts, *, as_points: bool
) -> list[dict[str, Any]]:
    """A bar is as long as the points of 100, or as there are people who gave a dot."""
    found: list[dict[str, Any]] = []
    for id_ in items:
        share, count = number(released, f"share.{id_}"), told.cells.get(id_, 0)
        if share is None:
            continue
        behind = say("chart_supporters", count=count, n=told.n)
        points_ = f"{share.value:.0f}"
        found.append(
            {
                "label": order.labels[id_],
                "size": share.value if as_points else count,
                "count": count,
                "told": behind if not as_points else f"{points_} · {behind}" if count else points_,
            }
        )
    return found


def _drawn(values: list[dict[str, Any]], kind: Kind) -> Spec:
    wide = kind is WIDE
    rows = chart_rows.rows([v["label"] for v in values], kind, kind.inside * BESIDE - SPACE if wide else kind.inside)
    down = chart_rows.axis(chart_rows.height(rows))
    data: Spec = {"values": [{**value, "y": row.mark} for value, row in zip(values, rows, strict=True)]}
    most = max(1, *(value["size"] for value in values))
    scale: Spec = {"domain": [0, most / (LONGEST_WIDE / (1 - BESIDE) if wide else LONGEST)], "nice": False}
    if wide:
        scale["range"] = [{"expr": f"width * {BESIDE}"}, {"expr": "width"}]
    x: Spec = {"field": "size", "type": "quantitative", "axis": None, "scale": scale}
    y: Spec = {"field": "y", **down}
    bar: Spec = {"type": "bar", "orient": "horizontal", "height": 18 if wide else 14, "color": palette.STAGES[3]}
    behind: Spec = {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "fontWeight": 600}
    told = {"field": "told", "type": "nominal"}
    layers = [
        {"data": data, "mark": {**bar, "cornerRadiusEnd": 3}, "encoding": {"y": y, "x": x}},
        {"data": data, "mark": {**behind, "fontSize": 17 if wide else 15}, "encoding": {"y": y, "x": x, "text": told}},
        *chart_rows.words(rows, kind, down),
    ]
    return spec(round(chart_rows.height(rows)), layers)
