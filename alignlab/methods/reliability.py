"""Agreement across several items: Krippendorff's alpha and Fleiss' kappa. Neither means anything for a single item."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Floats, number, table

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(rows: Sequence[Sequence[Hashable | None]], *, level: Level) -> float:
    """1 - observed / expected disagreement (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

    `rows`: one row a rater, one column an item; `None` (or nan) is no answer, and an item with fewer than two answers
    drops out. `level`: nominal (any labels), ordinal, interval, ratio (numbers of 0 or more). 1 is agreement, 0 what
    chance gives, below 0 systematic disagreement. One rater, no item with two answers, or the same answer everywhere
    ("unanimous", where reliability cannot show): `Undefined`.
    """
    units = _units(rows)
    values = _values(units, level)
    index = {value: i for i, value in enumerate(values)}
    seen = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.bincount([index[value] for value in unit], minlength=len(values)).astype(float)
        seen += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    totals = seen.sum(axis=1)
    distance = _distances(values, totals, level)
    expected = float((np.outer(totals, totals) * distance).sum())
    if not expected:
        raise Undefined("Everybody gave the same answer to everything: unanimous, and nothing for alpha to measure.")
    return 1 - (float(totals.sum()) - 1) * float((seen * distance).sum()) / expected


def _units(rows: Sequence[Sequence[Hashable | None]]) -> list[list[Hashable]]:
    if len({len(row) for row in rows}) > 1:
        raise InvalidInput("The raters have different numbers of items; give None where somebody did not answer.")
    columns = zip(*rows, strict=True)
    answered = [[value for value in unit if not _missing(value)] for unit in columns]
    units: list[list[Hashable]] = [list(unit) for unit in answered if len(unit) >= 2]
    if not units:
        raise Undefined("No item has answers of two people, so there is no agreement to measure.")
    return units


def _missing(value: Hashable | None) -> bool:
    return value is None or (isinstance(value, float | np.floating) and math.isnan(value))


def _values(units: list[list[Hashable]], level: Level) -> list[Hashable]:
    found = dict.fromkeys(value for unit in units for value in unit)
    if level == "nominal":
        return list(found)
    if level not in ("ordinal", "interval", "ratio"):
        raise InvalidInput(f"Unknown level {level!r}; choose nominal, ordinal, interval or ratio.")
    lowest = 0 if level == "ratio" else -math.inf
    return sorted(found, key=lambda value: number(value, f"An answer at level {level}", low=lowest))


def _distances(values: list[Hashable], totals: Floats, level: Level) -> Floats:
    """Squared differences between values, shape (values, values)."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "ordinal":
        middle = np.cumsum(totals) - totals / 2
        return np.asarray((middle[:, None] - middle[None, :]) ** 2)
    scale = np.array([number(value, "An answer") for value in values])
    difference = scale[:, None] - scale[None, :]
    if level == "ratio":
        total = scale[:, None] + scale[None, :]
        difference = np.divide(difference, total, out=np.zeros_like(difference), where=total > 0)
    return np.asarray(difference**2)


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> float:
    """Agreement of equally many raters on nominal labels beyond chance (Fleiss 1971).

    `counts`: one row an item, one column a label, how many raters chose it; every row has the same sum of two or more.
    With one very common label kappa is low even at high agreement. All in one label, or no items: `Undefined`.
    """
    found = table(counts, "The counts", low=0)
    raters = found.sum(axis=1)
    if not len(found) or raters[0] < 2:
        raise Undefined("Fleiss' kappa needs at least one item and two raters.")
    if (raters != raters[0]).any():
        raise InvalidInput(
            "Every item needs the same number of raters; use Krippendorff's alpha where some are missing."
        )
    observed = float(((found * (found - 1)).sum(axis=1) / (raters[0] * (raters[0] - 1))).mean())
    expected = float(((found.sum(axis=0) / found.sum()) ** 2).sum())
    if expected >= 1:
        raise Undefined("Everybody chose the same label for everything: unanimous, and nothing for kappa to measure.")
    return (observed - expected) / (1 - expected)
