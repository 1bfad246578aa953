"""What every screen says before and while people vote: who decides, and whether the room decides or advises."""

from __future__ import annotations

from collections.abc import Mapping

from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json


def aside(setup: Mapping[str, Json]) -> str:
    """The sentence, from a setup as it is stored; a step that makes the list shorter says it only if it was told."""
    if setup.get("task") == "narrow" and not (setup.get("decider") or setup.get("topic")):
        return ""
    topic, decider = setup.get("topic") or say("topic"), str(setup.get("decider") or "")
    if setup.get("room") == "advises":
        return say("intro_advises", decider=decider, topic=topic)
    return say("intro_decides_with" if decider else "intro_decides", decider=decider, topic=topic)
