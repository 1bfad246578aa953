"""Rankings of people as arrays: which option each ballot puts above which.

A ballot is `(count, ranking)`: that many people gave this ranking, best first; an inner list is a tie. An option that a
ballot leaves out is *no opinion*: it takes part in no pairwise count of that ballot. An empty ranking is an abstention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from alignlab.errors import AlignlabError, InvalidInput, Undefined
from alignlab.methods.checks import Bools, Floats, Ints, names, whole

Ranking = Sequence[str | Sequence[str]]
Ballot = tuple[int, Ranking]
Ballots = Iterable[Ballot]


@dataclass(frozen=True, slots=True)
class Tally:
    """All distinct rankings with at least one person and one option.

    `counts` (ballots): people with each ranking; `place` (ballots, options): 0 for the first tie group, -1 for no
    opinion.
    """

    options: tuple[str, ...]
    counts: Ints
    place: Ints

    @property
    def people(self) -> int:
        """People who gave an opinion on at least one option."""
        return int(self.counts.sum())

    @property
    def above(self) -> Bools:
        """(ballots, options, options): this ballot puts the first option above the second."""
        named = self.place >= 0
        return np.asarray((self.place[:, :, None] < self.place[:, None, :]) & named[:, :, None] & named[:, None, :])

    @property
    def tied(self) -> Bools:
        """(ballots, options, options): this ballot names both options and ties them."""
        named = self.place >= 0
        same = (self.place[:, :, None] == self.place[:, None, :]) & named[:, :, None] & named[:, None, :]
        return np.asarray(same & ~np.eye(len(self.options), dtype=bool))

    def wins(self) -> Ints:
        """(options, options): people who put the first above the second."""
        return np.asarray(np.tensordot(self.counts, self.above.astype(np.int64), axes=1))

    def ties(self) -> Ints:
        """(options, options): people who tie the two."""
        return np.asarray(np.tensordot(self.counts, self.tied.astype(np.int64), axes=1))

    def points(self) -> Floats:
        """(ballots, options): Borda points of one such ballot, half a point for a tie."""
        return np.asarray(self.above.sum(axis=2) + self.tied.sum(axis=2) / 2)


def tally(ballots: Ballots, options: Iterable[str]) -> Tally:
    """Check and count the ballots. No ballots give an empty `Tally`; see `some` for methods that need people."""
    known = names(options)
    index = {option: i for i, option in enumerate(known)}
    found: dict[tuple[int, ...], int] = {}
    faults: list[str] = []
    for number, ballot in enumerate(ballots, start=1):
        try:
            count, place = _read(ballot, index)
        except AlignlabError as error:
            faults.append(f"Ballot {number}: {error}")
            continue
        if count and max(place) >= 0:
            found[place] = found.get(place, 0) + count
    if faults:
        raise InvalidInput(faults)
    place_array = np.array(list(found), dtype=np.int64).reshape(len(found), len(known))
    return Tally(known, np.array(list(found.values()), dtype=np.int64), place_array)


def some(ballots: Ballots, options: Iterable[str]) -> Tally:
    """As `tally`, but `Undefined` when nobody ranked anything."""
    found = tally(ballots, options)
    if not found.people:
        raise Undefined("Nobody has ranked anything yet, so there is no order; ask for at least one ballot.")
    return found


def _read(ballot: Ballot, index: dict[str, int]) -> tuple[int, tuple[int, ...]]:
    try:
        count, ranking = ballot
    except (TypeError, ValueError):
        raise InvalidInput(f"{ballot!r} is not a pair of a count and a ranking.") from None
    people = whole(count, "the count")
    if isinstance(ranking, str) or not isinstance(ranking, Iterable):
        raise InvalidInput(f"the ranking {ranking!r} is not a list of options.")
    place = [-1] * len(index)
    level = 0
    for entry in ranking:
        group = [entry] if isinstance(entry, str) else list(entry)
        for option in group:
            if option not in index:
                raise InvalidInput(f"{option!r} is not among the options; leave it out, or add it to them.")
            if place[index[option]] >= 0:
                raise InvalidInput(f"{option!r} stands in the ranking twice; keep one of them.")
            place[index[option]] = level
        level += bool(group)
    return people, tuple(place)
