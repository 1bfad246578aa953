"""Pairs, fours and tables, made by chance: pure functions from people to groups.

Remote people come together, as they talk in a call; two people who are to be kept apart are never in one group where
that can be arranged. Sizes differ by one at most among those in the room, and among those in the call.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Literal

from alignlab.model.base import PersonId

Kind = Literal["pairs", "fours", "tables"]
Groups = dict[str, list[PersonId]]
Apart = Collection[frozenset[PersonId]]

SIZES: Mapping[Kind, int] = {"pairs": 2, "fours": 4}
TRIES = 60  # shuffles, of which the one with the fewest broken wishes is taken


def size_of(kind: Kind, table_size: int) -> int:
    """How many people one group of this kind has, if the number comes out even."""
    return SIZES.get(kind, table_size)


def make(
    people: Sequence[PersonId], size: int, *, apart: Apart = (), remote: Collection[PersonId] = (), rng: Random
) -> Groups:
    """Group id ("1", "2", …) -> people. Everybody is in one group; nobody is alone unless there is nobody else.

    The number of groups is that at which their sizes are nearest to `size`; with pairs an odd one makes a group of
    three. One single remote person joins people in the room, and so the other way round.
    """
    inside, outside = [p for p in people if p not in remote], [p for p in people if p in remote]
    if len(outside) == 1 or len(inside) == 1:
        inside, outside = [*inside, *outside], []
    found = [*_dealt(inside, size, apart, rng), *_dealt(outside, size, apart, rng)]
    return {str(number): group for number, group in enumerate(found, start=1)}


def count(people: int, size: int) -> int:
    """How many groups: pairs never leave one alone; larger groups are as near to their size as can be."""
    if not people:
        return 0
    return max(1, people // 2 if size == 2 else int(people / size + 0.5))


def broken(groups: Collection[Sequence[PersonId]], apart: Apart) -> int:
    """How many pairs that are to be kept apart are in one group."""
    return sum(1 for group in groups for pair in apart if pair <= set(group))


def place(groups: Groups, person: PersonId, *, apart: Apart = (), remote: Collection[PersonId] = ()) -> str:
    """The group that somebody who comes later joins: of those that suit them the smallest, then the first.

    Suits: nobody in it is to be kept apart from them, and it talks where they are. Raises ValueError without groups.
    """

    def unfit(group: str) -> tuple[int, bool, int, int]:
        members = groups[group]
        elsewhere = any((other in remote) != (person in remote) for other in members)
        return broken([[*members, person]], [p for p in apart if person in p]), elsewhere, len(members), int(group)

    return min(groups, key=unfit)


def _dealt(people: Sequence[PersonId], size: int, apart: Apart, rng: Random) -> list[list[PersonId]]:
    number = count(len(people), size)
    if not number:
        return []
    best: list[list[PersonId]] = []
    for _ in range(TRIES):
        order = list(people)
        rng.shuffle(order)
        groups = _repaired([order[first::number] for first in range(number)], apart)
        if not best or broken(groups, apart) < broken(best, apart):
            best = groups
        if not broken(best, apart):
            break
    return best


def _repaired(groups: list[list[PersonId]], apart: Apart) -> list[list[PersonId]]:
    """The same with people swapped between groups as long as a swap keeps more wishes."""
    for one in range(len(groups)):
        for at in range(len(groups[one])):
            for two in range(len(groups)):
                for to in range(len(groups[two])):
                    if one == two or not broken([groups[one], groups[two]], apart):
                        continue
                    before = broken([groups[one], groups[two]], apart)
                    groups[one][at], groups[two][to] = groups[two][to], groups[one][at]
                    if broken([groups[one], groups[two]], apart) >= before:
                        groups[one][at], groups[two][to] = groups[two][to], groups[one][at]
    return groups
