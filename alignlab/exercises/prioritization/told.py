"""What a vote leaves behind: the decided order, the noes and the methods side by side; and the next session's draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from alignlab.exercises.prioritization.counting import tied_spans
from alignlab.exercises.prioritization.held import Data, Held, held
from alignlab.exercises.prioritization.offered import chosen_name
from alignlab.exercises.prioritization.outcome import next_line, order_rows
from alignlab.exercises.prioritization.setup import Group, Setup
from alignlab.exercises.prioritization.words import amount, between, quoted, say, unit_words
from alignlab.model.measures import Order, Released
from alignlab.model.outcome import Cell, Sheet, Told

WAYS = ("schulze", "borda", "kemeny")


def outcome(setup: Setup, released: Released, settled: Data) -> Told:
    """Sentences and tables for the recap and the exports; nothing where no order may be told."""
    found = held(setup, released, settled)
    if found is None:
        return Told()
    tables = (_order(found), *_noes(found), *_side_by_side(found, released))
    return Told(sentences=tuple(_sentences(found)), tables=tables)


def _sentences(found: Held) -> Iterable[str]:
    setup, topic = found.setup, found.setup.topic or say("topic")
    if setup.room == "advises":
        yield say("told_advises", decider=setup.decider, topic=topic)
    else:
        name = "told_decides_with" if setup.decider else "told_decides"
        yield say(name, decider=setup.decider, topic=topic)
    drawn = found.line
    if drawn is not None:
        room = amount(found.now.capacity or 0, found.now.unit)
        edge = quoted([setup.titles[id_] for id_ in drawn.edge])
        place = sum(map(len, drawn.fits))
        yield say("told_line", room=room, place=place, items=edge) if edge else say("told_all_fit", room=room)
    if line := next_line(found.now, found.voted, found.changes):
        yield line


def _order(found: Held) -> Sheet:
    rows = order_rows(found.now, found.voted, found.changes)
    fits = {True: say("told_yes"), False: say("told_no"), None: ""}
    voted, moved = tied_spans(found.voted), found.moved
    now = tied_spans(found.groups)
    unit = say("col_effort_in", unit=unit_words(found.now.unit))
    columns = (say("told_place"), say("col_item"), say("told_voted"), unit, say("told_fits"), say("told_why"))
    cells: list[tuple[Cell, ...]] = [
        (
            between(*now[row["item"]]),
            row["title"],
            between(*voted[row["item"]]),
            row["effort"],
            fits[row["fits"]],
            found.why(row["item"]) if row["item"] in moved else "",
        )
        for row in rows
    ]
    return Sheet(id="order", title=say("sheet_order"), columns=columns, rows=tuple(cells))


def _noes(found: Held) -> Iterable[Sheet]:
    if not found.said:
        return
    names = ("col_item", "col_waiting", "told_owner", "told_by", "told_until", "told_sentence")
    rows: list[tuple[Cell, ...]] = [
        (
            found.setup.titles[no.item],
            found.setup.item(no.item).waiting,
            no.owner,
            no.by,
            no.until,
            found.sentence(no.item),
        )
        for no in found.said
    ]
    yield Sheet(id="noes", title=say("sheet_noes"), columns=tuple(say(name) for name in names), rows=tuple(rows))


def _side_by_side(found: Held, released: Released) -> Iterable[Sheet]:
    """The places of each item by this vote, by the same votes counted otherwise, and by other votes on these items."""
    own = chosen_name(found.setup.method, found.setup.formula)
    columns: list[tuple[str, Sequence[Group]]] = [(say("told_way", way=say(f"name_{own}")), found.voted)]
    columns += [(say("told_way", way=say(f"name_{one.method}")), one.groups) for one in found.setup.beside]
    for way in WAYS:
        order = released.quantities.get(f"way.{way}")
        if isinstance(order, Order):
            columns.append((say("told_way", way=say(f"way_{way}")), order.groups))
    if len(columns) < 2:
        return
    spans = [tied_spans(groups) for _, groups in columns]
    rows: list[tuple[Cell, ...]] = [
        (found.setup.titles[id_], *(between(*span[id_]) if id_ in span else "" for span in spans))
        for id_ in tied_spans(found.voted)
    ]
    heads = (say("col_item"), *(head for head, _ in columns))
    yield Sheet(id="ways", title=say("sheet_ways"), columns=heads, rows=tuple(rows))


# --- the next session -----------------------------------------------------------------------------------------------

CARRIED = ("task", "method", "unit", "budget", "formula", "criteria", "decider", "room", "topic", "horizon", "everyone")


def carry(setup: Setup, released: Released, settled: Data) -> dict[str, Any]:
    """The draft that the next session begins with: what was to be done, what was a no and until when.

    The sample is not carried, nor are items that were joined or left out.
    """
    data = setup.model_dump(mode="json")
    kept: dict[str, Any] = {key: data[key] for key in CARRIED if data[key] not in (None, "", [])}
    found = held(setup, released, settled)
    if setup.sample:
        return kept
    if found is None:
        return {**kept, "items": [item.model_dump(mode="json") for item in setup.live]}
    items = [{**found.now.item(id_).model_dump(mode="json"), "last": _last(found, id_)} for id_ in _all(found)]
    line = next_line(found.now, found.voted, found.changes)
    return {**kept, "items": items, "capacity": found.now.capacity, "last": line}


def _all(found: Held) -> list[str]:
    """The decided order, then what had no place in it."""
    return [*found.order, *(item.id for item in found.setup.live if item.id not in found.order)]


def _last(found: Held, id_: str) -> str:
    if found.line is None and id_ not in found.noes:
        return ""
    if id_ in found.order and id_ not in found.below:
        return say("last_done")
    until = found.noes[id_].until if id_ in found.noes else ""
    return say("last_no_until", until=until) if until else say("last_no")
