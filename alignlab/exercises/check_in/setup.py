"""What the check-in asks about: the last session's decisions, and the signs of the stage that one grows toward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError, model_validator

import rubric
from alignlab.exercises import BaseSetup
from alignlab.exercises.stage_self_placement.card import near
from alignlab.exercises.stage_self_placement.facts import middle
from alignlab.exercises.stage_self_placement.places import PLACEMENT
from alignlab.exercises.stage_self_placement.setup import Setup as PlacementSetup
from alignlab.exercises.strings import phrase
from alignlab.model.base import Frozen
from alignlab.model.measures import Released
from alignlab.model.own import OwnAnswer

MOST_DECISIONS = 5
MOST_SHARED = 8
Ask = Literal["decisions", "own", "signs"]


def say(name: str, /, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.check_in", name, **parts)


class Kept(Frozen):
    """A decision of the last session; `no`: something that was said no to."""

    id: str
    text: str
    owner: str = ""
    no: bool = False


class Sign(Frozen):
    """How one notices a stage in oneself."""

    id: str
    stage: str
    text: str


class Setup(BaseSetup):
    """`ask`: which parts the form has. `day`, `decisions` and `shared` are the last session's, empty without one.

    `stage`: the one that the group grows toward, by its last picture; a person who placed themselves earlier in this
    session is asked about their own. `stages` and `signs` are the built-in rubric's, if not given.
    """

    ask: tuple[Ask, ...] = ("decisions", "own", "signs")
    day: str = ""  # YYYY-MM-DD
    decisions: tuple[Kept, ...] = ()
    shared: tuple[str, ...] = ()  # commitments that people had shared, in sentences
    stage: str = ""
    stages: tuple[str, ...]
    signs: tuple[Sign, ...]

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        return {**_of_rubric(rubric.load()), **data} if isinstance(data, dict) and "signs" not in data else data


def _of_rubric(ladder: rubric.Rubric) -> dict[str, Any]:
    chosen = ladder.competencies[0]
    scale = next(scale for scale in ladder.scales if scale.id == chosen.scale)
    some = ladder.by(competency=chosen.id)
    found = [s for s in some if s.section == "signs"] or [s for s in some if ladder.section(s.section).kind == "sign"]
    signs = [{"id": s.id, "stage": s.stage, "text": s.text} for s in found]
    return {"stages": [stage.id for stage in scale.stages], "signs": signs}


def from_last(setup: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, Any]:
    """The plan's setup with what the team's last session left; what the plan itself says goes before it."""
    found = {
        "day": last.get("day", ""),
        "decisions": _decisions(last),
        "shared": [_sentence(c) for c in last.get("commitments", [])][:MOST_SHARED],
        "stage": _edge(last.get("pictures", [])),
    }
    return {**{key: value for key, value in found.items() if value}, **setup}


def shareable(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft without what the team's last session left."""
    return {key: value for key, value in draft.items() if key not in ("day", "decisions", "shared", "stage")}


def _decisions(last: Mapping[str, Any]) -> list[dict[str, Any]]:
    kept = [(d, False) for d in last.get("decisions", [])] + [(d, True) for d in last.get("said_no_to", [])]
    return [
        {"id": f"d{n}", "text": d["text"], "owner": d.get("owner", ""), "no": no}
        for n, (d, no) in enumerate(kept[:MOST_DECISIONS])
    ]


def _sentence(commitment: Mapping[str, Any]) -> str:
    name, when, text = (str(commitment.get(key) or "") for key in ("name", "when", "text"))
    return say("shared_when", who=name, when=when, text=text) if when else say("shared", who=name, text=text)


def _edge(pictures: list[Mapping[str, Any]]) -> str:
    """The stage after the one where the group's middle half end; "" where no placement may be told."""
    placed = next((p for p in reversed(pictures) if p.get("exercise") == "stage_self_placement"), None)
    if placed is None:
        return ""
    setup = PlacementSetup.model_validate({})
    try:
        where = middle(setup, Released.model_validate(placed["released"]), PLACEMENT)
    except (KeyError, LookupError, ValidationError):  # told by another ladder or another version
        return ""
    return setup.stages[min(where.high + 1, len(setup.stages) - 1)].id if where else ""


def toward(setup: Setup, own: OwnAnswer) -> str:
    """The stage this person grows toward: after their own placement of today, else the group's, else the second."""
    earlier = own.of("stage_self_placement")
    if earlier is not None and earlier.values:
        try:
            placement = PlacementSetup.model_validate(earlier.setup)
        except ValidationError:
            return _known(setup, setup.stage)
        place = min(near(placement, OwnAnswer(earlier.values)) + 1, len(placement.stages) - 1)
        return _known(setup, placement.stages[place].id)
    return _known(setup, setup.stage)


def _known(setup: Setup, stage: str) -> str:
    return stage if stage in setup.stages else setup.stages[min(1, len(setup.stages) - 1)]
