"""The map on pages of A4, where it is too long for one in legible type: goal by goal, each with its work and what it
serves; at the end the work that has no goal."""

from __future__ import annotations

from collections.abc import Iterator

from alignlab.exercises.goal_mapping import wide
from alignlab.exercises.goal_mapping.sketch import Sketch
from alignlab.model.measures import Node

ONE = 1_090.0  # height of a drawing that still fits on one page, with type of 8 points
PAGE = 850.0  # height of each of several pages, with type of 10 points

Ids = frozenset[str]


def pages(sketch: Sketch) -> tuple[str, ...]:
    """The drawings, page by page; nothing where one page holds the whole map."""
    if wide.height(sketch, wide.PAGE) <= ONE:
        return ()
    upwards = {node.id: _above(node, sketch) for node in _goals(sketch)}
    goals = [upwards[id_] | {item.node.id for item in sketch.groups[id_]} for id_ in _order(sketch)]
    beside = [frozenset(item.node.id for item in items) for _, items in sketch.beside]
    found = [*_packed(sketch, goals), *_packed(sketch, beside)]
    return tuple(wide.draw(Sketch(sketch.some, ids), wide.PAGE) for ids in found)


def _packed(sketch: Sketch, parts: list[Ids]) -> list[Ids]:
    """Parts together as long as a page holds them; a part that no page holds is cut between two items."""
    found: list[Ids] = []
    page: Ids = frozenset()
    for part in parts:
        if not page or _fits(sketch, page | part):
            page |= part
        else:
            found, page = [*found, page], part
        while not _fits(sketch, page) and (first := _cut(sketch, page)) != page:
            found, page = [*found, first], page - (first - _goal_ids(sketch))
    return [*found, page] if page else found


def _cut(sketch: Sketch, page: Ids) -> Ids:
    """As many of its items as a page holds, at least one, with its goals."""
    items = [item.node.id for item in sketch.items if item.node.id in page]
    goals = page & _goal_ids(sketch)
    kept = goals | frozenset(items[:1])
    for item in items[1:]:
        if not _fits(sketch, kept | {item}):
            break
        kept |= {item}
    return kept


def _fits(sketch: Sketch, ids: Ids) -> bool:
    return wide.height(Sketch(sketch.some, ids), wide.PAGE) <= PAGE


def _goals(sketch: Sketch) -> list[Node]:
    return [*sketch.upper, *(goal.node for goal in sketch.asked)]


def _goal_ids(sketch: Sketch) -> Ids:
    return frozenset(node.id for node in _goals(sketch))


def _above(node: Node, sketch: Sketch) -> Ids:
    """The goal with everything that it serves, directly or through others."""
    known = {one.id: one for one in _goals(sketch)}
    found, todo = {node.id}, [node]
    while todo:
        new = [known[above] for above in todo.pop().above if above in known and above not in found]
        found |= {one.id for one in new}
        todo += new
    return frozenset(found)


def _order(sketch: Sketch) -> Iterator[str]:
    """The goals that work is mapped to, those together that serve the same."""
    goals = _goals(sketch)
    known, asked, seen = {node.id for node in goals}, {goal.node.id for goal in sketch.asked}, set[str]()
    todo = [node for node in reversed(goals) if not known & set(node.above)]
    while todo:
        node = todo.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        if node.id in asked:
            yield node.id
        todo += [below for below in reversed(goals) if node.id in below.above]
