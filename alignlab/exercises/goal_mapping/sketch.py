"""What is drawn of a map: all of it, or the few things that were found, for a wall that is read from afar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from alignlab.exercises.goal_mapping.facts import Facts, GoalFact, ItemFact
from alignlab.exercises.goal_mapping.names import WORK, say
from alignlab.exercises.goal_mapping.tell import of_100, percent
from alignlab.model.measures import Edge, Node
from alignlab.model.work import Level

MOST_THINGS = 12
LARGE = 0.05  # share of the capacity that a goal's work is off its words, from which on it is shown


@dataclass(frozen=True)
class Sketch:
    """Items and goals to draw, in the order of the list, with the links between them."""

    some: Facts
    ids: frozenset[str]

    @cached_property
    def items(self) -> tuple[ItemFact, ...]:
        return tuple(item for item in self.some.items if item.node.id in self.ids)

    @cached_property
    def asked(self) -> tuple[GoalFact, ...]:
        return tuple(goal for goal in self.some.goals if goal.node.id in self.ids)

    @cached_property
    def upper(self) -> tuple[Node, ...]:
        """Goals that work is not mapped to: what the others serve."""
        levels = {level.value for level in Level}
        asked = set(self.some.graph.targets)
        return tuple(n for n in self.some.graph.nodes if n.layer in levels and n.id in self.ids and n.id not in asked)

    @cached_property
    def groups(self) -> Mapping[str, tuple[ItemFact, ...]]:
        """Goal -> the items drawn with it; an agreed item stands with its strongest goal that is drawn."""
        found: dict[str, list[ItemFact]] = {goal.node.id: [] for goal in self.asked}
        for item in self.items:
            if home := self.home(item):
                found[home].append(item)
        return {goal: tuple(items) for goal, items in found.items()}

    def home(self, item: ItemFact) -> str:
        """The goal it is drawn with, or ""."""
        drawn = [edge for edge in item.agreed if edge.target in self.ids]
        return max(drawn, key=lambda edge: (edge.weight, edge.count)).target if drawn else ""

    @property
    def contested(self) -> tuple[ItemFact, ...]:
        return tuple(item for item in self.items if item.state == "contested")

    @property
    def placeless(self) -> tuple[ItemFact, ...]:
        """Items with no agreed goal on which we do not split either; and those whose goals are not drawn."""
        some = (item for item in self.items if item.state != "contested" and not item.stopped)
        return tuple(item for item in some if not self.home(item))

    @property
    def stopped(self) -> tuple[ItemFact, ...]:
        """Items that the room settled as nobody's goal."""
        return tuple(item for item in self.items if item.stopped)

    @property
    def beside(self) -> tuple[tuple[str, tuple[ItemFact, ...]], ...]:
        """(heading, items) of what stands with no goal; only groups that have some."""
        groups = (
            (say("group_contested"), self.contested),
            (say("no_goal"), self.placeless),
            (say("group_stopped"), self.stopped),
        )
        return tuple(pair for pair in groups if pair[1])

    def edges(self, item: ItemFact) -> Iterable[tuple[Edge, bool]]:
        """Its links to draw, and whether they are agreed."""
        for edge in (*item.agreed, *item.contested):
            if edge.target in self.ids:
                yield edge, edge in item.agreed


def whole(some: Facts) -> Sketch:
    """Everything that was looked at, and all goals."""
    items = {item.node.id for item in some.items}
    levels = {level.value for level in Level}
    return Sketch(some, frozenset(items | {node.id for node in some.graph.nodes if node.layer in levels}))


def found(some: Facts) -> Sketch | None:
    """At most twelve things: where we split, what has no agreed goal, goals whose words and work differ, and so on.

    None where nothing of this is there, or the whole map has no more than twelve.
    """
    if len(whole(some).ids) <= MOST_THINGS:
        return None
    chosen: set[str] = set()
    for row in zip_longest(*_clusters(some)):
        for cluster in row:
            if cluster and len(chosen | cluster) <= MOST_THINGS:
                chosen |= cluster
    return Sketch(some, frozenset(chosen)) if chosen else None


def _clusters(some: Facts) -> list[list[set[str]]]:
    """Things that belong together, in the order of their weight, kind by kind."""
    contested = sorted(some.in_state("contested"), key=lambda item: -item.size)
    without = sorted(some.in_state("none"), key=lambda item: -item.size)
    known = sorted(some.in_state("agreed"), key=lambda item: -item.size)
    sides = [item for item in known if item.contested]
    double = [item for item in known if len(item.agreed) > 1 and not item.contested]
    off = [goal for goal in some.goals if goal.say and abs(goal.lead) >= LARGE]
    off.sort(key=lambda goal: -abs(goal.lead))
    return [
        [{item.node.id, *(edge.target for edge in item.contested[:2])} for item in contested],
        [{item.node.id} for item in without],
        [{goal.node.id, *_largest(goal)} for goal in off],
        [{goal.node.id, goal.items[0].node.id} for goal in some.goals if len(goal.items) == 1],
        [{item.node.id, item.home, item.contested[0].target} for item in sides],
        [{node.id} for node in some.unjoined],
        [{item.node.id, *(edge.target for edge in item.agreed[:2])} for item in double],
    ]


def _largest(goal: GoalFact) -> list[str]:
    """The largest item that is mainly for it."""
    own = [item for item in goal.items if item.home == goal.node.id]
    return [max(own, key=lambda item: item.size).node.id] if own else []


def support(item: ItemFact) -> str:
    """ "7 of 9": those who drew its strongest link, of those who know it; "settled" if the room settled it."""
    if item.ruled is not None:
        return say("support_settled")
    edges = item.agreed or item.contested
    if not edges:
        return ""
    edge = max(edges, key=lambda edge: (edge.weight, edge.count))
    return say("support", count=edge.count, n=edge.n)


def told_shares(goal: GoalFact, unit: str) -> list[str]:
    """ "29 of 100 points", "9 of 100 days", as far as they are told."""
    words = [say("share_points", part=percent(goal.say.value))] if goal.say is not None else []
    return [*words, *([of_100(goal.do.value, unit)] if goal.do is not None else [])]


def layers(sketch: Sketch) -> list[str]:
    """The levels that are drawn, from the work upwards."""
    drawn = {goal.node.layer for goal in sketch.asked} | {node.layer for node in sketch.upper}
    return [WORK, *(level.value for level in reversed(Level) if level.value in drawn)]
