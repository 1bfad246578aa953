"""Which pairs one person is asked: first every item about equally often, then what their own answers leave open."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from random import Random

from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.choosing import asked_pairs
from alignlab.exercises.prioritization.setup import Setup
from alignlab.methods.pairwise import next_pair
from alignlab.model.base import Json

Pair = tuple[str, str]
Wins = dict[Pair, float]


def sequence(setup: Setup, order: Sequence[str], values: Mapping[str, Json], round_: int) -> list[Pair]:
    """The pairs of one person with the sides they stand on; `order` are the items as this person gets them.

    The first ones join all items and do not depend on any answer. Each further one depends on the answers up to the one
    before the last, so that the next pair is on the phone already when somebody taps. An answered pair always stays.
    """
    seed = "|".join(order)
    most = setup.pairs or asked_pairs(len(order))
    first = _joining(tuple(order), most)
    every = parts.pairs(setup)
    known = every if round_ == 1 else {parts.of_round(part, round_): pair for part, pair in every.items()}
    answered = [known[part] for part, value in values.items() if part in known and value is not None]
    opened = {frozenset(pair) for pair in first}
    tail = [_sided(pair, seed) for pair in answered if frozenset(pair) not in opened]
    asked = [*first, *tail]
    done = {frozenset(pair) for pair in answered}
    while len(asked) < most and len([pair for pair in asked if frozenset(pair) not in done]) < 2:
        judged = [pair for pair in asked if frozenset(pair) in done]
        lagging = judged if len(judged) < len(asked) else judged[:-1]
        wins = _wins(lagging, known, values)
        found = next_pair(order, asked, wins, rng=Random(f"{seed}:{len(asked)}"))
        if found is None:
            break
        asked.append(found)
    return asked


def by_preference(setup: Setup, order: Sequence[str], preferred: Sequence[str]) -> list[Pair]:
    """The same for somebody who answers every pair by one list of preferences: (the one they put first, the other)."""
    place = {id_: number for number, id_ in enumerate(preferred)}
    seed = "|".join(order)
    most = setup.pairs or asked_pairs(len(order))
    asked = list(_joining(tuple(order), most))
    while len(asked) < most:
        wins = {_by(place, pair): 1.0 for pair in asked[:-1]}
        found = next_pair(order, asked, wins, rng=Random(f"{seed}:{len(asked)}"))
        if found is None:
            break
        asked.append(found)
    return [_by(place, pair) for pair in asked]


def _by(place: Mapping[str, int], pair: Pair) -> Pair:
    return pair if place[pair[0]] < place[pair[1]] else (pair[1], pair[0])


@functools.lru_cache(maxsize=4096)  # the same for one person at each of their answers; people of some full rooms
def _joining(order: tuple[str, ...], most: int) -> tuple[Pair, ...]:
    """One pair less than items, so that all of them hang together; of a long list the first `most` of these."""
    found: list[Pair] = []
    seed = "|".join(order)
    for number in range(min(most, len(order) - 1)):
        pair = next_pair(order, found, {}, rng=Random(f"{seed}:{number}"))
        if pair is not None:
            found.append(pair)
    return tuple(found)


def _sided(pair: Pair, seed: str) -> Pair:
    """Sides at random, and the same each time."""
    return pair if Random(f"{seed}:{pair}").random() < 0.5 else (pair[1], pair[0])


def _wins(judged: Sequence[Pair], known: Mapping[str, Pair], values: Mapping[str, Json]) -> Wins:
    part_of = {frozenset(pair): part for part, pair in known.items()}
    found: Wins = {}
    for pair in judged:
        add_win(found, pair, values[part_of[frozenset(pair)]])
    return found


def add_win(wins: Wins, pair: Pair, value: Json) -> None:
    """Count one answer: a win, half a win each for a tie, nothing where somebody can't judge."""
    for winner, loser in (pair, pair[::-1]):
        if value == winner:
            wins[winner, loser] = wins.get((winner, loser), 0.0) + 1
        elif value == "tie":
            wins[winner, loser] = wins.get((winner, loser), 0.0) + 0.5
