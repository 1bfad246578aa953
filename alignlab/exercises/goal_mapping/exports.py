"""The agreed map as files: CSV, JSON, SVG. Of people there are only counts in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from alignlab.exercises.goal_mapping import wide
from alignlab.exercises.goal_mapping.facts import Facts, ItemFact
from alignlab.exercises.goal_mapping.fit import fits_of
from alignlab.exercises.goal_mapping.settlement import agreed_facts, settlement
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.sketch import whole
from alignlab.exercises.goal_mapping.structure import structure
from alignlab.model.cells import neutralise
from alignlab.model.measures import Released
from alignlab.model.palette import LIGHT

COLUMNS = (
    *("item_id", "item", "owner_team", "capacity", "unit", "state", "goal_id", "goal", "link", "drew_it", "know_it"),
    *("looked", "strategic_fit"),
)


def map_csv(setup: Setup, released: Released, settled: Mapping[str, Any] | None = None) -> str:
    """One row a link that is agreed or contested; an item without any has one row without a goal.

    The columns are COLUMNS. Texts that a spreadsheet could take for a formula begin with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in map_rows(setup, released, settled):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def map_rows(setup: Setup, released: Released, settled: Mapping[str, Any] | None = None) -> list[list[str | float]]:
    """The same rows with numbers as they are; none where nothing is told."""
    some = agreed_facts(setup, released, settlement(settled or {}))
    if some is None:
        return []
    fits = fits_of(setup, some)
    return [[*row, fits[item.node.id]] for item in some.items for row in _rows(setup, some, item)]


def _cell(value: str | float) -> str | int:
    if isinstance(value, str):
        return neutralise(value)
    return value if isinstance(value, int) else f"{value:g}"


def _rows(setup: Setup, some: Facts, item: ItemFact) -> list[list[str | float]]:
    node = item.node
    team = setup.item_by_id[node.id].team if node.id in setup.item_by_id else ""
    first: list[str | float] = [node.id, node.label, team, item.size, some.graph.unit, _state(item)]
    links: list[list[str | float]] = [
        [*first, edge.target, some.nodes[edge.target].label, state, edge.count, edge.n, item.asked]
        for state, edges in ((_state(item), item.agreed), ("contested", item.contested))
        for edge in edges
    ]
    return links or [[*first, "", "", "", 0, item.knows, item.asked]]


def map_json(setup: Setup, released: Released, settled: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The whole map as plain data, as `MapData` describes it; None where nothing is told."""
    found = structure(setup, released, settled or {})
    return found.model_dump(mode="json") if found is not None else None


def _state(item: ItemFact) -> str:
    """agreed, contested, none; settled, stopped."""
    if item.stopped:
        return "stopped"
    return "settled" if item.ruled is not None else item.state


def map_svg(setup: Setup, released: Released, settled: Mapping[str, Any] | None = None) -> str | None:
    """The whole map as a drawing of its own, in the light colours; None where nothing is told."""
    some = agreed_facts(setup, released, settlement(settled or {}))
    if some is None:
        return None
    svg = wide.draw(whole(some), wide.PAGE)
    for sentinel, colour in LIGHT.items():
        svg = svg.replace(sentinel, colour)
    return svg
