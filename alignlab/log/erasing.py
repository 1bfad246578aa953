"""Which events lose their content when people are erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alignlab.model.base import PersonId
from alignlab.model.events import Event

NAMING_KINDS = ("joined", "renamed")
"""The only events in which a person's name lies; `data.person` says whose, if the actor is somebody else."""


def to_erase(events: Iterable[Event], actors: Collection[PersonId]) -> list[int]:
    """Seqs of the events that these people wrote or that name them, and that still have content."""
    people = frozenset(actors)
    return [event.seq for event in events if event.data is not None and _belongs(event, people)]


def _belongs(event: Event, people: frozenset[PersonId]) -> bool:
    if event.actor in people:
        return True
    person = event.data.get("person") if event.data and event.kind in NAMING_KINDS else None
    return isinstance(person, str) and person in people
