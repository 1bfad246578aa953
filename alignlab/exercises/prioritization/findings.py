"""Findings, one sentence and one open question each: a strength, then the widest difference, then the largest gap."""

from __future__ import annotations

from itertools import zip_longest

from alignlab.exercises.prioritization.facts import finding
from alignlab.exercises.prioritization.findings_inputs import inputs
from alignlab.exercises.prioritization.findings_line import capacity_line
from alignlab.exercises.prioritization.findings_list import short_list
from alignlab.exercises.prioritization.findings_order import order
from alignlab.exercises.prioritization.findings_people import people
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.measures import Released, Withheld
from alignlab.model.picture import Finding, FindingKind

WALL: tuple[FindingKind, ...] = ("strength", "difference", "gap")


def findings(setup: Setup, released: Released) -> list[Finding]:
    """In the order in which they deserve the wall; never empty."""
    if reason := _withheld(setup, released):
        return [reason]
    if setup.task == "narrow":
        return short_list(setup, released)
    found = [
        *order(setup, released),
        *people(setup, released),
        *inputs(setup, released),
        *capacity_line(setup, released),
    ]
    found.sort(key=_weight)
    kinds = [[one for one in found if one.kind == kind] for kind in WALL]
    first = [some[0] for some in kinds if some]
    more = [one for rank in zip_longest(*(some[1:] for some in kinds)) for one in rank if one]
    rest = [one for one in found if one.kind not in WALL]
    return [*first, *more, *rest] or [finding("nothing", "nothing", "nothing")]


_FIRST = ("settled", "moving", "top.holds", "circle", "camps", "favourite", "top.", "input", "quadrant", "widest")


def _weight(one: Finding) -> int:
    """What says most comes first, whatever it was found from; the rest keeps its order."""
    return next((place for place, start in enumerate(_FIRST) if one.id.startswith(start)), len(_FIRST))


def _withheld(setup: Setup, released: Released) -> Finding | None:
    """Why there is no picture, if there is none."""
    main = released.quantities.get("kept" if setup.task == "narrow" else "order")
    if main is None:
        return finding("nobody", "note", "nobody")
    return finding("withheld", "note", "withheld", reason=main.reason) if isinstance(main, Withheld) else None
