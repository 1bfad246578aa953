"""Kano: what a feature does to users, from a pair of questions (Kano 1984; table of Berger et al. 1993).

It asks users. Answers of a team are guesses about users, and should be called that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from alignlab.errors import InvalidInput, Undefined

Answer = Literal["like", "expect", "neutral", "live_with", "dislike"]
Letter = Literal["A", "O", "M", "I", "R", "Q"]

ANSWERS: tuple[Answer, ...] = ("like", "expect", "neutral", "live_with", "dislike")
# rows: answer when it is there; columns: answer when it is not
TABLE: dict[Answer, str] = {
    "like": "QAAAO",
    "expect": "RIIIM",
    "neutral": "RIIIM",
    "live_with": "RIIIM",
    "dislike": "RRRRQ",
}
TIE_RULE: tuple[Letter, ...] = ("M", "O", "A", "I", "R", "Q")
LETTERS: dict[str, Letter] = {letter: letter for letter in TIE_RULE}


class KanoSummary(NamedTuple):
    """Counts by letter; `category` has the most answers (ties: M, O, A, I).

    `better` and `worse` are `None` without any A, O, M or I.
    """

    counts: dict[Letter, int]
    category: Letter
    better: float | None
    worse: float | None


def kano_category(functional: Answer, dysfunctional: Answer) -> Letter:
    """A attractive, O one-dimensional, M must-be, I indifferent, R reverse, Q questionable.

    `functional`: "if it is there, I …"; `dysfunctional`: "if it is not there, I …": like, expect (it must be), neutral,
    live_with, dislike. (Pouliot's variant would make expect/expect and live_with/live_with questionable.)
    """
    for answer in (functional, dysfunctional):
        if answer not in TABLE:
            raise InvalidInput(f"Unknown answer {answer!r}; choose one of {', '.join(ANSWERS)}.")
    return LETTERS[TABLE[functional][ANSWERS.index(dysfunctional)]]


def kano_summary(pairs: Iterable[tuple[Answer, Answer]]) -> KanoSummary:
    """One feature over many users: better = (A+O)/(A+O+M+I), worse = -(O+M)/(A+O+M+I) (Berger et al. 1993).

    Many Q mean that the question is badly worded. Nobody: `Undefined`.
    """
    found = Counter(kano_category(there, absent) for there, absent in pairs)
    if not found:
        raise Undefined("Nobody answered, so there is no category.")
    counts = {letter: found[letter] for letter in TIE_RULE}
    category = max(TIE_RULE, key=lambda letter: (counts[letter], -TIE_RULE.index(letter)))
    base = sum(counts[letter] for letter in ("A", "O", "M", "I"))
    if not base:
        return KanoSummary(counts, category, None, None)
    better = (counts["A"] + counts["O"]) / base
    return KanoSummary(counts, category, better, -(counts["O"] + counts["M"]) / base)
