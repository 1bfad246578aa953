"""Columns that name goals beside the work: mission, company goal, goal. The names become goals with links upwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alignlab.imports.nodes import Directory, Node, looks_like_key, without_link
from alignlab.imports.result import ColumnGuess
from alignlab.imports.table import Table
from alignlab.imports.words import normalise, split_brackets, words
from alignlab.model.work import Level

GOAL_COLUMNS = {"mission": Level.MISSION, "company_goal": Level.COMPANY, "goal": Level.TEAM}
_SHOWN = 4
Columns = Mapping[str, ColumnGuess]


class GoalColumns:
    """Reads the goal columns of one table.

    A name becomes a goal unless it has a row of its own. Names that look like keys (G4) are kept as references to
    goals in another file. After `join`, `made` holds the new goals and `references` the keys.
    """

    def __init__(self, table: Table, columns: Columns, directory: Directory) -> None:
        self.table = table
        self.columns = columns
        self.directory = directory
        self.made: list[Node] = []
        self.references: dict[str, None] = {}
        self.warnings: list[str] = []

    def join(self, nodes: Sequence[Node]) -> None:
        """Link each row to its lowest goals, and the goals of a row to each other from level to level."""
        ladder = self._ladder()
        by_position = {node.position: node for node in nodes}
        for position in range(len(self.table.rows)):
            node = by_position.get(position)
            upper: list[Node] = []
            for level in sorted(ladder):
                here = [one for cells in ladder[level] for one in self._goals(cells[position], level, node)]
                for one in here:
                    for above in upper:
                        one.join(above)
                upper = here or upper
            if node is not None:
                for above in upper:
                    node.join(above)
        self._account()

    def _goals(self, text: str, level: int, node: Node | None) -> list[Node]:
        found, missing = self.directory.find_all(text, node)
        for name in missing:
            if is_total(name):
                continue
            if looks_like_key(name):
                self._refer(name, node)
                continue
            row = node.row if node is not None else 0
            goal = Node(row=row, title=without_link(name), level=list(Level)[level], is_goal=True)
            self.made.append(goal)
            self.directory.add(goal)
            found.append(goal)
        return found

    def _refer(self, name: str, node: Node | None) -> None:
        key = name.strip().removeprefix("#")
        self.references[key] = None
        if node is not None:
            node.references.append(key)

    def _ladder(self) -> dict[int, list[list[str]]]:
        """Rank of level -> the cells of its columns, filled down where only the first row of a block has one."""
        found: dict[int, list[list[str]]] = {}
        for role, default in GOAL_COLUMNS.items():
            guess = self.columns.get(role)
            for index, header in zip(guess.indexes, guess.headers, strict=True) if guess else ():
                cells = self.table.column(index)
                if _is_grouped(cells, in_front=index in self._in_front()):
                    cells = _filled_down(cells)
                    self.warnings.append(
                        f"{header!r} is filled in only where a block begins, so it was taken to hold for the rows "
                        "below too. If that is wrong, fill it in for each row."
                    )
                found.setdefault(self._rank(role, header, default), []).append(cells)
        return found

    def _in_front(self) -> set[int]:
        """Columns of goals with which the sheet begins, up to the titles."""
        title = self.columns["title"].indexes[0] if "title" in self.columns else 0
        goals = {index for role in GOAL_COLUMNS if role in self.columns for index in self.columns[role].indexes}
        return set(range(title)) if goals.issuperset(range(title)) else set()

    def _rank(self, role: str, header: str, default: Level) -> int:
        several = "company_goal" in self.columns or len(self.columns[role].indexes) > 1
        if role != "goal" or not several:  # an objective alone is a team's own; beside key results it stands above
            return default.rank
        return Level(words().levels.get(normalise(split_brackets(header)[0]), default)).rank

    def _account(self) -> None:
        names = [header for role in GOAL_COLUMNS if role in self.columns for header in self.columns[role].headers]
        if self.made:
            goals = "1 goal was" if len(self.made) == 1 else f"{len(self.made)} goals were"
            titles = some([goal.title for goal in self.made])
            self.warnings.append(f"{goals} made from the names in {', '.join(names)}: {titles}.")
        if self.references:
            self.warnings.append(references_warning(self.references))


def references_warning(references: Sequence[str] | Mapping[str, None]) -> str:
    """The sentence about goals that stand in another file."""
    return f"The work names goals that have no row here ({some(list(references))}). Import the goals as well."


def some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def is_total(cell: str) -> bool:
    """Whether a cell heads a row of sums."""
    return normalise(cell) in words().totals


def _is_grouped(cells: Sequence[str], *, in_front: bool) -> bool:
    """Whether a column looks like merged cells: filled at the start of each block, never the same twice.

    `in_front` of all else, where headings of blocks stand, half of the cells may be filled.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        bool(cells[0].strip())
        and 1 < len(filled) < 0.5 * len(cells) + in_front * 0.5
        and len(set(filled)) == len(filled)
        and not any(looks_like_key(cell) for cell in filled)
    )


def _filled_down(cells: Sequence[str]) -> list[str]:
    last = ""
    return [last := cell if cell.strip() else last for cell in cells]
