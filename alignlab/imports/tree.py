"""Who belongs to whom: by named parents, by depth, by outline numbers, by the order of rows, by name prefix."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from alignlab.imports.amounts import row_list
from alignlab.imports.goal_columns import some
from alignlab.imports.nodes import Directory, Node, without_link
from alignlab.imports.result import ColumnGuess
from alignlab.imports.table import Table
from alignlab.imports.words import normalise, words
from alignlab.model.work import Level

_NAMED_PARENTS = ("parent_id", "parent_key", "parent", "parent_title")
_PREFIX_ENDS = (": ", " > ", " / ", " – ", " - ")
Columns = Mapping[str, ColumnGuess]


def join_named(nodes: Sequence[Node], table: Table, columns: Columns, directory: Directory) -> list[str]:
    """Parents by id, key, link or title. Warns of names that have no row."""
    warnings = []
    lost: dict[str, list[Node]] = {}
    own: list[int] = []
    for node in nodes:
        told = {
            index: table.rows[node.position].cells[index]
            for role in _NAMED_PARENTS
            if role in columns and node.position is not None
            for index in columns[role].indexes
        }
        cells = list(told.values())
        looked_up = [directory.find_all(cell, node) for cell in cells]
        named = [above for found, _ in looked_up for above in found]
        if any(above is node for above in named):
            own.append(node.row)
        for above in named:
            node.join(above)
        if not named:
            missing = next((names for _, names in reversed(looked_up) if names), [])  # titles stand behind ids
            node.kept = {table.headers[index]: cell for index, cell in told.items() if cell.strip()}
            for name in missing:
                lost.setdefault(without_link(name), []).append(node)
    if own:
        warnings.append(f"{row_list(own)[0].upper()}{row_list(own)[1:]} named itself as its parent; that was dropped.")
    if lost:
        warnings.append(_lost_parents(lost, columns))
    return warnings


def _lost_parents(lost: Mapping[str, Sequence[Node]], columns: Columns) -> str:
    rows = {node.row for nodes in lost.values() for node in nodes}
    header = next(columns[role].headers[0] for role in reversed(_NAMED_PARENTS) if role in columns)
    who = "1 row names" if len(rows) == 1 else f"{len(rows)} rows name"
    return (
        f"{who} a parent that has no row here ({some(list(lost))}); the name is kept with the item. "
        f"If these names are goals, say that {header!r} holds goals."
    )


def join_by_depth(nodes: Sequence[Node], depths: Sequence[int]) -> int:
    """Parent = the last row above with a smaller depth. Returns how many rows got one."""
    open_rows: list[tuple[int, Node]] = []
    joined = 0
    for node, depth in zip(nodes, depths, strict=True):
        while open_rows and open_rows[-1][0] >= depth:
            open_rows.pop()
        if open_rows:
            node.join(open_rows[-1][1])
            joined += 1
        open_rows.append((depth, node))
    return joined


def join_by_outline(nodes: Sequence[Node], numbers: Sequence[str]) -> None:
    """Parent of 1.2.3 = 1.2."""
    by_number = {number.strip(". "): node for number, node in zip(numbers, nodes, strict=True) if number.strip(". ")}
    for number, node in by_number.items():
        above = by_number.get(number.rpartition(".")[0])
        if above is not None:
            node.join(above)


def join_by_order(nodes: Sequence[Node], level_cells: Sequence[str]) -> bool:
    """Hand-made outlines: mission, goal, work, work, goal, work. Only if the levels go down and up again."""
    plain = words().plain_work
    kinds = {normalise(cell) for cell in level_cells if cell.strip()}
    ranks = [node.level.rank if node.level is not None else len(Level) for node in nodes]
    known = all(kind in plain or kind in words().levels for kind in kinds)
    goes_up_again = any(later < earlier for earlier, later in itertools.pairwise(ranks))
    if not known or not goes_up_again or ranks[0] != min(ranks):
        return False
    return join_by_depth(nodes, ranks) > 0


def join_by_prefix(nodes: Sequence[Node]) -> int:
    """ "Checkout: pay by invoice" belongs to "Checkout" if there is such a row. Returns how many rows got a parent."""
    by_title = {normalise(node.title): node for node in nodes}
    joined = 0
    for node in nodes:
        heads = [node.title.partition(end)[0] for end in _PREFIX_ENDS if end in node.title]
        above = next((by_title[normalise(head)] for head in heads if normalise(head) in by_title), None)
        if above is not None and above is not node:
            node.join(above)
            joined += 1
    return joined


def settle_levels(nodes: Sequence[Node], children: Callable[[Node], Sequence[Node]]) -> None:
    """Levels of goals that no cell told: a team goal has no goal below, a company goal one floor, a mission two."""
    height: dict[int, int] = {}
    todo = [(node, False) for node in nodes if node.is_goal]
    while todo:
        node, ready = todo.pop()
        if id(node) in height and not ready:
            continue
        below = [child for child in children(node) if child.is_goal]
        if not ready:
            height[id(node)] = 0  # also ends the walk in a circle, which is refused later
            todo += [(node, True), *((child, False) for child in below)]
            continue
        height[id(node)] = 1 + max((height.get(id(child), 0) for child in below), default=-1)
    for node in nodes:
        if node.is_goal and node.level is None:
            node.level = list(reversed(Level))[min(height[id(node)], 2)]
