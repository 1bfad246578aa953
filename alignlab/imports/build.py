"""A table with its columns -> items and goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alignlab.errors import InvalidInput
from alignlab.imports import tree
from alignlab.imports.columns import TITLES
from alignlab.imports.goal_columns import GOAL_COLUMNS, GoalColumns, is_total
from alignlab.imports.nodes import Directory, Node, give_ids
from alignlab.imports.produce import check, extra_indexes, goals_of, items_of
from alignlab.imports.result import ColumnGuess, Import, LeftOut
from alignlab.imports.table import Table
from alignlab.imports.values import number
from alignlab.imports.words import normalise, split_brackets, tool_of, words
from alignlab.model.cells import restore
from alignlab.model.work import Level

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))  # no width, and no part of a word
_INDENT_WIDTHS = {"\t": 4, "\u3000": 2}


@dataclass(frozen=True)
class Source:
    """Where a table comes from, for the account of an import."""

    name: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def build(table: Table, columns: Mapping[str, ColumnGuess], source: Source) -> Import:
    """The import of this table. Raises InvalidInput if rows serve each other in a circle."""
    return _Builder(table, columns, source).run()


class _Builder:
    """Holds what the steps of one import share."""

    def __init__(self, table: Table, columns: Mapping[str, ColumnGuess], source: Source) -> None:
        self.table = table
        self.columns = columns
        self.source = source
        self.tool = tool_of(table.headers)
        told = any(guess.confidence == "told" for guess in columns.values())  # then nobody needs to be asked any more
        self.warnings = [*source.warnings, *table.warnings, *(() if told else (*table.doubts, *self._misfits()))]
        self.left_out = list(table.left_out)
        self.references: tuple[str, ...] = ()

    def run(self) -> Import:
        if not set(self.columns) & {"title", "goal_title", TITLES, *GOAL_COLUMNS}:
            raise InvalidInput(
                f"No column of {self.source.name} reads like titles. Columns: {', '.join(self.table.headers)}. "
                "Say which one holds them."
            )
        nodes = self._nodes()
        nodes = self._join(nodes)
        if not nodes:
            raise InvalidInput(f"No row of {self.source.name} has a title. Say which column holds the titles.")
        for node, taken in give_ids(nodes):
            told = f"The id {taken!r} comes twice; in row {node.row} it became {node.id!r}."
            self.warnings.append(f"{told} Look whether these are two things, or one.")
        items, more = items_of(nodes, self.table, self.columns, self.tool)
        goals, remarks = goals_of(nodes, self.table, self.columns)
        self.warnings += [*more, *remarks, *check(items, goals)]
        if "person" in self.columns:
            self.warnings.append(f"Columns with names of people are hidden: {_listed(self.columns['person'].headers)}.")
        if len(self.source.sheets) > 1:
            others = [one for one in self.source.sheets if one != self.source.sheet]
            told = f"The sheet {self.source.sheet!r} was read. Others: {_listed(others)}."
            self.warnings.append(f"{told} Choose one of these if your list is there.")
        return Import(
            name=self.source.name,
            items=items,
            goals=goals,
            columns=dict(self.columns),
            warnings=tuple(self.warnings),
            left_out=tuple(sorted(self.left_out, key=lambda one: one.row)),
            extras=tuple(dict.fromkeys(self.table.headers[one] for one in extra_indexes(self.table, self.columns))),
            hidden=self.columns["person"].headers if "person" in self.columns else (),
            references=self.references,
            tool=self.tool,
            sheet=self.source.sheet,
            sheets=self.source.sheets,
            headers=self.table.headers,
            rows=tuple((row.number, row.cells) for row in self.table.rows),
        )

    def _misfits(self) -> list[str]:
        """About columns that are called an amount of work and hold none."""
        if {"capacity", "size"} & self.columns.keys():
            return []
        free = set(range(len(self.table.headers))) - {one for guess in self.columns.values() for one in guess.indexes}
        called = [self.table.headers[one] for one in sorted(free) if _is_called(self.table.headers[one], "capacity")]
        return [f"{one!r} reads like the size of the work, but most of its cells hold no amount." for one in called]

    # rows -> nodes

    def _first(self, role: str, position: int) -> str:
        guess = self.columns.get(role)
        return self.table.rows[position].cells[guess.indexes[0]].strip() if guess else ""

    def _title_indexes(self) -> tuple[int, ...]:
        found = next((self.columns[role] for role in (TITLES, "title", "goal_title") if role in self.columns), None)
        return found.indexes if found else ()

    def _nodes(self) -> list[Node]:
        nodes: list[Node] = []
        seen: dict[tuple[str, str], int] = {}
        indexes = self._title_indexes()
        for position, row in enumerate(self.table.rows) if indexes else ():
            title = _one_line(next((row.cells[index] for index in reversed(indexes) if row.cells[index].strip()), ""))
            ids = [one for one in (self._first("key", position), self._first("id", position)) if one]
            node = Node(row.number, title, ids[0] if ids else "", position=position)
            node.other_ids = (*ids[1:], self._first("link", position))
            self._set_level(node)
            why = self._why_not(node, seen)
            if not node.title and self._names_a_goal(position):
                continue  # the row tells of a goal that no work serves yet
            if why:
                text = title or " ".join(" ".join(cell for cell in row.cells if cell.strip()).split())[:80]
                self.left_out.append(LeftOut(row=row.number, why=why, text=text))
            else:
                nodes.append(node)
        return nodes

    def _why_not(self, node: Node, seen: dict[tuple[str, str], int]) -> str:
        if not node.title:
            cells = self.table.rows[node.position or 0].cells
            return "is a sum of the rows above" if any(map(is_total, cells)) else "has no title"
        if is_total(node.title) and not node.own_id:
            return "is a sum of the rows above"
        first = seen.setdefault((node.own_id, node.title.casefold()), node.row)
        # the same words twice are a slip in a plain list, and two things where parents tell them apart
        if first != node.row and (node.own_id or not set(self.columns) & {TITLES, "outline", "depth"}):
            return f"has the same {'id and title' if node.own_id else 'title'} as row {first}"
        return ""

    def _names_a_goal(self, position: int) -> bool:
        cells = [self._first(role, position) for role in GOAL_COLUMNS]
        return any(cell and not is_total(cell) for cell in cells)

    def _set_level(self, node: Node) -> None:
        cell = self._first("level", node.position or 0)
        level = words().levels.get(normalise(cell))
        if level is not None:
            node.is_goal, node.level = True, Level(level)
        elif "goal_title" in self.columns or ("share" in self.columns and "capacity" not in self.columns):
            node.is_goal = not cell

    # parents

    def _join(self, nodes: list[Node]) -> list[Node]:
        directory = Directory(nodes)
        if TITLES in self.columns:
            nodes = self._join_by_title_columns(nodes, directory)
        self.warnings += tree.join_named(nodes, self.table, self.columns, directory)
        goals = GoalColumns(self.table, self.columns, directory)
        goals.join(nodes)
        self.warnings += goals.warnings
        self.references = tuple(goals.references)
        if not any(node.parents or node.references for node in nodes):
            self._join_by_shape(nodes)
        nodes = [*goals.made, *nodes]
        below: dict[int, list[Node]] = {}
        for node in nodes:
            for above in node.parents:
                below.setdefault(id(above), []).append(node)
        tree.settle_levels(nodes, lambda node: below.get(id(node), ()))
        return nodes

    def _join_by_shape(self, nodes: list[Node]) -> None:
        at = [node.position or 0 for node in nodes]
        if "outline" in self.columns:
            tree.join_by_outline(nodes, [self._first("outline", position) for position in at])
        elif "depth" in self.columns:
            tree.join_by_depth(nodes, [int(number(self._first("depth", position)) or 0) for position in at])
        elif "level" in self.columns and tree.join_by_order(nodes, [self._first("level", one) for one in at]):
            self.warnings.append("Who belongs to whom was taken from the order of the rows. Look at the first few.")
        elif self._title_indexes() and TITLES not in self.columns:
            index = self._title_indexes()[0]
            tree.join_by_depth(nodes, [indentation(self.table.rows[one].cells[index]) for one in at])
            if not any(node.parents for node in nodes) and (joined := tree.join_by_prefix(nodes)):
                self.warnings.append(f"{joined} of the rows begin with the title of another row and were put under it.")

    def _join_by_title_columns(self, nodes: list[Node], directory: Directory) -> list[Node]:
        indexes = self.columns[TITLES].indexes
        path: list[Node | None] = [None] * len(indexes)
        found: list[Node] = []
        made = 0
        for node in nodes:
            cells = [_one_line(self.table.rows[node.position or 0].cells[index]) for index in indexes]
            deepest = max(depth for depth, cell in enumerate(cells) if cell)
            for depth, cell in enumerate(cells[: deepest + 1]):
                here = path[depth]
                if depth < deepest and (not cell or (here is not None and here.title == cell)):
                    continue
                here = node if depth == deepest else Node(node.row, cell)
                above = next((one for one in reversed(path[:depth]) if one is not None), None)
                if above is not None:
                    here.join(above)
                path[depth:] = [here, *[None] * (len(path) - depth - 1)]
                found.append(here)
                if here is not node:
                    made += 1
                    directory.add(here)
        if made:
            headers = ", ".join(self.columns[TITLES].headers)
            self.warnings.append(f"{made} parents have no row of their own; they were made from {headers}.")
        return found


def indentation(cell: str) -> int:
    """Width of the space in front of a text: a tab counts four, a full-width space two."""
    lead = cell[: len(cell) - len(cell.lstrip())]
    return sum(_INDENT_WIDTHS.get(letter, 1) for letter in lead)


def _is_called(header: str, role: str) -> bool:
    names = (normalise(header), normalise(split_brackets(header)[0]))
    return any(role == known for name in names for known, _ in words().headings.get(name, ()))


def _one_line(cell: str) -> str:
    return " ".join(restore(cell.translate(_UNSEEN).strip()).split())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))
