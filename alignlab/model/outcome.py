"""What a step ends with, for those who read about it: sentences, tables, drawings. Only released and settled things."""

from __future__ import annotations

from pydantic import Field as Attr

from alignlab.model.base import Frozen

Cell = str | int | float | bool | None


class Sheet(Frozen):
    """A table: every row has as many cells as there are columns."""

    id: str = Attr(description="short name, part of file names")
    title: str = Attr(description="heading")
    columns: tuple[str, ...] = Attr(description="headings of the columns")
    rows: tuple[tuple[Cell, ...], ...] = Attr(description="cells, row by row")


class Drawing(Frozen):
    id: str = Attr(description="short name, part of file names")
    title: str = Attr(description="heading")
    svg: str = Attr(description="the drawing; its colours follow the page's light or dark")
    text: str = Attr(description="the same in words")
    narrow: str = Attr("", description="the same for a phone; where there is none, the drawing is scrolled")
    pages: tuple[str, ...] = Attr((), description="the same for paper, page by page, where one is too small")


class MapLevel(Frozen):
    id: str = Attr(description="mission, company goal, team goal or work")
    title: str = Attr(description="its heading, as drawn")


class MapNode(Frozen):
    """A goal or an item. Shares go from 0 to 1; what was not told is empty."""

    id: str = Attr(description="its id in the list")
    title: str = Attr(description="its words")
    level: str = Attr(description="id of its level")
    said: float | None = Attr(None, description="goal: share of the counters")
    announced: float | None = Attr(None, description="goal: announced share of all work, in percent")
    voted: float | None = Attr(None, description="goal: share of the work over links that the vote agreed on")
    voted_low: float | None = Attr(None, description="lower end, whichever two of us are missing")
    voted_high: float | None = Attr(None, description="upper end")
    worked: float | None = Attr(None, description="goal: the same share with what was settled put over the vote")
    size: float | None = Attr(None, description="item: how much it holds, in the map's unit")
    state: str | None = Attr(
        None, description="item, by the vote: agreed, contested, none (no agreed goal), unseen (too few looked)"
    )
    settled: str | None = Attr(None, description="item: goals, stop or open, if the room settled it")
    fit: float | None = Attr(None, description="item: strategic fit, 0 to 1, with what was settled")
    looked: int | None = Attr(None, description="item: how many looked at it")
    know: int | None = Attr(None, description="item: how many of them know the work")
    reasons: dict[str, int] = Attr(
        default_factory=dict,
        description="item: how many named no goal and why: none (none of these), unknown_work, goals_silent",
    )


class MapLink(Frozen):
    source: str = Attr(description="id of the item, or of a goal that serves another")
    target: str = Attr(description="id of the goal")
    kind: str = Attr(description="serves (between goals), agreed, contested, absent (by the vote), settled")
    drew: int | None = Attr(None, description="of an item: how many drew the link")
    of: int | None = Attr(None, description="of how many who know the work")
    weight: float | None = Attr(None, description="of an item: strength, 0 to 1; as settled, if it was")


class MapData(Frozen):
    """A layered map as a structure: what was shown of it, and what the room settled."""

    unit: str = Attr(description="of sizes: days, weight, items or a word of the list")
    people: int | None = Attr(description="how many answered; empty where not even that may be told")
    levels: tuple[MapLevel, ...] = Attr(description="from the top")
    nodes: tuple[MapNode, ...] = Attr(description="goals, then items, in the order of the list")
    links: tuple[MapLink, ...] = Attr(description="between goals, then of items")
    standing: dict[str, float] = Attr(
        default_factory=dict, description="percent of all time beside the list: unplanned, running, away"
    )


class Outcome(Frozen):
    """What one step gave."""

    step: str = Attr(description="id of the step in the plan")
    exercise: str = Attr(description="id of the exercise")
    title: str = Attr(description="the step's title")
    sentences: tuple[str, ...] = Attr((), description="what was settled, in sentences")
    tables: tuple[Sheet, ...] = Attr((), description="tables, such as the decided order or the agreed map")
    drawings: tuple[Drawing, ...] = Attr((), description="drawings, such as the whole map")
    map: MapData | None = Attr(None, description="the whole map as a structure: levels, nodes, links")


class Told(Frozen):
    """What an exercise tells (`outcome`); the recap adds the step."""

    sentences: tuple[str, ...] = ()
    tables: tuple[Sheet, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    map: MapData | None = None
