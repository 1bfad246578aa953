"""What an import gives back: items, goals, and an account of how the file was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from alignlab.model.work import Goal, Item

Confidence = Literal["told", "sure", "likely", "guess"]
"""told: by the facilitator; sure: a known heading; likely: a heading with a known word in it; guess: by its cells."""
HIDDEN = "hidden"
CELL_CHARACTERS = 80


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnGuess(_Frozen):
    """Which columns play one role. `indexes` count from 0; `why` is a short reason for people."""

    role: str
    headers: tuple[str, ...]
    indexes: tuple[int, ...]
    confidence: Confidence
    why: str


class LeftOut(_Frozen):
    """A row that became neither item nor goal. `row` counts from 1, as a spreadsheet does."""

    row: int
    why: str
    text: str = ""


class PreviewColumn(_Frozen):
    """One column as the preview shows it; `role` is "" for a column kept as an extra."""

    header: str
    role: str
    confidence: Confidence | None
    why: str
    hidden: bool


class PreviewRow(_Frozen):
    """One row of the file, cells cut to 80 characters; cells of hidden columns read "hidden"."""

    number: int
    cells: tuple[str, ...]


class Preview(_Frozen):
    """All that a table on a terminal or a page needs, without names of people."""

    title: str
    counts: str
    lines: int  # items and goals together, where every line means the same
    items: int
    columns: tuple[PreviewColumn, ...]
    rows: tuple[PreviewRow, ...]
    more_rows: int
    warnings: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Import:
    """Items and goals read from one file or pasted list.

    `columns` maps a role to the columns that play it. `extras` are the headings kept with each item as they are,
    `hidden` those that name people and were not kept. `references` are keys of goals that the work names but that
    have no row here: `join` with the goals' own import. `sheets` are all sheets of a workbook, `sheet` the one read.
    """

    name: str
    items: tuple[Item, ...] = ()
    goals: tuple[Goal, ...] = ()
    columns: Mapping[str, ColumnGuess] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    extras: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    tool: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(default=(), repr=False)

    def preview(self, rows: int = 10) -> Preview:
        """The first `rows` rows with what was guessed about each column."""
        columns = self._preview_columns()
        shown = tuple(
            PreviewRow(
                number=number,
                cells=tuple(
                    HIDDEN if column.hidden and cell.strip() else _short(cell)
                    for column, cell in zip(columns, cells, strict=True)
                ),
            )
            for number, cells in self.rows[:rows]
        )
        return Preview(
            title=" · ".join(part for part in (self.name, self.sheet, self.tool) if part),
            counts=self._counts(),
            lines=len(self.items) + len(self.goals),
            items=len(self.items),
            columns=columns,
            rows=shown,
            more_rows=len(self.rows) - len(shown),
            warnings=self.warnings,
            left_out=self.left_out,
        )

    def _preview_columns(self) -> tuple[PreviewColumn, ...]:
        guesses = {index: guess for guess in self.columns.values() for index in guess.indexes}
        found = []
        for index, header in enumerate(self.headers):
            guess = guesses.get(index)
            found.append(
                PreviewColumn(
                    header=header,
                    role=guess.role if guess else "",
                    confidence=guess.confidence if guess else None,
                    why=guess.why if guess else "kept with the item, as it is",
                    hidden=guess is not None and guess.role == "person",
                )
            )
        return tuple(found)

    def _counts(self) -> str:
        parts = [_plural(len(self.items), "item"), _plural(len(self.goals), "goal")]
        amounts: dict[str, float] = {}
        for item in self.items:
            if item.capacity is not None:
                amounts[item.unit] = amounts.get(item.unit, 0.0) + item.capacity
        parts += [
            f"{unit} {amount:g}" if unit == "weight" else f"{amount:g} {unit}" for unit, amount in amounts.items()
        ]
        if self.left_out:
            parts.append(f"{_plural(len(self.left_out), 'row')} left out")
        return ", ".join(parts)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= CELL_CHARACTERS else line[: CELL_CHARACTERS - 1] + "…"
