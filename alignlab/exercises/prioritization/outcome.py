"""What a session ends with: the decided order with the host's changes, and the noes. Rows for CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.capacity import line
from alignlab.exercises.prioritization.setup import Group, Setup
from alignlab.exercises.prioritization.words import amount, say
from alignlab.model.base import Frozen
from alignlab.model.cells import neutralise


class Change(Frozen):
    """A place that the host gave an item after the vote, with its reason. `place` from 1, in the order of then."""

    item: str
    place: int
    why: str = ""


class No(Frozen):
    """What is not done for now: who says it, by which day, until when it holds, and the sentence itself."""

    item: str
    owner: str = ""
    by: str = ""
    until: str = ""
    sentence: str = ""


Row = dict[str, Any]


def decided(setup: Setup, voted: Sequence[Group], changes: Sequence[Change] = ()) -> tuple[Group, ...]:
    """The order after these changes, one after the other; an item that is moved leaves its tie.

    Raises InvalidInput for an item that is not in the order, or a place that is not there.
    """
    groups = [tuple(group) for group in voted]
    for change in changes:
        if not any(change.item in group for group in groups):
            raise InvalidInput(say("fault_not_ordered", id=change.item))
        groups = [kept for group in groups if (kept := tuple(id_ for id_ in group if id_ != change.item))]
        count = sum(len(group) for group in groups)
        if not 1 <= change.place <= count + 1:
            raise InvalidInput(say("fault_place", item=setup.titles[change.item], place=change.place, count=count + 1))
        groups = _put(groups, change)
    return tuple(groups)


def _put(groups: Sequence[Group], change: Change) -> list[Group]:
    """The item before the group that begins at this place or holds it."""
    taken = 0
    for number, group in enumerate(groups):
        if taken + len(group) >= change.place:
            return [*groups[:number], (change.item,), *groups[number:]]
        taken += len(group)
    return [*groups, (change.item,)]


def order_rows(setup: Setup, voted: Sequence[Group], changes: Sequence[Change] = ()) -> list[Row]:
    """One row an item in the decided order: place (a tie shares the first of its places), place by the vote, effort,
    side of the line, and why it was moved."""
    final = decided(setup, voted, changes)
    found = line(setup, final)
    fits = {id_ for group in found.fits for id_ in group} if found else set()
    before, why = _places(voted), {change.item: change.why for change in changes}
    return [
        {
            "place": place,
            "item": id_,
            "title": setup.titles[id_],
            "voted_place": before[id_],
            "moved": id_ in why,
            "why": why.get(id_, ""),
            "effort": setup.item(id_).effort,
            "unit": setup.unit,
            "fits": (id_ in fits) if found else None,
        }
        for id_, place in _places(final).items()
    ]


def _places(groups: Sequence[Group]) -> dict[str, int]:
    found: dict[str, int] = {}
    taken = 0
    for group in groups:
        found |= dict.fromkeys(group, taken + 1)
        taken += len(group)
    return found


def no_rows(setup: Setup, groups: Sequence[Group], noes: Sequence[No] = ()) -> list[Row]:
    """One row for each item below the line, in order: who waits for it, who says it, by when, until when, in which
    words; a no without an owner is there too, with the sentence proposed. Without a capacity: the noes as given."""
    found = line(setup, groups)
    below = [id_ for group in found.below for id_ in group] if found else [no.item for no in noes]
    said = {no.item: no for no in noes}
    strays = [no.item for no in noes if no.item not in below]
    if strays:
        raise InvalidInput(say("fault_no_no", id=strays[0]))
    rows = []
    for id_ in below:
        item, no = setup.item(id_), said.get(id_, No(item=id_))
        row = {"item": id_, "title": item.title, "waiting": item.waiting, "owner": no.owner, "by": no.by}
        rows.append({**row, "until": no.until, "sentence": no.sentence or sentence(setup, id_, no.until)})
    return rows


def sentence(setup: Setup, item: str, until: str = "") -> str:
    """The words of a no to begin with: what is not done, until when, and what is said when."""
    parts = [say("no_what", item=setup.titles[item]), say("no_until", until=until) if until else say("no_until_open")]
    return " ".join(parts)


def as_cells(rows: Sequence[Row]) -> list[list[str | float | int | bool | None]]:
    """The rows for a spreadsheet: a heading, then cells that no spreadsheet takes for a formula."""
    if not rows:
        return []
    heading = list(rows[0])
    body = [[neutralise(v) if isinstance(v := row[name], str) else v for name in heading] for row in rows]
    return [list(heading), *body]


def next_line(setup: Setup, voted: Sequence[Group], changes: Sequence[Change] = ()) -> str:
    """The line for the next session: what was to be done, against which room."""
    final = decided(setup, voted, changes)
    found = line(setup, final)
    if found is None or not found.fits:
        return ""
    titles = "; ".join(setup.titles[id_] for group in found.fits for id_ in group)
    return say("next_line", items=titles, room=amount(setup.capacity or 0, setup.unit))
