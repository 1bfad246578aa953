"""Measures: quantities that stand for people, with the people inside, and what may leave of them.

`analyse` makes a `Result` of `Tally`, `Measure`, `Ranked`, `Network` and `Quote`, each with the set of
people behind it. Only `alignlab.release.release` turns these into a `Released`, in which no person is left. Findings,
charts, recap and exports are typed to take a `Released` and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field as Attr

from alignlab.model.base import Frozen, PersonId

People = frozenset[PersonId]
Privacy = Literal["about_me", "about_work", "named"]

Shape = Literal["yes_no", "ordered", "picks", "counts"]


@dataclass(frozen=True, slots=True)
class Tally:
    """People by cell. `of` are all who answered; a person may be in no cell (no answer to this) or, in picks, in many.

    yes_no   one cell: the people for whom the fact holds
    ordered  cells in their order; each person in one
    picks    a choice of several; `groups` maps a cell to the theme that may be told when the cell may not
    counts   cells without order
    """

    of: People
    cells: Mapping[str, People]
    shape: Shape
    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)  # cell -> words; a cell without is its own label
    groups: Mapping[str, str] = field(default_factory=dict)  # cell -> theme
    group_labels: Mapping[str, str] = field(default_factory=dict)  # theme -> words


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that was computed from what the people `of` said; `low` and `high` its range, if one was computed."""

    value: float
    of: People
    low: float | None = None
    high: float | None = None
    unit: str = ""
    title: str = ""


SHARE = "share"
"""Unit of a part of a whole, from 0 to 1; people read it in percent."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A text that its writers tapped *post without my name* on."""

    text: str
    by: People


@dataclass(frozen=True, slots=True)
class Ranked:
    """Things in an order that was made of what the people `of` said, best first; a group of several is a tie.

    `ranges`: thing -> best and worst place, from 1, under whatever the title says.
    """

    of: People
    groups: tuple[tuple[str, ...], ...]
    labels: Mapping[str, str] = field(default_factory=dict)  # thing -> words; one without is its own label
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    title: str = ""


class Node(Frozen):
    """A thing on a map. It comes from the setup; nothing in it comes from people.

    `layer` names the row it stands in, `above` the nodes that it serves, `size` how much it holds.
    """

    id: str
    label: str
    layer: str
    above: tuple[str, ...] = ()
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What people said one node is for: `asked` looked at it, `knows` are those of them who could judge.

    `to` maps a target to the people who drew this link, `weight` a target to a number made of what `knows` said.
    """

    asked: People
    knows: People
    to: Mapping[str, People]
    weight: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Network:
    """Links that people drew between things: source -> `Linked`. `of` are all who looked at any source.

    `targets`: what could be linked to, in the order of the form; `unit`: of the nodes' sizes.
    """

    of: People
    nodes: tuple[Node, ...]
    linked: Mapping[str, Linked]
    targets: tuple[str, ...]
    title: str = ""
    unit: str = ""


Quantity = Tally | Measure | Ranked | Network | tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What an exercise makes of all answers: `of` are the people who answered the step at all."""

    of: People
    quantities: Mapping[str, Quantity]


# --- what is left after release -----------------------------------------------------------------------------------

Told = Literal["few", "count", "most"]
"""few: two or fewer; count: the number itself; most: all but two or fewer."""


class YesNo(Frozen):
    """A fact over the `n` who answered. `count` is there only when `told` is "count"."""

    type: Literal["yes_no"] = "yes_no"
    title: str
    cell: str
    told: Told
    count: int | None = None
    n: int


class Spread(Frozen):
    """Where the people of an ordered tally stand, in words: the middle one, and the span of the middle half.

    `low` and `high` always span at least two cells.
    """

    type: Literal["spread"] = "spread"
    title: str
    cells: tuple[str, ...]
    labels: dict[str, str]
    median: str
    low: str
    high: str
    n: int


class Bar(Frozen):
    cells: tuple[str, ...]  # neighbours that were merged
    label: str
    count: int


class Bars(Frozen):
    """How many stand where on an ordered scale; `n` answered this question."""

    type: Literal["bars"] = "bars"
    title: str
    bars: tuple[Bar, ...]
    n: int
    labels: dict[str, str] = Attr(default_factory=dict)  # every cell's words, also of those that are merged


class Picks(Frozen):
    """What three or more chose, in the order of the form, without numbers; themes where single ones may not be told."""

    type: Literal["picks"] = "picks"
    title: str
    cells: dict[str, str]  # cell -> words
    themes: dict[str, str]
    n: int


class Counts(Frozen):
    """How many chose each cell, exactly; `n` answered this question."""

    type: Literal["counts"] = "counts"
    title: str
    cells: dict[str, int]
    labels: dict[str, str]
    n: int


class Number(Frozen):
    """One number of what `n` people said, in `unit`; `low` and `high` its range, if one was computed."""

    type: Literal["number"] = "number"
    title: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    n: int


class Order(Frozen):
    """Things in an order, best first; a group of several is a tie. Places count from 1."""

    type: Literal["order"] = "order"
    title: str
    groups: tuple[tuple[str, ...], ...]
    labels: dict[str, str]
    ranges: dict[str, tuple[int, int]] = Attr(default_factory=dict)
    n: int


class Edge(Frozen):
    """A link that `count` drew of `n` who could judge its source."""

    source: str
    target: str
    count: int
    n: int
    weight: float = 0.0


class Graph(Frozen):
    """The links of a network that may be told; those that nobody drew are left out.

    `asked` maps each source that is told to how many looked at it, `knows` to how many of them could judge.
    """

    type: Literal["graph"] = "graph"
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    targets: tuple[str, ...]
    asked: dict[str, int]
    knows: dict[str, int]
    unit: str = ""
    n: int


class Quotes(Frozen):
    type: Literal["quotes"] = "quotes"
    texts: tuple[str, ...]


class Withheld(Frozen):
    """Nothing is told, and why; the sentence can be shown."""

    type: Literal["withheld"] = "withheld"
    reason: str


ReleasedQuantity = Annotated[
    YesNo | Spread | Bars | Picks | Counts | Number | Order | Graph | Quotes | Withheld, Attr(discriminator="type")
]


class Released(Frozen):
    """What may be shown of one step and round. No person is in it.

    `n` is how many answered, or None where even that may not be told.
    """

    privacy: Privacy
    n: int | None
    quantities: dict[str, ReleasedQuantity]
