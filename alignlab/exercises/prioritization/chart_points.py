"""Points or dots: one bar an item, with how many gave it any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization.facts import counts, number
from alignlab.exercises.prioritization.words import say
from alignlab.model import palette
from alignlab.model.measures import Counts, Order, Released
from alignlab.model.picture import Chart

ROW, ROW_WIDE = 50, 38  # pixels of a row: words above the bar, or beside it
TYPE_WIDE = 19
LABEL, MARK = 0.3, 0.68  # where in a row its words and its bar stand
BESIDE = 0.6  # share of the width that the words have beside the bars
LONGEST, LONGEST_WIDE = 0.55, 0.17  # share of the width that the longest bar has: what it says stands behind it


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
    most = max(max(row["size"] for row in rows), 1)
    beside = [{**row, "at": place + 0.5, "mark": place + 0.5} for place, row in enumerate(rows)]
    return [
        Chart(
            id="points",
            title=say(name),
            text=f"{'; '.join(texts)}.",
            spec=spec(ROW * len(rows), _layers(rows, most, wide=False)),
            spec_wide=spec(ROW_WIDE * len(rows), _layers(beside, most, wide=True)),
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
        found.append(
            {
                "label": order.labels[id_],
                "at": len(found) + LABEL,
                "mark": len(found) + MARK,
                "size": share.value if as_points else count,
                "count": count,
                "told": f"{share.value:.0f} · {behind}" if as_points else behind,
            }
        )
    return found


def _layers(values: list[dict[str, Any]], most: float, *, wide: bool) -> list[Spec]:
    data: Spec = {"values": values}
    scale: Spec = {"domain": [0, most / (LONGEST_WIDE / (1 - BESIDE) if wide else LONGEST)], "nice": False}
    if wide:
        scale["range"] = [{"expr": f"width * {BESIDE}"}, {"expr": "width"}]
    x: Spec = {"field": "size", "type": "quantitative", "axis": None, "scale": scale}
    axis: Spec = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, len(values)], "reverse": True, "nice": False, "zero": False},
    }
    limit = f"width * {BESIDE} - 12" if wide else "width - 4"
    words: Spec = {"type": "text", "align": "left", "baseline": "middle", **({"fontSize": TYPE_WIDE} if wide else {})}
    bar: Spec = {
        "type": "bar",
        "orient": "horizontal",
        "height": 18 if wide else 14,
        "color": palette.STAGES[3],
        "cornerRadiusEnd": 3,
    }
    behind = {**words, "dx": 8, "fontWeight": 600, **({"fontSize": 17} if wide else {})}
    at, mark = {"field": "at", **axis}, {"field": "mark", **axis}
    label, told = {"field": "label", "type": "nominal"}, {"field": "told", "type": "nominal"}
    return [
        {"data": data, "mark": bar, "encoding": {"y": mark, "x": x}},
        {"data": data, "mark": behind, "encoding": {"y": mark, "x": x, "text": told}},
        {
            "data": data,
            "mark": {**words, "limit": {"expr": limit}},
            "encoding": {"y": at, "x": {"value": 0}, "text": label},
        },
    ]
