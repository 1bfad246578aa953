"""The map from left to right, for pages and walls: work ─▶ goals ─▶ what these serve ─▶ mission.

Work stands with the goal that it is mainly for; below it what we split on, then what has no agreed goal yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alignlab.exercises.goal_mapping import pens
from alignlab.exercises.goal_mapping.facts import ItemFact
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.sketch import Sketch, layers, support, told_shares
from alignlab.model import palette
from alignlab.model.measures import Node

WIDTH = 640.0
TOP = 30.0  # for the names of the layers
COLUMNS: Mapping[int, tuple[tuple[float, float], ...]] = {  # layers -> (left, width) of each
    1: ((0, 640),),
    2: ((0, 330), (436, 204)),
    3: ((0, 240), (326, 150), (506, 134)),
    4: ((0, 204), (266, 122), (408, 116), (542, 98)),
}
LAYER = {"work": "layer_work", "team goal": "layer_team", "company goal": "layer_company", "mission": "layer_mission"}
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


PAGE = Type(13, 12.5, 12, 3, split_lines=False)
WALL = Type(17, 16, 14.5, 2, split_lines=True)  # at most twelve things, read from afar


@dataclass(slots=True)
class _Box:
    """A goal: `middle` is where it would like to stand."""

    node: Node
    lines: list[str]
    soft: list[str]
    height: float
    middle: float = 0.0


def draw(sketch: Sketch, kind: Type) -> str:
    """The SVG, 640 wide and as high as it needs to be."""
    names = layers(sketch)
    columns = dict(zip(names, COLUMNS[len(names)], strict=True))
    rows, places, height = _items(sketch, columns["work"], kind)
    boxes = {name: _boxes(sketch, name, columns[name][1], kind) for name in names[1:]}
    wanted: dict[str, float] = {}
    for name in names[1:]:
        for one in boxes[name]:
            one.middle = _wish(sketch, one.node, places, wanted, height)
        height = max(height, _spread(boxes[name]))
        wanted |= {one.node.id: one.middle for one in boxes[name]}
    parts = [pens.words([say(LAYER[name])], columns[name][0], 14, kind.soft, colour=palette.SOFT) for name in names]
    parts += [*_work_links(sketch, columns, places, wanted, kind), *_goal_links(boxes, columns, wanted)]
    parts += [piece for name in names[1:] for one in boxes[name] for piece in _goal(one, columns[name], kind)]
    return pens.drawing(WIDTH, height + 8, [*parts, *rows])


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
    lines = pens.wrap(item.node.label, width - SUPPORT * kind.soft - 12, kind.item, kind.lines)
    first = y + kind.item + 2
    parts = [pens.words(lines, left, first, kind.item)]
    height = len(lines) * kind.item * 1.25
    agreed = item.state == "agreed"
    if item.state == "contested" and not kind.split_lines:
        told = [line for link in _split(sketch, item) for line in pens.wrap(link, width - 16, kind.soft, 2)]
        parts.append(pens.words(told, left, first + height, kind.soft, colour=palette.SOFT))
        height += len(told) * kind.soft * 1.25
    elif words := support(item):
        parts.append(pens.words([words], left + width - 12, first, kind.soft, colour=palette.SOFT, anchor="end"))
    colour = palette.STAGES[3] if agreed else palette.WARN
    parts.append(pens.dot(left + width - 2, y + (kind.item * 1.25 + 8) / 2, colour=colour, full=agreed))
    return parts, height + 8


def _split(sketch: Sketch, item: ItemFact) -> list[str]:
    """The links on which we split, in words."""
    nodes = sketch.some.nodes
    return [say("link_contested", goal=nodes[e.target].label, count=e.count, n=e.n) for e in item.contested]


def _boxes(sketch: Sketch, layer: str, width: float, kind: Type) -> list[_Box]:
    shares = {goal.node.id: told_shares(goal, sketch.some.graph.unit) for goal in sketch.asked}
    nodes = [goal.node for goal in sketch.asked if goal.node.layer == layer]
    nodes += [node for node in sketch.upper if node.layer == layer]
    found = []
    for node in nodes:
        lines = pens.wrap(node.label, width - 16, kind.goal, 7, bold=True)
        told = shares.get(node.id, [])
        soft = [line for share in told for line in pens.wrap(share, width - 16, kind.soft, 2)]
        found.append(_Box(node, lines, soft, len(lines) * kind.goal * 1.25 + len(soft) * kind.soft * 1.25 + 16))
    return found


def _wish(sketch: Sketch, node: Node, places: Mapping[str, float], placed: Mapping[str, float], height: float) -> float:
    """The middle of what it is drawn with: its items, the goals that serve it; else the end."""
    own = [places[item.node.id] for item in sketch.groups.get(node.id, ())]
    below = {n.id: n for n in sketch.some.graph.nodes}
    own += [y for id_, y in placed.items() if node.id in below[id_].above]
    return sum(own) / len(own) if own else height


def _spread(boxes: list[_Box]) -> float:
    """Put them below one another without overlap, near where they wish to be; gives the lower edge."""
    boxes.sort(key=lambda one: one.middle)
    edge = TOP
    for one in boxes:
        one.middle = max(one.middle, edge + one.height / 2)
        edge = one.middle + one.height / 2 + 12
    return edge


def _goal(one: _Box, column: tuple[float, float], kind: Type) -> list[str]:
    left, width = column
    top = one.middle - one.height / 2
    first = top + 8 + kind.goal
    return [
        pens.box(left, top, width, one.height, fill=palette.ACCENT_SOFT),
        pens.words(one.lines, left + 8, first, kind.goal, bold=True),
        pens.words(one.soft, left + 8, first + len(one.lines) * kind.goal * 1.25, kind.soft, colour=palette.SOFT),
    ]


def _work_links(
    sketch: Sketch,
    columns: Mapping[str, tuple[float, float]],
    places: Mapping[str, float],
    middles: Mapping[str, float],
    kind: Type,
) -> list[str]:
    """Agreed links solid, the wider the more of us drew them; contested ones dashed."""
    layer = {goal.node.id: goal.node.layer for goal in sketch.asked}
    start = columns["work"][0] + columns["work"][1] + 4
    parts = []
    for item in sketch.items:
        for edge, agreed in sketch.edges(item):
            if not (agreed or kind.split_lines):
                continue
            colour = palette.STAGES[2] if agreed else palette.WARN
            width = 1 + 2.5 * edge.weight if agreed else 1.5
            end = columns[layer[edge.target]][0]
            y = places[item.node.id]
            parts.append(pens.curve(start, y, end, middles[edge.target], colour=colour, width=width, dashed=not agreed))
    return parts


def _goal_links(
    boxes: Mapping[str, list[_Box]], columns: Mapping[str, tuple[float, float]], middles: Mapping[str, float]
) -> list[str]:
    layer = {one.node.id: name for name, some in boxes.items() for one in some}
    parts = []
    for name, some in boxes.items():
        for one in some:
            for above in one.node.above:
                if above in layer:
                    x1, x2 = columns[name][0] + columns[name][1], columns[layer[above]][0]
                    parts.append(pens.curve(x1, one.middle, x2, middles[above], colour=palette.STAGES[2], width=1.5))
    return parts
