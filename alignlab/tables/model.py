"""What a table is: columns, rows, and sentences for what is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with these columns, empty cells None. `notes`: a sentence for each thing that is not in it, and why."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Table:
        return cls(tuple(data["columns"]), tuple(data["rows"]), tuple(data["notes"]))
