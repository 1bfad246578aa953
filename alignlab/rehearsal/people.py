"""Simulated people: names, and how each of them behaves. Always labelled as simulated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

NAMES = (
    *("Amina", "Björn", "Chidi", "Dana", "Eun-ji", "Farid", "Grace", "Hugo", "Ines", "Jun", "Kofi", "Lena"),
    *("Mateo", "Nadia", "Oleg", "Priya", "Quinn", "Rosa", "Sami", "Tuva", "Umar", "Vera", "Wen", "Ximena"),
    *("Yusuf", "Zofia", "Arjun", "Bea", "Cem", "Dilara"),
)

KINDS = ("steady", "quick", "slow", "sleeper", "latecomer", "two_devices", "changes_mind", "leaves")


@dataclass(frozen=True, slots=True)
class Persona:
    """One simulated person. `seconds_a_field` is how long they look at a field before they tap."""

    name: str
    index: int  # from 0; stories say who answers what by index
    people: int  # in the whole room
    story: str
    kind: str = "steady"
    seconds_a_field: float = 2.0
    today: date = field(default_factory=lambda: datetime.now(tz=UTC).date())  # commitments get a day after it


def cast(people: int, story: str, *, pace: float, rng: Random, kinds: tuple[str, ...] = ("steady",)) -> list[Persona]:
    """A room of this many personas. `pace` is the usual number of seconds a field; each has their own tempo."""
    factor = {"quick": 0.4, "slow": 2.0}
    found = []
    for index in range(people):
        kind = kinds[index % len(kinds)]
        count = index // len(NAMES)
        name = NAMES[index % len(NAMES)] + (f" {count + 1}" if count else "")
        tempo = pace * factor.get(kind, 1.0) * rng.uniform(0.5, 1.5)
        found.append(Persona(name, index, people, story, kind, tempo))
    return found
