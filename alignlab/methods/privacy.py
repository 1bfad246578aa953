"""What may be shown: small groups, what can be subtracted from a total, snapshots that differ by a few."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from alignlab.errors import InvalidInput
from alignlab.methods.checks import whole

Person = TypeVar("Person", bound=Hashable)


def publishable(groups: Mapping[str, int], *, k: int, total_shown: bool) -> dict[str, bool]:
    """`{group: may be shown}` for groups that do not overlap, given how many people answered in each.

    Primary rule: a group of fewer than `k` is hidden. Complementary rule, when the total is shown too: what is left
    after subtracting the shown groups must be nobody or at least `k` people, so the smallest shown groups are hidden
    until it is (Cox 1980; the remainder rule of survey products). Of equally large groups the first by name goes. No
    groups: {}.
    """
    least = _threshold(k)
    sizes = {group: whole(size, f"The size of {group!r}") for group, size in groups.items()}
    shown = {group: size >= least for group, size in sizes.items()}
    if not total_shown:
        return shown
    for group in sorted(sizes, key=lambda name: (sizes[name], name)):
        hidden = sum(size for name, size in sizes.items() if not shown[name])
        if hidden == 0 or hidden >= least:
            break
        shown[group] = False
    return shown


def overlap_allowed(first: Collection[Person], second: Collection[Person], *, k: int) -> bool:
    """May pictures of both sets of people be published?

    Each set needs `k` people or more, and those in one but not in the other must be nobody or at least `k`, on either
    side: otherwise subtracting the pictures tells about the few (a latecomer, a withdrawn answer; Denning, Denning and
    Schwartz 1979). The same people twice is allowed.
    """
    least = _threshold(k)
    one, two = set(first), set(second)
    if min(len(one), len(two)) < least:
        return False
    return all(not few or len(few) >= least for few in (one - two, two - one))


def exposed(releases: Sequence[Collection[Person]]) -> set[Person]:
    """People whose own value follows from released sums (or means and counts) over these sets of people by arithmetic.

    A person is exposed when their indicator lies in the span of the sets' indicators. An audit for tests: it finds
    exact disclosure only, not good guesses.
    """
    people = list(dict.fromkeys(person for group in releases for person in group))
    if not people:
        return set()
    members = np.array([[float(person in set(group)) for person in people] for group in releases])
    _, sizes, directions = np.linalg.svd(members, full_matrices=False)
    span = directions[sizes > 1e-9 * sizes.max()]
    # the squared length of a unit vector's projection on the span is 1 only inside it
    inside = (span**2).sum(axis=0)
    return {person for person, length in zip(people, inside, strict=True) if length > 1 - 1e-7}


def _threshold(k: int) -> int:
    if k < 1:
        raise InvalidInput(f"k is {k}; the smallest group that may be shown has at least one person.")
    return whole(k, "k", low=1)
