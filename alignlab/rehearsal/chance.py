"""Answers by chance, to fields of a form that no story speaks of. Pure: the generator is an argument."""

from __future__ import annotations

from random import Random

from alignlab.client import View
from alignlab.model.base import Json


def another_answer(field: View, value: Json) -> Json:
    """Another answer to the same field; none at all where every answer is of the person's own making."""
    if field["kind"] in ("scale", "choice"):
        return next((option["value"] for option in field["options"] if option["value"] != value), None)
    return None


def any_answer(field: View, rng: Random) -> Json:
    """A valid answer to this field of a form; None where only words of one's own would do."""
    values = [option["value"] for option in field["options"] if not option["apart"]]
    kind = field["kind"]
    if not values:
        return field["least"] if kind == "number" else None
    if kind in ("scale", "choice", "pairs"):
        return str(rng.choice(values))
    if kind == "many":
        return values[: max(1, field["least"])]
    if kind == "rank":
        return list(rng.sample(values, len(values)))
    if kind == "points":
        return {str(rng.choice(values)): field["total"] or 1}
    return {"links": {"main": rng.choice(values), "also": []}, "pick": {"option": values[0]}}.get(kind)
