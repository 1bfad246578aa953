"""AHP: weights from judgments "how many times more important" (Saaty 1980). For goal weights of up to seven goals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alignlab.errors import InvalidInput, Undefined
from alignlab.methods.checks import Floats, number, table

# Random index by matrix size, Saaty's later table (as in Saaty 2008); Saaty 1980 has .58, .90, 1.12, 1.24, 1.32, …
RANDOM_INDEX = dict(
    zip(range(3, 16), (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59), strict=True)
)
RECIPROCAL_WITHIN = 0.35  # printed matrices round: 1/6 to .2, 1/7 to .1


def ahp(matrix: Sequence[Sequence[float]], *, random_index: float | None = None) -> tuple[list[float], float | None]:
    """`(weights, consistency_ratio)`: the principal eigenvector, summing to 1, and (lambda - n)/(n - 1)/random index.

    `matrix[i][j]`: how many times more important i is than j, with `matrix[j][i]` its reciprocal. A ratio up to .10 is
    usually accepted. `random_index`: the mean index of random matrices; the default is Saaty's later table (.52, .89,
    1.11, 1.25, 1.35, … from n = 3). Fewer than three things are always consistent and the ratio is `None`. Not square,
    not positive, not reciprocal, or n above 15 without `random_index`: `InvalidInput`.
    """
    judgments = _judgments(matrix)
    size = len(judgments)
    values, vectors = np.linalg.eig(judgments)
    principal = int(values.real.argmax())
    weights = np.abs(vectors[:, principal].real)
    weights /= weights.sum()
    if size < 3:
        return [float(w) for w in weights], None
    if random_index is None and size not in RANDOM_INDEX:
        raise InvalidInput(f"There is no random index for {size} things; give random_index, or compare fewer.")
    reference = number(RANDOM_INDEX.get(size) if random_index is None else random_index, "random_index", low=1e-9)
    index = max(0.0, (float(values[principal].real) - size) / (size - 1))
    return [float(w) for w in weights], index / reference


def group_judgments(matrices: Sequence[Sequence[Sequence[float]]]) -> list[list[float]]:
    """The geometric mean of each judgment over people (Aczel and Saaty 1983). Nobody: `Undefined`."""
    if not len(matrices):
        raise Undefined("There are no judgments yet.")
    logs = [np.log(_judgments(matrix)) for matrix in matrices]
    if len({log.shape for log in logs}) > 1:
        raise InvalidInput("The people compared different numbers of things; every matrix needs the same size.")
    return [[float(value) for value in row] for row in np.exp(np.mean(logs, axis=0))]


def _judgments(matrix: Sequence[Sequence[float]]) -> Floats:
    found = table(matrix, "The matrix")
    if not found.size or found.shape[0] != found.shape[1]:
        raise InvalidInput(f"The matrix has {found.shape[0]} rows and {found.shape[1]} columns; it must be square.")
    if (found <= 0).any():
        raise InvalidInput("The matrix has a value of 0 or less; every judgment is a positive ratio.")
    bad = np.argwhere(np.abs(found * found.T - 1) > RECIPROCAL_WITHIN)
    if len(bad):
        i, j = (int(place) for place in bad[0])
        raise InvalidInput(
            f"Row {i + 1}, column {j + 1} is {found[i, j]:g} and its counterpart {found[j, i]:g}; "
            "one must be the reciprocal of the other."
        )
    return found
