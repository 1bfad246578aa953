"""What the host chooses before the placement opens: the long form or the short one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.exercises.strings import phrase
from alignlab.model.base import Json
from alignlab.model.desk import Desk, Entry, Fill, Option, Say

FORMS = ("full", "short")


def _say(name: str, **parts: object) -> str:
    return phrase("alignlab.exercises.stage_self_placement", name, **parts)


def arrange(draft: dict[str, Any], shown: Sequence[Shown], people: int, minutes: float) -> Desk:
    """One choice, and what it means."""
    setup = Setup.model_validate(draft)
    options = tuple(Option(value=form, label=_say(f"desk_{form}")) for form in FORMS)
    entry = Entry(id="form", label=_say("desk_form"), kind="choice", value=setup.form, options=options, wide=True)
    blocks = (
        Say(text=_say("desk_same", stages=len(setup.stages), behaviours=len(setup.behaviours))),
        Fill(op="form", entries=(entry,), submit=_say("desk_keep")),
    )
    return Desk(title=setup.title, summary=_say(f"desk_{setup.form}"), blocks=blocks)


def arranged(draft: dict[str, Any], shown: Sequence[Shown], change: Mapping[str, Json]) -> dict[str, Any]:
    """The draft with the form chosen. Raises InvalidInput."""
    values = change.get("values")
    form = values.get("form") if isinstance(values, dict) else None
    if change.get("op") != "form" or form not in FORMS:
        raise InvalidInput(_say("desk_which"))
    return {**draft, "form": form}
