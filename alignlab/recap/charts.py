"""The charts of a recap: which there are, and their drawings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from alignlab import studio
from alignlab.errors import AlignlabError
from alignlab.model.picture import Chart
from alignlab.recap.model import Picture, Recap

Draw = Callable[[Chart, int], Awaitable[str]]
"""Chart and width in CSS pixels to an SVG; `Studio.draw` is one."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart in both widths, and the text that says the same."""

    id: str
    title: str
    text: str
    svg: str
    narrow: str


Charts = Mapping[str, tuple[Drawn, ...]]
"""Picture.key -> its charts. A picture that is not there could not be drawn here: the page says so."""


def charts_of(picture: Picture) -> list[Chart] | None:
    """The charts of a picture, not yet drawn; None if its exercise is not installed here, or cannot draw it any more.

    A recap outlives versions of exercises, and some of them are other people's: no chart may take the page with it.
    """
    try:
        return studio.charts_of(picture.exercise, picture.released.model_dump(mode="json"))
    except (AlignlabError, LookupError, TypeError, ValueError):
        return None


async def draw_all(recap: Recap, draw: Draw) -> Charts:
    """All charts, drawn by `draw`: the server's own process, so that nobody waits for it."""
    found: dict[str, tuple[Drawn, ...]] = {}
    for key, charts in _wanted(recap).items():
        try:
            found[key] = tuple([_drawn(chart, [await draw(chart, width) for width in _WIDTHS]) for chart in charts])
        except ValueError:  # the drawing library does not understand the chart
            continue
    return found


def draw_here(recap: Recap) -> Charts:
    """All charts, drawn in this thread: notebooks and the command line."""
    found: dict[str, tuple[Drawn, ...]] = {}
    for key, charts in _wanted(recap).items():
        try:
            found[key] = tuple(_drawn(chart, [studio.draw(chart, width) for width in _WIDTHS]) for chart in charts)
        except ValueError:
            continue
    return found


_WIDTHS = (studio.WIDTHS["svg"], studio.WIDTHS["svg_narrow"])


def _wanted(recap: Recap) -> dict[str, list[Chart]]:
    planned = {picture.key: charts_of(picture) for picture in recap.pictures}
    return {key: charts for key, charts in planned.items() if charts is not None}


def _drawn(chart: Chart, svgs: Sequence[str]) -> Drawn:
    wide, narrow = svgs
    return Drawn(chart.id, chart.title, chart.text, wide, narrow)
