"""What a Released picture says of items and goals; findings, charts and exports read it here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from alignlab.exercises.goal_mapping.flows import LEAST_KNOW
from alignlab.exercises.goal_mapping.names import (
    DO,
    GAP,
    GOALS_SILENT,
    MAIN,
    MAP,
    NO_GOAL,
    NONE,
    SAY,
    UNKNOWN_WORK,
    WORK,
)
from alignlab.methods.gap import goal_state, link_state
from alignlab.model.measures import Counts, Edge, Graph, Node, Number, Released
from alignlab.model.work import Level

State = Literal["agreed", "contested", "none"]


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One item that was looked at: `asked` looked, `knows` of them could judge; `main` is what they said it is for.

    `ruled`: the links that the room settled afterwards, in place of the voted ones; none if the item stops.
    """

    node: Node
    asked: int
    knows: int
    edges: tuple[Edge, ...]
    main: Mapping[str, int]
    ruled: tuple[Edge, ...] | None = None

    @property
    def size(self) -> float:
        return self.node.size or 0.0

    @property
    def agreed(self) -> tuple[Edge, ...]:
        """Links that two thirds or more of those who know the work drew, most first; or those that were settled."""
        return self._in_state("agreed") if self.ruled is None else self.ruled

    @property
    def contested(self) -> tuple[Edge, ...]:
        return self._in_state("contested") if self.ruled is None else ()

    def _in_state(self, state: str) -> tuple[Edge, ...]:
        some = [edge for edge in self.edges if self.knows >= LEAST_KNOW and link_state(edge.count, edge.n) == state]
        return tuple(sorted(some, key=lambda edge: (-edge.count, -edge.weight)))

    @property
    def state(self) -> State:
        """*agreed*: some link is; *contested*: none is, and we split on one; *none*: no goal, or nobody can tell."""
        if self.agreed:
            return "agreed"
        return "contested" if self.contested else "none"

    @property
    def voted(self) -> ItemFact:
        """The same item without what was settled."""
        return replace(self, ruled=None)

    @property
    def home(self) -> str:
        """The goal it is drawn with: of the agreed links the strongest, or ""."""
        return max(self.agreed, key=lambda edge: (edge.weight, edge.count)).target if self.agreed else ""

    @property
    def stopped(self) -> bool:
        """Settled as nobody's goal."""
        return self.ruled == ()

    @property
    def unplaced(self) -> int:
        """How many named no goal."""
        return sum(self.main.get(reason, 0) for reason in (NONE, UNKNOWN_WORK, GOALS_SILENT))

    @property
    def could_change(self) -> bool:
        """Whether two more answers could give it its first agreed link, or take its last."""
        if self.agreed:
            return all(link_state(edge.count, edge.n + 2) != "agreed" for edge in self.agreed)
        return any(link_state(edge.count + 2, edge.n + 2) == "agreed" for edge in self.edges)


@dataclass(frozen=True, slots=True)
class GoalFact:
    """One goal that was asked about. Shares from 0 to 1; None where nothing is told."""

    node: Node
    say: Number | None
    do: Number | None
    gap: Number | None
    items: tuple[ItemFact, ...]  # with an agreed link to it

    @property
    def state(self) -> Literal["starved", "unstated"] | None:
        if self.say is None or self.do is None:
            return None
        return goal_state(self.say.value, self.do.value)

    @property
    def lead(self) -> float:
        """Share of the capacity above the share of the counters; below: negative."""
        return (self.do.value if self.do else 0.0) - (self.say.value if self.say else 0.0)


@dataclass(frozen=True)
class Facts:
    """All of it. `items` are those that were looked at by enough; `left_out` the others of the list."""

    graph: Graph
    items: tuple[ItemFact, ...]
    goals: tuple[GoalFact, ...]
    no_goal: Number | None
    n: int

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.graph.nodes}

    @property
    def left_out(self) -> tuple[Node, ...]:
        return tuple(node for node in self.graph.nodes if node.layer == WORK and node.id not in self.graph.asked)

    @property
    def total(self) -> float:
        """What the items that were looked at hold."""
        return held(self.items)

    def in_state(self, *states: State) -> tuple[ItemFact, ...]:
        return tuple(item for item in self.items if item.state in states)

    @cached_property
    def in_sight(self) -> frozenset[str]:
        """The missions, and every goal with a path to one."""
        missions = {node.id for node in self.graph.nodes if node.layer == Level.MISSION.value}
        return frozenset(id_ for id_ in self.nodes if missions & ({id_} | self.above(id_)))

    def above(self, id_: str) -> set[str]:
        """Everything that this goal serves, directly or through others."""
        seen: set[str] = set()
        todo = list(self.nodes[id_].above)
        while todo:
            one = todo.pop()
            if one not in seen and one in self.nodes:
                seen.add(one)
                todo.extend(self.nodes[one].above)
        return seen

    @cached_property
    def unjoined(self) -> tuple[Node, ...]:
        """Goals that serve nothing although there is a higher level."""
        rank = {level.value: level.rank for level in Level}
        goals = [node for node in self.graph.nodes if node.layer in rank]
        top = min((rank[node.layer] for node in goals), default=0)
        return tuple(node for node in goals if not node.above and rank[node.layer] > top)


def facts(released: Released) -> Facts | None:
    """What is told, or None where nothing is."""
    graph = released.quantities.get(MAP)
    if not isinstance(graph, Graph) or not graph.asked:
        return None
    nodes = {node.id: node for node in graph.nodes}
    items = tuple(_item(nodes[id_], graph, released) for id_ in nodes if id_ in graph.asked)
    goals = tuple(_goal(nodes[id_], items, released) for id_ in graph.targets)
    return Facts(graph, items, goals, _number(released, DO + NO_GOAL), released.n or 0)


def _item(node: Node, graph: Graph, released: Released) -> ItemFact:
    main = released.quantities.get(MAIN + node.id)
    edges = tuple(edge for edge in graph.edges if edge.source == node.id)
    return ItemFact(
        node, graph.asked[node.id], graph.knows[node.id], edges, main.cells if isinstance(main, Counts) else {}
    )


def _goal(node: Node, items: Sequence[ItemFact], released: Released) -> GoalFact:
    serving = tuple(item for item in items if any(edge.target == node.id for edge in item.agreed))
    say, do, gap = (_number(released, name + node.id) for name in (SAY, DO, GAP))
    return GoalFact(node, say, do, gap, serving)


def _number(released: Released, name: str) -> Number | None:
    found = released.quantities.get(name)
    return found if isinstance(found, Number) else None


def held(items: Sequence[ItemFact]) -> float:
    """What these items hold together."""
    return sum(item.size for item in items)
