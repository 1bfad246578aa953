"""Where a group meets: the places that the host named, in the order of the groups; else by the people in it."""

from __future__ import annotations

import re

from alignlab.model.catalogue import say
from alignlab.state import SessionState, StepState

LINK = re.compile(r"https?://[^\s<>\"']+")


def place_of(state: SessionState, step: StepState, group: str) -> str:
    """The place that the host named for this group; "" where there are fewer places than groups.

    Groups of the call have a list of their own. Which group is one is told when the groups are made: nobody is sent
    elsewhere because somebody moves into the call while people talk.
    """
    called = group in step.calls
    alike = [id_ for id_ in step.groups if (id_ in step.calls) == called]
    named = state.places["call" if called else "room"]
    return named[alike.index(group)] if alike.index(group) < len(named) else ""


def where(state: SessionState, step: StepState, group: str, present: list[str], person: str) -> str:
    """One sentence for this person's phone. `present`: the group's people who are here."""
    inside = [other for other in present if other not in state.remote]
    place = place_of(state, step, group)
    if not inside or person in state.remote:
        link = place if group in step.calls else _spare(state, step)
        return say("day.meet_call", place=link) if link else say("day.in_call", number=group)
    if place and group not in step.calls:
        return say("day.meet", place=place)
    if step.group_kind == "tables":
        return say("day.at_table", number=group)
    return say("day.stay") if inside[0] == person else say("day.go", name=state.people[inside[0]].name)


def _spare(state: SessionState, step: StepState) -> str:
    """For somebody in the call whose group is in the room: the first place of the call that no group has."""
    used, named = len(step.calls), state.places["call"]
    return named[used] if used < len(named) else ""


def link_in(text: str) -> str:
    """The address in a sentence, to be opened by a tap; "" where there is none."""
    found = LINK.search(text)
    return found[0] if found else ""
