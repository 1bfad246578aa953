"""Plackett-Luce: a worth for each option from rankings (Luce 1959; Plackett 1975)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alignlab.errors import NoFiniteEstimate
from alignlab.methods.ballots import Ballots, Tally, some
from alignlab.methods.checks import Floats, number
from alignlab.methods.graphs import strongly_connected
from alignlab.methods.luce import NONE_EXISTS, fit_log_worths, with_hypothetical


def plackett_luce(ballots: Ballots, options: Iterable[str], *, prior: float = 0.0) -> dict[str, float]:
    """`{option: worth}`, summing to 1: the chance that the option is put first.

    `prior=0` is plain maximum likelihood and raises `NoFiniteEstimate` where there is none (one ballot, an option that
    always loses, options never ranked together). `prior=0.5` adds half a win and half a loss of each option against a
    hypothetical one, and always has an answer. A ballot of few options is a ranking of those alone. A tie stands for
    all orders of the tied options in equal parts (their stages averaged as in Efron 1977). Nobody ranked anything:
    `Undefined`. One option: worth 1.
    """
    found = some(ballots, options)
    strength = number(prior, "prior", low=0)
    if len(found.options) == 1:
        return {found.options[0]: 1.0}
    if not strength and not strongly_connected((found.wins() + found.ties()) > 0):
        raise NoFiniteEstimate(NONE_EXISTS)
    stages = _stages(found)
    theta = fit_log_worths(*(with_hypothetical(*stages, strength) if strength else stages))[: len(found.options)]
    worth = np.exp(theta - theta.max())
    return {option: float(w) for option, w in zip(found.options, worth / worth.sum(), strict=True)}


def _stages(found: Tally) -> tuple[Floats, Floats, Floats]:
    """The choices that the ballots consist of, as `fit_log_worths` takes them."""
    sets: list[Floats] = []
    weights: list[float] = []
    credit = np.zeros(len(found.options))
    for count, place in zip(found.counts, found.place, strict=True):
        for level in range(int(place.max()) + 1):
            tied, below = place == level, place > level
            size = int(tied.sum())
            # the last single option of a ballot is not a choice
            chosen = size if below.any() else size - 1
            credit += tied * (int(count) * chosen / size)
            for taken in range(chosen):
                sets.append(tied * ((size - taken) / size) + below)
                weights.append(float(count))
    return np.array(sets).reshape(-1, len(found.options)), np.array(weights), credit
