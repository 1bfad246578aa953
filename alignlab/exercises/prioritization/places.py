"""What a released order tells of places: which hold, and which depend on the count or on who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alignlab.exercises.prioritization.counting import Span, tied_spans
from alignlab.model.measures import Order, Released


@dataclass(frozen=True, slots=True)
class Places:
    """`spans`: item -> its places by the order itself, ties as spans; `ways`: the same by each other way of counting;
    `missing`: whoever of us is missing ({}: nobody can be left out)."""

    order: Order
    spans: dict[str, Span]
    ways: tuple[dict[str, Span], ...]
    missing: dict[str, Span]

    @property
    def first(self) -> tuple[str, ...]:
        return self.order.groups[0]

    @property
    def counts(self) -> int:
        """Ways of counting, the order's own with them."""
        return len(self.ways) + 1

    def by_all(self, item: str) -> bool:
        """Whether the item has one and the same place by every way of counting."""
        span = self.spans[item]
        return span[0] == span[1] and all(way.get(item, span) == span for way in self.ways)

    def holds(self, item: str) -> bool:
        """The same, and whoever of us is missing."""
        return self.by_all(item) and bool(self.missing) and self.missing.get(item) == self.spans[item]

    def holding(self) -> list[str]:
        """The items at the top that hold, without a gap."""
        found: list[str] = []
        for group in self.order.groups:
            if len(group) > 1 or not self.holds(group[0]):
                break
            found.append(group[0])
        return found

    def depends(self, item: str) -> bool:
        """Whether another way of counting gives it other places; a tie that all ways have is none of these."""
        span = self.spans[item]
        return any(way.get(item, span) != span for way in self.ways)

    def depending(self) -> list[Span]:
        """Runs of places that depend on the count, from the top."""
        spans = sorted(self._whole(item) for item in self.spans if self.depends(item))
        runs: list[Span] = []
        for low, high in spans:
            if runs and low <= runs[-1][1]:
                runs[-1] = (runs[-1][0], max(high, runs[-1][1]))
            else:
                runs.append((low, high))
        return [run for run in runs if run[0] < run[1]]

    def _whole(self, item: str) -> Span:
        every = [self.spans[item], *(way[item] for way in self.ways if item in way)]
        return min(low for low, _ in every), max(high for _, high in every)

    def firsts(self) -> dict[str, int]:
        """Item -> by how many ways it comes first alone."""
        alone: dict[str, int] = {}
        for spans in (self.spans, *self.ways):
            for item, span in spans.items():
                if span == (1, 1):
                    alone[item] = alone.get(item, 0) + 1
        return dict(sorted(alone.items(), key=lambda one: (-one[1], self.spans[one[0]])))


def places(released: Released) -> Places | None:
    """What is told of the order; None where none was made or it may not be told."""
    order = released.quantities.get("order")
    if not isinstance(order, Order) or not order.groups:
        return None
    ways = [q for name, q in released.quantities.items() if name.startswith("way.") and isinstance(q, Order)]
    spans = tuple({**tied_spans(way.groups), **way.ranges} for way in ways)
    return Places(order, tied_spans(order.groups), spans, order.ranges)


def titles(order: Order, items: Sequence[str]) -> list[str]:
    """The items in words."""
    return [order.labels[item] for item in items]
