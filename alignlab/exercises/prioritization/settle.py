"""What the room settles after the picture: the order and its line, what it says no to, the line for the next time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alignlab.exercises.prioritization.counting import tied_spans
from alignlab.exercises.prioritization.held import Data, Held, decided_line, held
from alignlab.exercises.prioritization.outcome import next_line
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import amount, between, quoted, say, unit_words
from alignlab.model.base import Json
from alignlab.model.desk import Block, Desk, Entry, Fill, Option, Press, Row, Say, Table
from alignlab.model.measures import Released

Change = Mapping[str, Json]
MOST_LINE = 80  # characters: a name, a day in words
MOST_WORDS = 500  # a sentence


def settle(setup: Setup, released: Released, data: Data) -> Desk:
    """The desk after the picture; one sentence where there is nothing to settle."""
    found = held(setup, released, data)
    if found is None:
        return Desk(title=say("settle_title"), blocks=(Say(text=say("settle_nothing")),))
    blocks = [Say(text=_intro(setup), tone="soft"), _order(found), *_line(found), _room(found), *_noes(found)]
    return Desk(title=say("settle_title"), summary=_summary(found), blocks=(*blocks, *_end(found)))


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
        Entry(id="effort", label=say("col_effort_in", unit=unit_words(found.now.unit)), kind="number", least=0),
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
            unit=unit_words(found.now.unit),
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
