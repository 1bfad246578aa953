"""Do a rubric's statements form a cumulative scale? An audit of the rubric over many sessions (30 people or more).

A pattern is one person's answers, easiest statement first in the order that theory gives: "++-" or `[True, True,
False]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Bools

Pattern = str | Sequence[bool | int]
SIGNS = {"+": True, "1": True, "-": False, "0": False, "−": False}


class Reproducibility(NamedTuple):
    """Guttman errors over all patterns, and 1 - errors / answers (.90 is the usual bar)."""

    errors: int
    coefficient: float


def _answers(patterns: Sequence[Pattern]) -> Bools:
    rows = [[_sign(answer) for answer in pattern] for pattern in patterns]
    if not rows or not any(rows):
        raise Undefined("There are no answers, so there is no scale to check.")
    if len({len(row) for row in rows}) > 1:
        raise InvalidInput("Patterns differ in length; every person needs an answer to every statement.")
    return np.array(rows, dtype=bool)


def _sign(answer: object) -> bool:
    if isinstance(answer, str) and answer in SIGNS:
        return SIGNS[answer]
    if not isinstance(answer, str) and answer in (0, 1):
        return bool(answer)
    raise InvalidInput(f"{answer!r} is not a yes or no; use + and -, or True and False.")


def guttman_errors(pattern: Pattern) -> int:
    """Answers that must be turned into a yes to make the pattern a scale type: each no below the furthest yes.

    The conservative count of Bernard (Social Research Methods): "-+-" 1, "--+" 2, "+-+" 1. Counting the distance to the
    nearest scale type gives fewer, Goodenough and Edwards' count gives more.
    """
    row = _answers([pattern])[0] if len(pattern) else np.zeros(0, dtype=bool)
    return int((~row[: np.flatnonzero(row)[-1]]).sum()) if row.any() else 0


def reproducibility(patterns: Sequence[Pattern]) -> Reproducibility:
    """Guttman's coefficient of reproducibility (1944), errors as in `guttman_errors`, statements in the given order.

    It is high by itself where nearly all say yes or no: tell `minimal_marginal_reproducibility` beside it. No answers:
    `Undefined`.
    """
    rows = _answers(patterns)
    errors = sum(guttman_errors([bool(answer) for answer in row]) for row in rows)
    return Reproducibility(errors, 1 - errors / rows.size)


def minimal_marginal_reproducibility(patterns: Sequence[Pattern]) -> float:
    """What reproducibility would be from each statement's majority alone: mean of max(p, 1 - p) (Edwards 1957)."""
    shares = _answers(patterns).mean(axis=0)
    return float(np.maximum(shares, 1 - shares).mean())


def loevinger_h(patterns: Sequence[Pattern]) -> float:
    """Scalability H (Loevinger 1948): 1 - errors / errors expected from independent answers, over all pairs.

    In each pair the statement with fewer yeses is the harder one, and a person who carries it without the easier one
    is an error. Mokken 1971: from .3 weak, .4 medium, .5 strong. One statement, or none with both answers:
    `Undefined`.
    """
    rows = _answers(patterns)
    order = np.argsort(-rows.sum(axis=0), kind="stable")
    rows = rows[:, order].astype(np.int64)
    people = len(rows)
    seen = np.triu((1 - rows).T @ rows, k=1)
    yes = rows.sum(axis=0)
    expected = np.triu(np.outer(people - yes, yes), k=1) / people
    if not expected.sum():
        raise Undefined("Scalability needs two or more statements that are neither carried by all nor by none.")
    return float(1 - seen.sum() / expected.sum())
