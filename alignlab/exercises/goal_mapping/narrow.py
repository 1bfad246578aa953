"""The map as an outline, for phones: mission, the goals that serve it, the work below its goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from alignlab.exercises.goal_mapping import pens
from alignlab.exercises.goal_mapping.facts import GoalFact, ItemFact
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.sketch import Sketch, support, told_shares
from alignlab.exercises.lettering import wrap
from alignlab.model import palette
from alignlab.model.measures import Node

WIDTH = 330.0
STEP = 12.0  # indentation of a level
SUPPORT = 58.0


@dataclass(slots=True)
class _Page:
    """Drawn so far, and how far down."""

    parts: list[str] = field(default_factory=list)
    y: float = 4.0
    seen: set[str] = field(default_factory=set)


def draw(sketch: Sketch) -> str:
    """The SVG, 330 wide and as high as it needs to be."""
    page = _Page()
    drawn = {node.id: node for node in (*sketch.upper, *(goal.node for goal in sketch.asked))}
    for node in drawn.values():
        if not any(above in drawn for above in node.above):
            _goal(page, sketch, node, drawn, ())
    for title, items in sketch.beside:
        page.parts.append(pens.words([title], 0, page.y + 18, 14, colour=palette.WARN, bold=True))
        page.y += 28
        for item in items:
            _item(page, sketch, item, 0)
        page.y += 8
    return pens.drawing(WIDTH, page.y + 4, page.parts)


def _goal(page: _Page, sketch: Sketch, node: Node, drawn: dict[str, Node], under: Sequence[str]) -> None:
    """A goal, its work, what serves it. `under`: the goals above it here; any other that it serves is said in words."""
    page.seen.add(node.id)
    left = len(under) * STEP
    lines = wrap(node.label, WIDTH - left - 20, 14, 4, bold=True)
    fact = next((goal for goal in sketch.asked if goal.node.id == node.id), None)
    others = [drawn[above].label for above in node.above if above in drawn and above not in under]
    soft = _soft(sketch, fact, others, WIDTH - left - 20)
    height = len(lines) * 17.5 + len(soft) * 16.25 + 14
    page.parts.append(pens.box(left, page.y, WIDTH - left, height, fill=palette.ACCENT_SOFT))
    page.parts.append(pens.words(lines, left + 10, page.y + 21, 14, bold=True))
    page.parts.append(pens.words(soft, left + 10, page.y + 21 + len(lines) * 17.5, 13, colour=palette.SOFT))
    page.y += height + 6
    top = page.y
    for item in sketch.groups.get(node.id, ()):
        _item(page, sketch, item, left + STEP)
    if page.y > top:
        page.parts.append(pens.rule(left + 2, top, page.y - 2))
        page.y += 6
    for below in drawn.values():
        if node.id in below.above and below.id not in page.seen:
            _goal(page, sketch, below, drawn, (*under, node.id))


def _soft(sketch: Sketch, fact: GoalFact | None, others: Sequence[str], width: float) -> list[str]:
    told = [" · ".join(told_shares(fact, sketch.some.graph.unit))] if fact is not None else []
    if others:
        told.append(say("also_serves", goals=", ".join(others)))
    return [line for text in told for line in wrap(text, width, 13, 2)]


def _item(page: _Page, sketch: Sketch, item: ItemFact, left: float) -> None:
    lines = wrap(item.node.label, WIDTH - left - SUPPORT - 14, 14, 3)
    agreed = item.state == "agreed"
    middle = page.y + 10
    colour = palette.STAGES[3] if agreed else palette.WARN
    page.parts.append(pens.dot(left + 6, middle, colour=colour, full=agreed))
    page.parts.append(pens.words(lines, left + 18, page.y + 15, 14))
    if item.agreed:
        page.parts.append(pens.words([support(item)], WIDTH, page.y + 15, 13, colour=palette.SOFT, anchor="end"))
    page.y += len(lines) * 17.5 + 4
    for line in _links(sketch, item, WIDTH - left - 20):
        page.parts.append(pens.words([line], left + 18, page.y + 11, 13, colour=palette.SOFT))
        page.y += 16
    page.y += 3


def _links(sketch: Sketch, item: ItemFact, width: float) -> Sequence[str]:
    """Its other links in words: the drawing has no lines."""
    home = sketch.home(item)
    told = []
    for edge in (*item.agreed, *item.contested):
        label = sketch.some.nodes[edge.target].label
        name = "link_agreed" if edge in item.agreed else "link_contested"
        if edge.target != home and item.ruled is not None:
            told.append(say("also_helps", goal=label))
        elif edge.target != home:
            told.append(say(name, goal=label, count=edge.count, n=edge.n))
    return [line for text in told for line in wrap(text, width, 13, 2)]
