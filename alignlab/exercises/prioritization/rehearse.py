"""What a simulated person answers: the story says how much each item is worth to them, the method how they say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.narrowing import has_fit, needed
from alignlab.exercises.prioritization.setup import CATEGORIES, Setup
from alignlab.exercises.prioritization.stories import STORIES
from alignlab.model.base import Json
from alignlab.model.measures import Released

UNKNOWN_STORY = "clear-winner"  # in a session that tells another exercise's story
REASONS = ("It is what the last three calls were about.", "I have seen what waiting costs.", "Nobody asked for it yet.")


def rehearse(
    setup: Setup,
    parts_: Sequence[str],
    persona: Any,
    round_: int,
    released: Released | None,
    rng: Random,
) -> dict[str, Json]:
    """Part -> value. `persona` has `.index`, `.people` and `.story`; in a second round nobody changes their mind."""
    if setup.task == "narrow":
        return _narrow(setup, persona, rng)
    story = STORIES.get(persona.story, STORIES[UNKNOWN_STORY])
    ids, asked = [item.id for item in setup.live], {item.id for item in setup.asked}
    found = zip(ids, story.worths(persona.index, persona.people, len(ids), rng), strict=True)
    worth = {id_: value for id_, value in found if id_ in asked}
    values = {parts.of_round(part, round_): value for part, value in _SAY[setup.method](setup, worth).items()}
    return {**values, **(_reasons(ids, worth, persona, round_) if setup.reasons else {})}


Worth = dict[str, float]  # item -> from 0 to 1


def _best_first(worth: Worth) -> list[str]:
    return sorted(worth, key=lambda id_: -worth[id_])


def _ranking(setup: Setup, worth: Worth) -> dict[str, Json]:
    return {parts.RANK: [[id_] for id_ in _best_first(worth)]}


def _spent(worth: Worth, total: int, step: int) -> dict[str, int]:
    """The budget in parts, most to the best, until it is used up."""
    order, left, found = _best_first(worth), total, {}
    for id_ in order:
        some = min(left, max(step, round(left * 0.45 / step) * step))
        if some <= 0:
            break
        found[id_], left = some, left - some
    found[order[0]] += left
    return found


def _points(setup: Setup, worth: Worth) -> dict[str, Json]:
    return {parts.POINTS: _spent(worth, setup.budget, 5)}


def _dots(setup: Setup, worth: Worth) -> dict[str, Json]:
    return {parts.DOTS: _spent(worth, setup.dots_each, 1)}


def _pairwise(setup: Setup, worth: Worth) -> dict[str, Json]:
    """All pairs: which of them are asked is the form's business."""
    return {part: a if worth[a] >= worth[b] else b for part, (a, b) in parts.pairs(setup).items()}


def _scored(setup: Setup, worth: Worth) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for item, criterion in parts.scores(setup):
        size = len(criterion.anchors)
        likes = worth[item.id] if criterion.role == "value" else 1 - worth[item.id]
        found[parts.score(item, criterion)] = str(1 + min(size - 1, int(likes * size)))
    return found


def _moscow(setup: Setup, worth: Worth) -> dict[str, Json]:
    return {
        parts.category(item): CATEGORIES[min(3, int(worth[item.id] * 4))] for item in setup.asked if item.id in worth
    }


_SAY: dict[str, Callable[[Setup, Worth], dict[str, Json]]] = {
    "ranking": _ranking,
    "points": _points,
    "dots": _dots,
    "pairwise": _pairwise,
    "impact_effort": _scored,
    "weighted": _scored,
    "moscow": _moscow,
}


def _reasons(ids: Sequence[str], worth: Worth, persona: Any, round_: int) -> dict[str, Json]:
    """Every third person writes a line for their first, and posts it."""
    if persona.index % 3:
        return {}
    first = parts.of_round(parts.why(_best_first(worth)[0]), round_)
    text = REASONS[persona.index // 3 % len(REASONS)]
    return {first: text, parts.of_round(parts.POST, round_): parts.YES}


def _narrow(setup: Setup, persona: Any, rng: Random) -> dict[str, Json]:
    """Dots where there is no fit; else nobody rescues anything, and every fourth person calls the last two the same.

    A rescued item would stand in the next vote, of which a simulated person knows only what the plan says.
    """
    if needed(setup) and not has_fit(setup):
        worth = {item.id: rng.random() for item in setup.live}
        return {parts.DOTS: _spent(worth, setup.dots_each, 1)}
    values: dict[str, Json] = {parts.RESCUE: parts.NOTHING} if needed(setup) else {}
    return {**values, parts.SAME: [item.id for item in setup.live[-2:]]} if persona.index % 4 == 0 else values
