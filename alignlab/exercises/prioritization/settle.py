"""What the room settles after the picture: the order and its line, what it says no to, the line for the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.changes import amount as number
from alignlab.exercises.prioritization.changes import text, values_of
from alignlab.exercises.prioritization.counting import tied_spans
from alignlab.exercises.prioritization.held import Data, Held, decided_line, held, rulings
from alignlab.exercises.prioritization.outcome import next_line, sentence
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import amount, between, quoted, say
from alignlab.model.base import Json
from alignlab.model.desk import Block, Desk, Entry, Fill, Option, Press, Row, Say, Settled, Table
from alignlab.model.measures import Order, Released

Change = Mapping[str, Json]
MOST_LINE = 80  # characters: a name, a day in words
MOST_WORDS = 500  # a sentence


def settle(setup: Setup, released: Released, data: Data) -> Desk:
    """The desk after the picture; one sentence where there is nothing to settle."""
    found = held(setup, released, data)
    if found is None:
        return _nothing(setup, released)
    blocks = [Say(text=_intro(setup), tone="soft"), _order(found), *_line(found), _room(found), *_noes(found)]
    return Desk(title=say("settle_title"), summary=_summary(found), blocks=(*blocks, *_end(found)))


def _nothing(setup: Setup, released: Released) -> Desk:
    kept = released.quantities.get("kept")
    if setup.task == "narrow" and isinstance(kept, Order):
        text = say("kept", count=len(kept.groups), all=len(setup.live))
        return Desk(title=say("settle_list_title"), summary=text, blocks=(Say(text=say("settle_narrow")),))
    return Desk(title=say("settle_title"), blocks=(Say(text=say("settle_nothing")),))


def _intro(setup: Setup) -> str:
    if setup.room == "advises":
        return f"{say('settle_advises', decider=setup.decider)} {say('settle_intro')}"
    return say("settle_intro")


def _summary(found: Held) -> str:
    drawn = found.line
    parts = [] if drawn is None else [say("sum_fits", count=sum(map(len, drawn.fits)), below=len(found.below))]
    return " · ".join([*parts, say("sum_noes", count=len(found.said))])


# --- blocks ---------------------------------------------------------------------------------------------------------


def _order(found: Held) -> Block:
    columns = (
        Entry(id="title", label=say("col_item"), fixed=True),
        Entry(id="effort", label=say("col_effort_in", unit=found.now.unit), kind="number", least=0),
        Entry(id="why", label=say("col_why")),
    )
    drawn = found.line
    after = sum(map(len, drawn.fits)) if drawn else None
    return Table(
        op="order",
        title=say("order_title"),
        help=say("order_help"),
        columns=columns,
        rows=tuple(_row(found, id_) for id_ in found.order),
        movable=True,
        numbered=True,
        line_after=after,
        line_label=say("line_label", used=f"{drawn.used:g}", room=_capacity(found)) if drawn else "",
    )


def _row(found: Held, id_: str) -> Row:
    item, span, moved = found.now.item(id_), tied_spans(found.groups)[id_], found.moved.get(id_)
    tie = say("row_tie", places=between(*span)) if span[0] != span[1] else ""
    waiting = say("row_waiting", waiting=item.waiting) if item.waiting else ""
    then = found.setup.item(id_).effort
    old = say("row_effort", effort=amount(then, found.now.unit)) if then is not None and then != item.effort else ""
    note = " · ".join(part for part in (tie, waiting, old) if part)
    mark = say("row_moved", voted=between(*moved[0])) if moved else ""
    return Row(id=id_, values={"title": item.title, "effort": item.effort, "why": found.why(id_)}, note=note, mark=mark)


def _capacity(found: Held) -> str:
    return amount(found.now.capacity or 0, found.now.unit)


def _line(found: Held) -> Iterable[Block]:
    """What fits, what is just below, what would still fit; and moves without a reason."""
    drawn, titles = found.line, found.setup.titles
    bare = [titles[id_] for id_ in found.moved if not found.why(id_)]
    if bare:
        yield Say(text=say("moved_bare", items=quoted(bare)), tone="warn")
    if drawn is None:
        yield Say(text=say("no_line"), tone="soft")
        return
    if not drawn.below:
        yield Say(text=say("all_fit", room=_capacity(found), left=amount(drawn.left, found.now.unit)), tone="good")
        return
    edge = quoted([titles[id_] for id_ in drawn.edge])
    text = say("edge_tie" if drawn.tie else "edge", items=edge, left=amount(drawn.left, found.now.unit))
    small = [titles[id_] for id_ in drawn.still_fit if id_ not in drawn.edge]
    more = say("still_fit", items=quoted(small)) if small and drawn.left > 0 else ""
    yield Say(text=f"{text} {more}".strip(), tone="good")
    if drawn.unknown:
        yield Say(text=say("unknown", items=quoted([titles[id_] for id_ in drawn.unknown])), tone="warn")


def _room(found: Held) -> Block:
    told = found.data.get("capacity") or {}
    entries = (
        Entry(
            id="capacity",
            label=say("col_capacity"),
            kind="number",
            value=found.now.capacity,
            least=0,
            unit=found.now.unit,
        ),
        Entry(id="why", label=say("room_why"), value=told.get("why", "")),
    )
    return Fill(op="capacity", title=say("settle_room"), entries=entries, submit=say("keep"), fold=True)


def _noes(found: Held) -> Iterable[Block]:
    """One form a no below the line, those first that somebody waits for; without a line one to choose for."""
    if not found.below:
        return
    yield Say(text=_missing(found), tone="body")
    shown = found.below if found.line is not None else [no.item for no in found.said]
    for id_ in sorted(shown, key=lambda one: not found.setup.item(one).waiting):
        yield _no(found, id_)
    if found.line is None:
        rest = tuple(Option(value=id_, label=found.setup.titles[id_]) for id_ in found.order if id_ not in found.noes)
        if rest:
            item = Entry(id="item", label=say("col_item"), kind="choice", value=rest[-1].value, options=rest, wide=True)
            entries = (item, *_no_entries(found, ""))
            yield Fill(op="no", title=say("no_add"), entries=entries, submit=say("no_save"), fold=True, clear=True)
    if found.said:
        yield Press(
            title=say("no_taken"),
            buttons=tuple(
                Press.Button(op="yes", label=say("no_back", item=found.setup.titles[no.item]), data={"item": no.item})
                for no in found.said
            ),
        )


def _missing(found: Held) -> str:
    """How far the noes are: who is waiting and not told by anybody yet."""
    said = {no.item for no in found.said}
    waited = [id_ for id_ in found.below if found.setup.item(id_).waiting and id_ not in said]
    if found.line is not None and waited:
        return say("noes_waited", items=quoted([found.setup.titles[id_] for id_ in waited]))
    open_ = [found.setup.titles[no.item] for no in found.said if not (no.by and no.until)]
    return say("noes_open", items=quoted(open_)) if open_ else say("noes_help")


def _no(found: Held, id_: str) -> Block:
    item, no = found.setup.item(id_), found.noes.get(id_)
    parts = {"item": item.title, "waiting": item.waiting}
    title = say("no_title_waiting" if item.waiting else "no_title", **parts)
    if no is not None:
        title = say("no_title_taken", item=item.title, owner=no.owner)
    number_ = [one.id for one in found.setup.items].index(id_)
    # the position keeps what is typed for one item from turning up at another
    op = f"no.{number_}"
    submit = say("no_change" if no else "no_save")
    return Fill(op=op, data={"item": id_}, title=title, entries=_no_entries(found, id_), submit=submit, fold=True)


def _no_entries(found: Held, id_: str) -> tuple[Entry, ...]:
    no = found.noes.get(id_)
    words = found.sentence(id_) if id_ else ""
    return (
        Entry(id="owner", label=say("no_owner"), value=no.owner if no else ""),
        Entry(id="by", label=say("no_by"), kind="date", value=no.by if no else ""),
        Entry(id="until", label=say("no_until_label"), value=no.until if no else "", help=say("no_until_help")),
        Entry(id="sentence", label=say("no_sentence"), value=words, wide=True, help=say("no_sentence_help")),
    )


def _end(found: Held) -> Iterable[Block]:
    """The order as a decision, and the line that the next session begins with."""
    if found.data.get("decided"):
        yield Say(text=decided_line(found), tone="good")
        yield Press(buttons=(Press.Button(op="undecide", label=say("undecide_press")),))
    else:
        yield Press(help=decided_line(found), buttons=(Press.Button(op="decide", label=say("decide_press")),))
    told = next_line(found.now, found.voted, found.changes)
    if told:
        yield Say(text=say("next_time", line=told), tone="soft")


# --- changes --------------------------------------------------------------------------------------------------------


def settled(setup: Setup, released: Released, data: Data, change: Change) -> Settled:
    """All that is settled after one change, and the decisions that it makes, changes or takes back."""
    found = held(setup, released, data)
    op = str(change.get("op")).partition(".")[0]
    todo = _OPS.get(op)
    if todo is None or found is None:
        raise InvalidInput(say("op_unknown") if found else say("settle_nothing"))
    after = todo(found, change)
    old, new = rulings(found), rulings(held(setup, released, after))
    changed = [ruling for key, ruling in new.items() if old.get(key) != ruling]
    gone = [ruling.model_copy(update={"withdrawn": True}) for key, ruling in old.items() if key not in new]
    return Settled(data=after, rulings=(*changed, *gone))


def _with(found: Held, **update: Json) -> dict[str, Any]:
    return {**found.data, **update}


def _item(found: Held, id_: Json) -> str:
    if id_ not in found.order:
        raise InvalidInput(say("item_gone"))
    return str(id_)


def _ordered(found: Held, change: Change) -> dict[str, Any]:
    id_ = _item(found, change.get("row"))
    if change.get("do") == "move":
        return _moved(found, id_, change.get("place"))
    values = values_of(change)
    whys = {**(found.data.get("whys") or {}), id_: text(values, "why", MOST_WORDS)}
    effort = number(values, "effort", say("col_effort"))
    efforts = {**(found.data.get("efforts") or {}), id_: effort}
    if effort == found.setup.item(id_).effort:
        del efforts[id_]
    return _with(found, whys={key: why for key, why in whys.items() if why}, efforts=efforts)


def _moved(found: Held, id_: str, place: Json) -> dict[str, Any]:
    if isinstance(place, bool) or not isinstance(place, int) or not 1 <= place <= len(found.order):
        raise InvalidInput(say("no_place", count=len(found.order)))
    told = [{"item": one.item, "place": one.place} for one in found.changes]
    if told and told[-1]["item"] == id_:
        told.pop()  # the same item once more: only where it ends counts
    return _with(found, changes=[*told, {"item": id_, "place": _free(found, id_, place)}])


def _free(found: Held, id_: str, place: int) -> int:
    """The place in the order without this item; one step leaves a tie, and nothing is put inside another tie."""
    here = found.order.index(id_) + 1
    low, high = tied_spans(found.groups)[id_]
    if low != high and abs(place - here) == 1:
        return low if place < here else high
    rest = [kept for group in found.groups if (kept := tuple(one for one in group if one != id_))]
    for low, high in tied_spans(rest).values():
        if low < place <= high:
            return low if place < here else high + 1
    return place


def _capacity_changed(found: Held, change: Change) -> dict[str, Any]:
    values = values_of(change)
    value = number(values, "capacity", say("col_capacity"), zero=False)
    return _with(found, capacity={"value": value, "why": text(values, "why", MOST_WORDS)})


def _said(found: Held, change: Change) -> dict[str, Any]:
    values = values_of(change)
    id_ = _item(found, change.get("item") or values.get("item"))
    if id_ not in found.below:
        raise InvalidInput(say("no_fits", item=found.setup.titles[id_]))
    owner, until = text(values, "owner", MOST_LINE), text(values, "until", MOST_LINE)
    if not owner:
        raise InvalidInput(say("no_nobody"))
    words = text(values, "sentence", MOST_WORDS)
    proposed = words in ("", found.sentence(id_)) and not (id_ in found.noes and found.noes[id_].sentence)
    own = "" if proposed or words == sentence(found.setup, id_, until) else words
    no = {"item": id_, "owner": owner, "by": text(values, "by", 10), "until": until, "sentence": own}
    return _with(found, noes={**(found.data.get("noes") or {}), id_: no})


def _taken_back(found: Held, change: Change) -> dict[str, Any]:
    id_ = _item(found, change.get("item"))
    return _with(found, noes={key: no for key, no in (found.data.get("noes") or {}).items() if key != id_})


_OPS: dict[str, Callable[[Held, Change], dict[str, Any]]] = {
    "order": _ordered,
    "capacity": _capacity_changed,
    "no": _said,
    "yes": _taken_back,
    "decide": lambda found, change: _with(found, decided=True),
    "undecide": lambda found, change: _with(found, decided=False),
}
