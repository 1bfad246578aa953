"""What one person said: the only form in which an exercise sees raw answers of somebody, and only their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alignlab.model.base import Json


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same person's answers to an earlier step of this session, with that step's frozen setup."""

    exercise: str
    setup: Mapping[str, Json]
    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """`values` are part -> value in this step; `earlier` is step id -> what they said there; `before` is what of
    `values` they had said in the rounds before the present one."""

    values: Mapping[str, Json] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    before: Mapping[str, Json] = field(default_factory=dict)

    def of(self, exercise: str) -> Earlier | None:
        """The latest earlier step of this exercise, or None."""
        found = [earlier for earlier in self.earlier.values() if earlier.exercise == exercise]
        return found[-1] if found else None
