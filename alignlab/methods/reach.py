"""What could still come into the first places, where each option's standing moves by itself between two ends."""

from __future__ import annotations

import numpy as np

from alignlab.methods.checks import Floats, whole

ROUNDING = 1e-9  # scores that differ less are equal


def reachable(now: Floats, worst: Floats, best: Floats, top: int) -> list[int]:
    """Places of the options that are not among the first `top` now and would be, or be tied into them, at their best.

    Each an array with one score an option, higher is better, `nan` for none: as things stand (`now`), and the lowest
    and the highest that is still possible. An option without a score has no place, so it stands before nobody. Exact
    where one option's best and all the others' worst can happen at once; else an upper bound: what is not named is
    proved to stay out.
    """
    seats = whole(top, "top", low=1)
    found = []
    for option in range(len(now)):
        others = np.arange(len(now)) != option
        inside = not np.isnan(now[option]) and (now[others] > now[option] + ROUNDING).sum() < seats
        could = (worst[others] > best[option] + ROUNDING).sum() < seats
        if not inside and could and not np.isnan(best[option]):
            found.append(option)
    return found
