"""The map from left to right, for pages and walls: work ─▶ goals ─▶ what these serve ─▶ mission.

Work stands with the goal that it is mainly for; below it what we split on, then what has no agreed goal yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alignlab.exercises.goal_mapping import pens
from alignlab.exercises.goal_mapping.facts import ItemFact
from alignlab.exercises.goal_mapping.lanes import Link, Slot, stand
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.sketch import Sketch, layers, support, told_shares
from alignlab.exercises.lettering import wrap
from alignlab.model import palette
from alignlab.model.measures import Node

WIDTH = 640.0
TOP = 30.0  # for the names of the layers
COLUMNS: Mapping[int, tuple[tuple[float, float], ...]] = {  # layers -> (left, width) of each
    1: ((0, 640),),  # work alone
    2: ((0, 330), (436, 204)),
    3: ((0, 236), (318, 150), (500, 140)),
    4: ((0, 200), (248, 120), (396, 118), (542, 98)),
}
LAYER = {"work": "layer_work", "team goal": "layer_team", "company goal": "layer_company", "mission": "layer_mission"}
BESIDE = 0.15  # how much a link beside the main one draws a goal to its height
SUPPORT = 4.0  # times the type beside it, right of an item's words: "7 of 9"


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes of type: items, goals, what stands beside them. `lines` of an item at most.

    `split_lines`: contested links as dashed lines; else in words below the item, where sixty lines would cross.
    """

    item: float
    goal: float
    soft: float
    lines: int
    split_lines: bool


PAGE = Type(13, 12.5, 12, 4, split_lines=False)
WALL = Type(17, 16, 14.5, 2, split_lines=True)  # at most twelve things, read from afar


@dataclass(slots=True, kw_only=True)
class _Box(Slot):
    """A goal with its words."""

    node: Node
    lines: list[str]
    soft: list[str]


def draw(sketch: Sketch, kind: Type) -> str:
    """The SVG, 640 wide and as high as it needs to be."""
    parts, height = _laid(sketch, kind)
    return pens.drawing(WIDTH, height, parts)


def height(sketch: Sketch, kind: Type) -> float:
    """How high the drawing would be."""
    return _laid(sketch, kind)[1]


def _laid(sketch: Sketch, kind: Type) -> tuple[list[str], float]:
    names = layers(sketch)
    spans = COLUMNS[len(names)]
    rows, places, edge = _items(sketch, spans[0], kind)
    boxes = [_boxes(sketch, name, span[1], kind) for name, span in zip(names, spans, strict=True)]
    work = {id_: Slot(0.0, y) for id_, y in places.items()}
    standing = stand([work, *boxes[1:]], [*_work_links(sketch, kind), *_goal_links(sketch)], TOP)
    parts: list[str] = []
    for name, span in zip(names, spans, strict=True):
        parts.append(pens.words([say(LAYER[name])], span[0], 14, kind.soft, colour=palette.SOFT))
    parts += standing.drawn(spans, 4)
    for some, span in zip(boxes, spans, strict=True):
        parts += [piece for one in some.values() for piece in _goal(one, span, kind)]
    return [*parts, *rows], max(edge, standing.bottom) + 8


def _items(sketch: Sketch, column: tuple[float, float], kind: Type) -> tuple[list[str], dict[str, float], float]:
    """(drawn rows, item -> the height at which its links begin, height of all)."""
    parts: list[str] = []
    places: dict[str, float] = {}
    y = TOP
    groups: list[tuple[str, Sequence[ItemFact]]] = [("", items) for items in sketch.groups.values()]
    groups += sketch.beside
    for title, items in groups:
        if not items:
            continue
        if title:
            parts.append(pens.words([title], column[0], y + 16, kind.soft, colour=palette.WARN, bold=True))
            y += 26
        for item in items:
            drawn, height = _row(sketch, item, column, y, kind)
            parts += drawn
            places[item.node.id] = y + (kind.item * 1.25 + 8) / 2
            y += height
        y += 10
    return parts, places, y


