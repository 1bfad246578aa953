"""What every screen says before and while people vote: who decides, and whether the room decides or advises."""

from __future__ import annotations

from collections.abc import Mapping

from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json


def aside(setup: Mapping[str, Json]) -> str:
    """The sentence, from a setup as it is stored."""
    topic, decider = setup.get("topic") or say("topic"), str(setup.get("decider") or "")
    if setup.get("room") == "advises":
        return say("intro_advises", decider=decider, topic=topic)
    return say("intro_decides_with" if decider else "intro_decides", decider=decider, topic=topic)
