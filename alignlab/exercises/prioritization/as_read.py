"""What somebody who holds a phone can read of the setup off their form: items that came out of earlier steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.setup import Setup

WITH_ITEMS = ("rank", "points")  # fields whose options are the items


def as_read(setup: Setup, fields: Sequence[Mapping[str, Any]], round_: int) -> Setup:
    """The setup with the items of these fields (as pages get them); in a later round these are the open ones.

    The items stand in the order of their ids, as each phone shows them in an order of its own. Where no field lists
    the items the setup stays as it is.
    """
    if setup.task == "narrow":
        return _narrowing(setup, fields)
    seen = {option["value"]: option for f in fields if f["kind"] in WITH_ITEMS for option in f["options"]}
    if len(seen) < 2 or set(seen) == {item.id for item in setup.asked}:
        return setup
    if round_ > 1 and set(seen) <= {item.id for item in setup.live}:
        own: dict[str, Any] = {"open": tuple(item.id for item in setup.live if item.id in seen)}
    else:
        items = [{"id": id_, "title": seen[id_]["label"]} for id_ in sorted(seen)]
        own = {"items": items, "sample": False, "merged": {}, "removed": (), "open": ()}
    return Setup.model_validate({**setup.model_dump(), **own})


def _narrowing(setup: Setup, fields: Sequence[Mapping[str, Any]]) -> Setup:
    """All items, as one may call two of them the same; those that one may rescue have the lesser fit."""
    seen = {option["value"]: option for f in fields if f["kind"] == "many" for option in f["options"]}
    if len(seen) < 2 or set(seen) == {item.id for item in setup.live}:
        return setup
    choices = [{option["value"] for option in f["options"]} for f in fields if f["kind"] == "choice"]
    out = next((ids - {parts.NOTHING} for ids in choices if parts.NOTHING in ids), None)
    items = [
        {"id": id_, "title": seen[id_]["label"], "fit": None if out is None else float(id_ not in out)}
        for id_ in sorted(seen)
    ]
    own = {"items": items, "sample": False, "merged": {}, "removed": ()}
    return Setup.model_validate({**setup.model_dump(), **own})
