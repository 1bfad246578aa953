"""Titles that read alike: pairs that the host may want to join before anybody votes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations

from alignlab.exercises.prioritization.setup import Item

STEM = 5  # letters: "import", "importer" and "imports" are one word
SHORTEST = 3  # letters: shorter words say nothing
ALIKE = 0.5  # share of the words of both
COMMON = 20  # items with one word: it says no more which of them are alike
MOST_PROPOSED = 3


def likely(items: Sequence[Item], apart: Collection[frozenset[str]] = ()) -> list[tuple[str, str]]:
    """Pairs of item ids that read alike, likest first, at most three; none of `apart`.

    Two titles are alike if they share half of all their words, or if the shorter one, of two words or more, stands
    whole in the other.
    """
    words = {item.id: _words(item.title) for item in items}
    holding: dict[str, list[str]] = defaultdict(list)
    for id_, some in words.items():
        for word in some:
            holding[word].append(id_)
    telling = [ids for ids in holding.values() if len(ids) <= COMMON]
    candidates = {pair for ids in telling for pair in combinations(ids, 2)}
    found = [(_likeness(words[a], words[b]), a, b) for a, b in candidates if frozenset((a, b)) not in apart]
    place = {id_: number for number, id_ in enumerate(words)}
    found.sort(key=lambda one: (-one[0], place[one[1]], place[one[2]]))
    return [(a, b) for share, a, b in found if share >= ALIKE][:MOST_PROPOSED]


def _words(title: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in re.findall(r"\w+", title.casefold()) if len(word) >= SHORTEST)


def _likeness(one: frozenset[str], two: frozenset[str]) -> float:
    shared = len(one & two)
    shorter = min(len(one), len(two))
    return 1.0 if shared == shorter > 1 else shared / len(one | two)
