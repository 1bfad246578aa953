"""Orders with ties, `[["a"], ["b", "c"], …]` best first: the place of each option, and how far two orders agree."""

from __future__ import annotations

from alignlab.errors import InvalidInput
from alignlab.methods.ballots import Ranking
from alignlab.methods.change import kendall_tau_b


def places(order: Ranking) -> dict[str, float]:
    """`{option: place}` from 1, tied options at the mean of the places they take together."""
    found: dict[str, float] = {}
    taken = 0
    for entry in order:
        group = [entry] if isinstance(entry, str) else list(entry)
        for option in group:
            if option in found:
                raise InvalidInput(f"{option!r} stands in the order twice; keep one of them.")
            found[option] = taken + (len(group) + 1) / 2
        taken += len(group)
    return found


def order_tau(first: Ranking, second: Ranking) -> float:
    """Kendall's tau-b of two orders over the options that both name: 1 the same, -1 reversed.

    Fewer than two common options, or all of them tied in one of the orders: `Undefined`.
    """
    one, two = places(first), places(second)
    common = [option for option in one if option in two]
    return kendall_tau_b([one[option] for option in common], [two[option] for option in common])
