"""Median and middle half, with one stated quartile rule for the whole product.

The rule is type 7 of Hyndman and Fan 1996 ("inclusive"; numpy's default, QUARTILE.INC in spreadsheets): the quartiles
of n sorted values stand at places 1 + (n - 1)/4 and 1 + 3(n - 1)/4, linearly between neighbours. Other rules differ
below ten values or so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alignlab.errors import Undefined
from alignlab.methods.checks import Floats, vector


def median(values: Sequence[float]) -> float:
    """The middle value; the mean of the two middle ones for an even number. Nobody: `Undefined`."""
    return float(np.median(_some(values)))


def middle_half(values: Sequence[float]) -> tuple[float, float]:
    """First and third quartile by the rule above. One value: that value twice. Nobody: `Undefined`."""
    low, high = np.quantile(_some(values), [0.25, 0.75], method="linear")
    return float(low), float(high)


def _some(values: Sequence[float]) -> Floats:
    found = vector(values, "The values")
    if not len(found):
        raise Undefined("Nobody answered, so there is no middle.")
    return found
