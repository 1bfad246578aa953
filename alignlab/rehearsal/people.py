"""Simulated people: names, and how each of them behaves. Always labelled as simulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Literal

from alignlab.model.base import MAX_MESSAGES_A_SECOND

NAMES = (
    *("Amina", "Björn", "Chidi", "Dana", "Eun-ji", "Farid", "Grace", "Hugo", "Ines", "Jun", "Kofi", "Lena"),
    *("Mateo", "Nadia", "Oleg", "Priya", "Quinn", "Rosa", "Sami", "Tuva", "Umar", "Vera", "Wen", "Ximena"),
    *("Yusuf", "Zofia", "Arjun", "Bea", "Cem", "Dilara"),
)

Kind = Literal["steady", "quick", "slow", "sleeper", "latecomer", "two_devices", "changes_mind", "leaves"]
"""How somebody takes part.

steady        answers at the usual tempo
quick, slow   at less than half of it, at twice as much
sleeper       puts the phone away in the middle of the form, and comes back
latecomer     joins when the form is open already
two_devices   goes on from another device, with name and words
changes_mind  answers once more, and takes *done* back once
leaves        leaves the session in the middle of the form
"""

KINDS: tuple[Kind, ...] = (
    *("steady", "quick", "slow", "sleeper", "latecomer", "two_devices", "changes_mind", "leaves"),
)
QUICKEST = 1 / MAX_MESSAGES_A_SECOND  # seconds a field; the room takes no more
_TEMPO = {"quick": 0.4, "slow": 2.0}
_LEAST = {"slow": 2 * QUICKEST}  # slower than all others even where nobody waits


@dataclass(frozen=True, slots=True)
class Persona:
    """One simulated person. `seconds_a_field` is how long they look at a field before they tap."""

    name: str
    index: int  # from 0; stories say who answers what by index
    people: int  # in the whole room
    story: str
    kind: Kind = "steady"
    seconds_a_field: float = 2.0
    today: date = field(default_factory=lambda: datetime.now(tz=UTC).date())  # commitments get a day after it


def cast(people: int, story: str, *, pace: float, rng: Random, kinds: Sequence[Kind] = ("steady",)) -> list[Persona]:
    """A room of this many personas. `pace` is the usual number of seconds a field; each has their own tempo."""
    found = []
    for index in range(people):
        kind = kinds[index % len(kinds)]
        count = index // len(NAMES)
        name = NAMES[index % len(NAMES)] + (f" {count + 1}" if count else "")
        tempo = max(pace * _TEMPO.get(kind, 1.0) * rng.uniform(0.5, 1.5), _LEAST.get(kind, QUICKEST))
        found.append(Persona(name, index, people, story, kind, tempo))
    return found
