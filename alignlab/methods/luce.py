"""Maximum likelihood under Luce's choice axiom: the solver behind Bradley-Terry and Plackett-Luce.

In a stage one option is chosen from a set with probability worth / total worth of the set. The log likelihood is
concave in the log worths; Newton's method with halved steps finds its maximum where there is one (Hunter 2004, Annals
of Statistics 32:384-406, gives the conditions; Ford 1957: the graph of who beat whom must be strongly connected).
"""

from __future__ import annotations

import numpy as np

from alignlab.errors import NoFiniteEstimate
from alignlab.methods.checks import Floats

NONE_EXISTS = (
    "The comparisons split: some options never lose to the others, or were never compared with them, "
    "so their worth has no finite estimate. Use a prior, or collect more comparisons."
)

NEAR = 1e-7  # Newton's error goes by its square: after a step as small as this there is nothing left to gain


def fit_log_worths(sets: Floats, weights: Floats, credits_: Floats) -> Floats:
    """Log worths (options), the first one 0.

    `sets` (stages, options): how much of each option's worth stands in the stage's total; `weights` (stages): how often
    the stage happened; `credits_` (options): how often each option was chosen. Callers have checked connectivity.
    """
    theta = np.zeros(len(credits_))
    value = _log_likelihood(theta, sets, weights, credits_)
    for _ in range(200):
        shares = sets * np.exp(theta - theta.max())
        shares /= shares.sum(axis=1, keepdims=True)
        expected = weights @ shares
        slope = (credits_ - expected)[1:]
        curvature = (np.diag(expected) - shares.T @ (weights[:, None] * shares))[1:, 1:]
        step = np.concatenate([[0.0], np.linalg.lstsq(curvature, slope, rcond=None)[0]])
        if np.abs(step).max() < NEAR:
            return np.asarray(theta + step)
        size = 1.0
        while size > 1e-9:
            moved = _log_likelihood(theta + size * step, sets, weights, credits_)
            if moved > value:
                break
            size /= 2
        else:
            # rounding hides any gain this close to the maximum, where a full Newton step is still exact
            return np.asarray(theta + step)
        theta, value = theta + size * step, moved
    raise NoFiniteEstimate(NONE_EXISTS)


def _log_likelihood(theta: Floats, sets: Floats, weights: Floats, credits_: Floats) -> float:
    top = theta.max()
    return float(credits_ @ theta - weights @ (np.log(sets @ np.exp(theta - top)) + top))


def with_hypothetical(sets: Floats, weights: Floats, credits_: Floats, prior: float) -> tuple[Floats, Floats, Floats]:
    """Add a hypothetical option, last, that beats and loses to every real one `prior` times (Turner et al. 2020)."""
    size = len(credits_)
    pairs = np.hstack([np.eye(size), np.ones((size, 1))])
    wide = np.vstack([np.hstack([sets, np.zeros((len(sets), 1))]), pairs])
    return (
        wide,
        np.concatenate([weights, np.full(size, 2 * prior)]),
        np.concatenate([credits_ + prior, [size * prior]]),
    )
