"""Joined rows -> the items and goals of an import, with their cells."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from alignlab.errors import InvalidInput
from alignlab.imports.amounts import Amount, amounts
from alignlab.imports.columns import TITLES
from alignlab.imports.nodes import Node
from alignlab.imports.result import ColumnGuess
from alignlab.imports.table import Table
from alignlab.imports.values import dates, shares
from alignlab.imports.words import normalise, words
from alignlab.model.cells import restore
from alignlab.model.digraph import cycles
from alignlab.model.work import Goal, GoalGraph, Item, Level, cycle_fault

_TAG = re.compile(r"<[^<>]*>")
_HTML = re.compile(r"</\w+>|<br\s*/?>", re.IGNORECASE)
_MODELLED = frozenset(
    {
        *("id", "key", "title", "goal_title", TITLES, "description", "owner_team", "capacity", "size", "share", "link"),
        *("person", "mission", "company_goal", "goal", "parent_id", "parent_key", "parent", "parent_title"),
        *("outline", "depth"),
    }
)
_MOST_NOTICES = 5
Columns = Mapping[str, ColumnGuess]


def items_of(nodes: Sequence[Node], table: Table, columns: Columns, tool: str) -> tuple[tuple[Item, ...], list[str]]:
    """The nodes that are work, and warnings about their capacity and status."""
    work = [node for node in nodes if not node.is_goal]
    capacities, unread, warnings = _capacities(work, table, columns, tool)
    extras = _extras(table, columns)
    items = tuple(
        Item(
            id=node.id,
            title=node.title,
            description=_description(node, table, columns),
            team=_cell(node, table, columns, "owner_team").rpartition("\\")[2],  # an area path ends with the team
            capacity=capacity.value,
            unit=capacity.unit,
            size=capacity.size,
            parents=(*(above.id for above in node.parents), *dict.fromkeys(node.references)),
            link=_link(node, table, columns),
            extras=_own_extras(node, extras) | unread.get(node.id, {}),
            source_row=node.row or None,
        )
        for node, capacity in zip(work, capacities, strict=True)
    )
    return items, warnings + _status_warnings(work, table, columns)


def goals_of(nodes: Sequence[Node], table: Table, columns: Columns) -> tuple[tuple[Goal, ...], list[str]]:
    """The nodes that are goals, and warnings about their shares and links."""
    if not any(node.is_goal for node in nodes):
        return (), []
    announced = shares(table.column(columns["share"].indexes[0])) if "share" in columns else None
    extras = _extras(table, columns)
    for own in extras if "level" in columns else ():
        own.pop(columns["level"].headers[0], None)  # a goal has a field for it
    goals, warnings = [], []
    for node in (node for node in nodes if node.is_goal):
        share = announced[node.position] if announced and node.position is not None else None
        if share is not None and not 0 <= share <= 100:
            warnings.append(f"The share in row {node.row} is {share:g} %; it was left empty. Give 0 to 100.")
            share = None
        above = tuple(one.id for one in node.parents if one.is_goal)
        if len(above) < len(node.parents):
            warnings.append(f"The goal in row {node.row} stood under a piece of work; that link was dropped.")
        goals.append(
            Goal(
                id=node.id,
                title=node.title,
                description=_description(node, table, columns),
                level=node.level or Level.TEAM,
                parents=above,
                announced=share,
                extras=_own_extras(node, extras),
                source_row=node.row or None,
            )
        )
    return tuple(goals), warnings


def check(items: Sequence[Item], goals: Sequence[Goal]) -> list[str]:
    """Refuse circles; return what the goals should be looked at for."""
    titles = {item.id: item.title for item in items}
    if circles := cycles({item.id: item.parents for item in items}):
        raise InvalidInput([cycle_fault(cycle, titles) for cycle in circles])
    notices = GoalGraph.of(goals).notices()
    more = len(notices) - _MOST_NOTICES
    return [*notices[:_MOST_NOTICES], *([f"There are {more} more remarks of this kind."] if more > 0 else [])]


def extra_indexes(table: Table, columns: Columns) -> list[int]:
    """Columns that are kept with the items as they are."""
    gone = {index for role, guess in columns.items() if role in _MODELLED for index in guess.indexes}
    return [index for index in range(len(table.headers)) if index not in gone]


def _extras(table: Table, columns: Columns) -> list[dict[str, str]]:
    """Extra cells of each row by heading; equal headings share one entry, dates are ISO where that is sure."""
    date_columns = set(columns["date"].indexes) if "date" in columns else set()
    found: list[dict[str, str]] = [{} for _ in table.rows]
    for index in extra_indexes(table, columns):
        header = table.headers[index]
        cells = table.column(index)
        for own, cell in zip(found, dates(cells) if index in date_columns else cells, strict=True):
            text = restore(cell.strip())
            if text:
                own[header] = f"{own[header]}, {text}" if header in own else text
    return found


def _own_extras(node: Node, extras: Sequence[dict[str, str]]) -> dict[str, str]:
    return extras[node.position] | node.kept if node.position is not None else {}


def _cell(node: Node, table: Table, columns: Columns, role: str) -> str:
    if node.position is None or role not in columns:
        return ""
    return restore(table.rows[node.position].cells[columns[role].indexes[0]].strip())


def _description(node: Node, table: Table, columns: Columns) -> str:
    text = _cell(node, table, columns, "description")
    return " ".join(html.unescape(_TAG.sub(" ", text)).split()) if _HTML.search(text) else text


def _link(node: Node, table: Table, columns: Columns) -> str:
    text = _cell(node, table, columns, "link")
    return text if text.startswith(("https://", "http://")) else ""


def _capacities(
    work: Sequence[Node], table: Table, columns: Columns, tool: str
) -> tuple[list[Amount], dict[str, dict[str, str]], list[str]]:
    """An Amount for each node, the cells that could not be read (by id and heading, so nothing is lost), warnings."""
    role = next((role for role in ("capacity", "size") if role in columns), None)
    if role is None:
        return [Amount()] * len(work), {}, []
    header = columns[role].headers[0]
    cells = [_cell(node, table, columns, role) for node in work]
    found, warnings = amounts(cells, [node.row for node in work], header, tool)
    unread = {node.id: {header: cell} for node, cell, one in zip(work, cells, found, strict=True) if one.unread}
    return found, unread, warnings


def _status_warnings(work: Sequence[Node], table: Table, columns: Columns) -> list[str]:
    if "status" not in columns:
        return []
    done = sum(normalise(_cell(node, table, columns, "status")) in words().done for node in work)
    header = columns["status"].headers[0]
    return [f"Marked as done in {header!r}: {done} of {len(work)} items. Do you want them on the map?"] if done else []
