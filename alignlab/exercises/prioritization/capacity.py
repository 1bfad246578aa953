"""The capacity line: what fits, what is just below it, and what is said no to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alignlab.exercises.prioritization.setup import Group, Setup


@dataclass(frozen=True, slots=True)
class Line:
    """`fits` and `below` keep ties as ties. `edge`: the first group that does not fit; `used`: effort above the line.

    `tie`: the edge is a tie of which a part would fit; `unknown`: items without an effort, counted as nothing;
    `still_fit`: items further down that are small enough for what is left.
    """

    fits: tuple[Group, ...]
    below: tuple[Group, ...]
    edge: Group
    used: float
    left: float
    tie: bool
    unknown: tuple[str, ...]
    still_fit: tuple[str, ...]


def line(setup: Setup, groups: Sequence[Group]) -> Line | None:
    """The line through this order, drawn where the next group does not fit whole; None without a capacity.

    A smaller item further down does not slip above a bigger one that comes before it: whether it may is for people to
    say. Effort 0 always fits.
    """
    if setup.capacity is None or not groups:
        return None
    efforts = {item.id: item.effort for item in setup.items}
    used, above = 0.0, 0
    for group in groups:
        cost = sum(efforts[id_] or 0.0 for id_ in group)
        if used + cost > setup.capacity + 1e-9:
            break
        used, above = used + cost, above + 1
    left = setup.capacity - used
    below = tuple(groups[above:])
    edge = below[0] if below else ()
    small = [id_ for group in below for id_ in group if (effort := efforts[id_]) is not None and effort <= left + 1e-9]
    return Line(
        fits=tuple(groups[:above]),
        below=below,
        edge=edge,
        used=used,
        left=left,
        tie=len(edge) > 1 and any(id_ in small for id_ in edge),
        unknown=tuple(id_ for group in groups for id_ in group if efforts[id_] is None),
        still_fit=tuple(small),
    )
