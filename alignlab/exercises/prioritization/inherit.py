"""What is said once and holds for all steps: the room there is, who decides; and a list that stays whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from alignlab.exercises import Before
from alignlab.exercises.prioritization.narrowing import needed
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json

Raw = Mapping[str, Json]
Topic = Literal["capacity", "deciding"]
TOPICS: dict[Topic, tuple[str, ...]] = {
    "capacity": ("capacity", "unit", "horizon"),
    "deciding": ("room", "decider", "topic", "everyone"),
}
"""What the host says on a desk, and the fields of a setup that hold it."""
LIST = ("items", "sample", "merged", "removed", "apart", "arranged", "unit")


def inherit(draft: Raw, before: Sequence[Before]) -> dict[str, Any]:
    """The draft with what the desks of earlier steps say; what this step says itself goes before.

    Where the step that makes the list shorter is left out, its list comes along whole.
    """
    found: dict[str, Any] = dict(draft)
    whole = next((one.draft for one in reversed(before) if one.left_out and _own_list(one.draft)), None)
    if whole is not None and not _own_list(draft):
        found |= {key: whole[key] for key in LIST if key in whole}
    heard: list[Topic] = []
    for topic, fields in TOPICS.items():
        source = _source(topic, [one.draft for one in before])
        if source is not None and not _says(topic, draft):
            heard.append(topic)
            found |= {key: source[key] for key in fields if source.get(key) not in (None, "")}
    return {**found, "heard": heard} if heard else found


def on_paper(draft: Raw, before: Sequence[Raw]) -> Raw | None:
    """The draft for a form that is printed before the day: with the list of an earlier step, which will arrive when its
    picture is shown. None where what is asked follows from that picture. `before`: the setups of the steps before."""
    own = next((one["items"] for one in reversed(before) if _own_list(one)), None)
    if _own_list(draft) or not isinstance(own, list):
        return draft
    if makes_ready(draft):
        return None
    return {**draft, "items": [{"id": o["id"], "title": o["title"], "help": o.get("description", "")} for o in own]}


def _own_list(draft: Raw) -> bool:
    return bool(draft.get("items")) and not draft.get("sample")


def _source(topic: Topic, drafts: Sequence[Raw]) -> Raw | None:
    """Whose word holds: the last one that the host said on a desk, else what the plan says of the first step."""
    said = [draft for draft in drafts if topic in (draft.get("said") or ())]
    planned = [draft for draft in drafts if _says(topic, draft)]
    return said[-1] if said else planned[0] if planned else None


def _says(topic: Topic, draft: Raw) -> bool:
    """Whether this step says it itself: the host on its desk, or the plan."""
    keys = ("capacity",) if topic == "capacity" else ("decider", "topic", "everyone")
    return topic in (draft.get("said") or ()) or any(draft.get(key) for key in keys)


def makes_ready(setup: Raw) -> bool:
    """Whether the step only makes the list shorter, for a vote."""
    return setup.get("task") == "narrow"


def needless(setup: Setup) -> str | None:
    """Why the list need not be made shorter; None where it is too long, and for every vote."""
    if setup.task != "narrow" or needed(setup):
        return None
    return say("narrow_needless", count=len(setup.live), limit=setup.limit)
