"""Pairs: strengths from who was preferred to whom, consistency of one person's answers, and which pair to ask next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from alignlab.errors import InvalidInput, NoFiniteEstimate, Undefined
from alignlab.methods.checks import Floats, Rng, generator, names, number
from alignlab.methods.graphs import components, strongly_connected
from alignlab.methods.luce import NONE_EXISTS, fit_log_worths, with_hypothetical

Wins = Mapping[tuple[str, str], float]


class Triads(NamedTuple):
    """`circular`: triples judged a over b over c over a; `judged`: triples of which all three pairs were decided."""

    circular: int
    judged: int


def _matrix(wins: Wins, options: Iterable[str]) -> tuple[tuple[str, ...], Floats]:
    known = names(options)
    index = {option: i for i, option in enumerate(known)}
    found = np.zeros((len(known), len(known)))
    for (winner, loser), times in wins.items():
        strays = [option for option in (winner, loser) if option not in index]
        if strays:
            raise InvalidInput(f"{strays[0]!r} is not among the options; leave its comparisons out, or add it to them.")
        found[index[winner], index[loser]] += number(times, f"wins[{winner!r}, {loser!r}]", low=0)
    np.fill_diagonal(found, 0)
    return known, found


def bradley_terry(wins: Wins, options: Iterable[str], *, prior: float = 0.5) -> dict[str, float]:
    """`{option: log worth}`, the first option 0; a beats b with chance 1 / (1 + exp(log worth b - log worth a)).

    `wins[(a, b)]`: times a beat b; give half a win each for a tie; an option against itself is ignored. `prior` wins
    and as many losses of every option against a hypothetical one keep the answer finite (Bradley and Terry 1952; the
    prior as in Turner et al. 2020). `prior=0` is plain maximum likelihood and raises `NoFiniteEstimate` unless every
    option has beaten every other one directly or through others (Ford 1957). No comparison at all: `Undefined`. One
    option: 0. The answers of one person hang together: resample people, not comparisons, for an interval.
    """
    known, found = _matrix(wins, options)
    strength = number(prior, "prior", low=0)
    if len(known) == 1:
        return {known[0]: 0.0}
    if not found.any():
        raise Undefined("No pair has been compared yet; ask for at least one comparison.")
    if not strength and not strongly_connected(found > 0):
        raise NoFiniteEstimate(NONE_EXISTS)
    played = np.triu(found + found.T)
    pairs = np.argwhere(played > 0)
    sets = np.zeros((len(pairs), len(known)))
    sets[np.arange(len(pairs))[:, None], pairs] = 1
    stages = sets, played[pairs[:, 0], pairs[:, 1]], found.sum(axis=1)
    theta = fit_log_worths(*(with_hypothetical(*stages, strength) if strength else stages))
    return {option: float(worth) for option, worth in zip(known, theta[: len(known)], strict=True)}


def circular_triads(wins: Wins, options: Iterable[str]) -> Triads:
    """How often one person's comparisons go round in a circle (Kendall and Babington Smith 1940).

    A pair counts as decided when one of the two won more often; triples with an open or tied pair are not judged.
    """
    known, found = _matrix(wins, options)
    beats = found > found.T
    decided = beats | beats.T
    judged = circular = 0
    for a, b, c in combinations(range(len(known)), 3):
        if decided[a, b] and decided[b, c] and decided[a, c]:
            judged += 1
            circular += bool(beats[a, b] == beats[b, c] == beats[c, a])
    return Triads(circular, judged)


def zeta(wins: Wins, options: Iterable[str]) -> float:
    """Coefficient of consistency: 1 no circular triad, 0 as many as possible (Kendall and Babington Smith 1940).

    1 - 24T/(m^3 - 4m) for an even number m of options, 1 - 24T/(m^3 - m) for an odd one. Fewer than three options, or a
    pair that is open or tied: `Undefined` (see `circular_triads` for part of the pairs).
    """
    known, _ = _matrix(wins, options)
    size = len(known)
    triads = circular_triads(wins, known)
    if size < 3 or triads.judged < math.comb(size, 3):
        raise Undefined("Consistency needs three or more options and a decision on every pair of them.")
    most = (size**3 - (4 * size if size % 2 == 0 else size)) / 24
    return 1 - triads.circular / most


def next_pair(
    options: Sequence[str], asked: Sequence[tuple[str, str]], wins: Wins, *, rng: Rng
) -> tuple[str, str] | None:
    """The pair to ask this person next, sides at random, or `None` when every pair has been asked.

    `asked`: pairs shown to this person so far, those without an answer too; `wins`: this person's answers. First
    balanced: pairs that join parts not compared yet, the least shown options first, until every option hangs together
    with every other. Then adaptive: pairs whose outcome the own answers leave most open (win chance near one half),
    the least shown first among equals. A pair is never asked twice. `rng` settles what is left open, so the same seed
    asks the same pairs. Do not report reliability coefficients from adaptive data (Bramley 2015).
    """
    known = names(options)
    index = {option: i for i, option in enumerate(known)}
    seen = np.zeros((len(known), len(known)), dtype=bool)
    for a, b in asked:
        if a in index and b in index:  # an option may have been merged or removed meanwhile
            seen[index[a], index[b]] = seen[index[b], index[a]] = True
    free = [(a, b) for a, b in combinations(range(len(known)), 2) if not seen[a, b]]
    if not free:
        return None
    shown = seen.sum(axis=1)
    part = {i: number for number, group in enumerate(components(seen)) for i in group}
    joining = [(a, b) for a, b in free if part[a] != part[b]]
    if joining:
        scores = {(a, b): (float(shown[a] + shown[b]), float(max(shown[a], shown[b]))) for a, b in joining}
    else:
        worth = _own_worths(wins, known)
        scores = {(a, b): (round(abs(worth[a] - worth[b]), 9), float(shown[a] + shown[b])) for a, b in free}
    best = min(scores.values())
    source = generator(rng)
    equal = [pair for pair, score in scores.items() if score == best]
    left, right = equal[int(source.integers(len(equal)))]
    if source.integers(2):
        left, right = right, left
    return known[left], known[right]


def _own_worths(wins: Wins, known: tuple[str, ...]) -> list[float]:
    own = {pair: times for pair, times in wins.items() if pair[0] in known and pair[1] in known}
    if not any(own.values()):
        return [0.0] * len(known)
    worth = bradley_terry(own, known)
    return [worth[option] for option in known]
