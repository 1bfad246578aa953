"""What the charts of all exercises share: size, type, colours."""

from __future__ import annotations

from typing import Any

from alignlab.model import palette

Spec = dict[str, Any]


def spec(height: int, layers: list[Spec]) -> Spec:
    """A Vega-Lite chart, 640 wide; whoever draws it for a phone sets 320. Colours are sentinels (model/palette)."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 640,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        "padding": 4,
        "layer": layers,
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {
                "labelColor": palette.INK,
                "labelFontSize": 15,
                "labelLimit": 190,
                "labelPadding": 10,
                "domain": False,
                "ticks": False,
                "grid": False,
                "title": None,
            },
            # Room for the longest label in a wide font: the page's font is not the one it is measured with.
            "axisY": {"minExtent": 196},
            "legend": {"labelColor": palette.INK, "labelFontSize": 14, "title": None, "symbolSize": 160},
            "text": {"color": palette.INK, "fontSize": 15},
        },
    }


def bars(rows: list[tuple[str, int]], most: int) -> Spec:
    """Horizontal bars, one a row, each below its label so that long labels fit a phone; `most` is the full length."""
    values = [{"row": i, "label": label, "count": count} for i, (label, count) in enumerate(rows)]
    y: Spec = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.1}}
    x: Spec = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, most * 1.12]}}
    layers: list[Spec] = [
        {
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dy": -12, "limit": 300},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label", "type": "nominal"}},
        },
        {
            "mark": {"type": "bar", "color": palette.STAGES[3], "height": 14, "yOffset": 10, "cornerRadiusEnd": 3},
            "encoding": {"y": y, "x": x},
        },
        {
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "dy": 10, "fontWeight": 600},
            "encoding": {"y": y, "x": x, "text": {"field": "count", "type": "quantitative"}},
        },
    ]
    return spec(56 * len(rows), [{"data": {"values": values}, **layer} for layer in layers])
