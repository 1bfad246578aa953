"""What to ask the host before opening: more items than one can vote on, more fields than minutes."""

from __future__ import annotations

from alignlab.exercises.prioritization.choosing import minutes as needed_minutes
from alignlab.exercises.prioritization.narrowing import needed
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import say


def load(setup: Setup, people: int, minutes: float) -> str | None:
    """One question, or None where the vote fits the room."""
    if setup.task == "narrow":
        return None
    if needed(setup) and setup.method != "dots":
        return say("load_many", count=len(setup.live), limit=setup.limit)
    wanted = needed_minutes(setup.method, len(setup.asked))
    return say("load_long", wanted=wanted, minutes=f"{minutes:g}") if wanted > 1.5 * minutes else None
