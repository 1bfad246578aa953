"""A chart of one's own in a notebook: drawn as ours are, offline, in colours that follow the theme, beside its text."""

from __future__ import annotations

import functools
import html
from typing import TYPE_CHECKING, Any

from alignlab.exercises import drawing
from alignlab.model import palette
from alignlab.model.picture import Chart
from alignlab.notebook import sheets
from alignlab.studio import WIDTHS, draw

if TYPE_CHECKING:
    import altair

_AROUND = """
.alignlab-chart { max-width: 700px; padding-inline-start: 24px }
.alignlab-chart svg { max-width: 100%; height: auto; overflow: visible }
.alignlab-chart .alignlab-said { font-size: 14px; color: var(--soft) }
"""  # labels may be wider in the page's font than in the one they were measured with
NOTHING = "There is nothing to draw: this session has no such rows."


class Drawing:
    """Shows itself as an SVG with its text; `.interactive()` is the same chart to hover over, also offline."""

    def __init__(self, chart: altair.Chart, text: str) -> None:
        self._chart, self._text = chart, text

    def _repr_html_(self) -> str:
        said = f'<p class="alignlab-said">{html.escape(self._text)}</p>'
        svg = self._svg() if self._text != NOTHING else ""
        return f'<style>{_style()}</style><div class="alignlab alignlab-chart">{svg}{said}</div>'

    def __repr__(self) -> str:
        return self._text

    def _svg(self) -> str:
        spec = {**self._chart.to_dict(), "autosize": {"type": "fit-x", "contains": "padding"}, "background": None}
        spec["config"] = {**_config(), **{k: v for k, v in spec.get("config", {}).items() if k != "view"}}
        return draw(Chart(id="chart", title="", text=self._text, spec=spec), WIDTHS["svg"])

    def interactive(self) -> altair.JupyterChart:
        """The chart as a widget. It loads nothing from outside."""
        import altair

        altair.JupyterChart.enable_offline()
        return altair.JupyterChart(self._chart)


def _config() -> dict[str, Any]:
    """The look of our charts, with axes and titles for whoever reads a chart in a notebook."""
    axis = {"labelColor": palette.INK, "titleColor": palette.SOFT, "labelFontSize": 14, "titleFontSize": 13}
    axis |= {
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "gridColor": palette.LINE,
        "labelLimit": 260,
        "titleFontWeight": 400,
    }
    legend = {"labelColor": palette.INK, "titleColor": palette.SOFT, "labelFontSize": 14, "titleFontSize": 13}
    return {
        **drawing.spec(0, [])["config"],
        "axis": axis,
        "axisY": {},
        "legend": {**legend, "titleFontWeight": 400, "orient": "top"},
        "mark": {"color": palette.STAGES[3]},
        "range": {"category": [palette.DO, palette.SAY, palette.WARN, *palette.STAGES]},
    }


@functools.cache
def _style() -> str:
    return f"{sheets.page_styles('chart')}\n{_AROUND}"


def chart(made: altair.Chart, text: str) -> Drawing:
    """An Altair chart, drawn as ours are. `text` says the same for who cannot see it; empty where there are no rows."""
    return Drawing(made, text or NOTHING)