def _row(sketch: Sketch, item: ItemFact, column: tuple[float, float], y: float, kind: Type) -> tuple[list[str], float]:
    """One item: its words, how many of us, a dot where its links begin. Gives its height too."""
    left, width = column
    lines = wrap(item.node.label, width - SUPPORT * kind.soft - 12, kind.item, kind.lines)
    first = y + kind.item + 2
    parts = [pens.words(lines, left, first, kind.item)]
    height = len(lines) * kind.item * 1.25
    agreed = item.state == "agreed"
    if not kind.split_lines:
        told = [line for link in _in_words(sketch, item) for line in wrap(link, width - 16, kind.soft, 3)]
        parts.append(pens.words(told, left, first + height, kind.soft, colour=palette.SOFT))
        height += len(told) * kind.soft * 1.25
    if (agreed or kind.split_lines) and (words := support(item)):
        parts.append(pens.words([words], left + width - 12, first, kind.soft, colour=palette.SOFT, anchor="end"))
    if sketch.asked or sketch.upper:
        colour = palette.STAGES[3] if agreed else palette.WARN
        parts.append(pens.dot(left + width - 2, y + (kind.item * 1.25 + 8) / 2, colour=colour, full=agreed))
    return parts, height + 8


def _in_words(sketch: Sketch, item: ItemFact) -> list[str]:
    """The links that are not drawn: those on which we split, and those to goals of another page."""
    nodes = sketch.some.nodes
    if item.state == "contested":
        return [say("link_contested", goal=nodes[e.target].label, count=e.count, n=e.n) for e in item.contested]
    return [say("also_helps", goal=nodes[e.target].label) for e in item.agreed if e.target not in sketch.ids]


def _boxes(sketch: Sketch, layer: str, width: float, kind: Type) -> dict[str, _Box]:
    shares = {goal.node.id: told_shares(goal, sketch.some.graph.unit) for goal in sketch.asked}
    nodes = [goal.node for goal in sketch.asked if goal.node.layer == layer]
    nodes += [node for node in sketch.upper if node.layer == layer]
    found = {}
    for node in nodes:
        lines = wrap(node.label, width - 16, kind.goal, 7, bold=True)
        told = shares.get(node.id, [])
        soft = [line for share in told for line in wrap(share, width - 16, kind.soft, 2)]
        height = len(lines) * kind.goal * 1.25 + len(soft) * kind.soft * 1.25 + 16
        found[node.id] = _Box(height, node=node, lines=lines, soft=soft)
    return found


def _goal(one: _Box, span: tuple[float, float], kind: Type) -> list[str]:
    left, width = span
    top = one.middle - one.height / 2
    first = top + 8 + kind.goal
    return [
        pens.box(left, top, width, one.height, fill=palette.ACCENT_SOFT),
        pens.words(one.lines, left + 8, first, kind.goal, bold=True),
        pens.words(one.soft, left + 8, first + len(one.lines) * kind.goal * 1.25, kind.soft, colour=palette.SOFT),
    ]


def _work_links(sketch: Sketch, kind: Type) -> Iterator[Link]:
    """Agreed links solid, the wider the more of us drew them; contested ones dashed."""
    for item in sketch.items:
        home = sketch.home(item)
        for edge, agreed in sketch.edges(item):
            if agreed:
                pull = 1.0 if edge.target == home else BESIDE
                yield Link(item.node.id, edge.target, pull, 1 + 2.5 * edge.weight)
            elif kind.split_lines:
                yield Link(item.node.id, edge.target, BESIDE, dashed=True)


def _goal_links(sketch: Sketch) -> Iterator[Link]:
    for node in (*(goal.node for goal in sketch.asked), *sketch.upper):
        for above in node.above:
            yield Link(node.id, above)
