"""The list on the host's desk: own items in, what reads alike joined, what is out, what is too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alignlab.exercises import Shown
from alignlab.exercises.prioritization.changes_list import MOST_ITEMS
from alignlab.exercises.prioritization.draft import Draft, called_same
from alignlab.exercises.prioritization.likeness import likely
from alignlab.exercises.prioritization.narrowing import best_by_fit, has_fit, left_unknown, needed
from alignlab.exercises.prioritization.setup import Item, Setup
from alignlab.exercises.prioritization.words import quoted, say, unit_words
from alignlab.model.desk import Block, Entry, Fill, Option, Press, Row, Say, Table, Take
from alignlab.model.words import number

MOST_ASKED = 3  # pairs at once


def list_blocks(found: Draft, shown: Sequence[Shown]) -> list[Block]:
    """Where the list comes from, the list, and what can be done with it."""
    return [
        Say(text=_source(found), tone="soft"),
        *_done(found),
        *((_take(found), _table(found)) if found.sample else (_table(found), _take(found))),
        *_alike(found, shown),
        *_joining(found),
        *_removed(found),
        *_length(found),
    ]


def _source(found: Draft) -> str:
    if found.sample:
        return say("list_sample" if found.narrowing else "list_sample_vote")
    return say("list_given" if found.given else "list_own")


def _done(found: Draft) -> Iterable[Block]:
    """What the session before wanted done: most of it need not be voted on again."""
    if any(item.last == say("last_done") for item in found.live):
        yield Press(help=say("drop_help"), buttons=(Press.Button(op="drop", label=say("drop_press")),))


def _table(found: Draft) -> Block:
    columns = (
        Entry(id="title", label=say("col_item")),
        Entry(id="effort", label=say("col_effort_in", unit=unit_words(found.unit)), kind="number", value=None, least=0),
        Entry(id="waiting", label=say("col_waiting")),
    )
    joined: dict[str, list[str]] = {}
    for one, into in found.merged.items():
        joined.setdefault(into, []).append(found.titles.get(one, one))
    some_fit = any(item.fit is not None for item in found.live)
    rows = tuple(_row(item, joined.get(item.id, []), some_fit) for item in found.live)
    return Table(
        op="items",
        title=say("list_title_sample" if found.sample else "list_title"),
        help=say("list_help"),
        columns=columns,
        rows=rows,
        add=say("list_add"),
        removable=True,
        empty=say("list_empty"),
        fold=found.sample,
    )


def _row(item: Item, joined: Sequence[str], some_fit: bool) -> Row:
    some = {"title": item.title, "effort": item.effort, "waiting": item.waiting}
    fit = say("row_fit", fit=f"{item.fit:.0%}") if item.fit is not None else say("row_fit_unknown") if some_fit else ""
    with_ = say("row_joined", titles=", ".join(joined)) if joined else ""
    note = " · ".join(text for text in (item.help, fit, with_) if text)
    return Row(id=item.id, values=some, note=note, mark=item.last)


def _take(found: Draft) -> Block:
    return Take(
        op="list",
        title=say("take_title"),
        help=say("take_help"),
        placeholder=say("take_placeholder"),
        submit=say("take_submit"),
        most=MOST_ITEMS,
        counted="items",
        too_long=say("list_long", count="{count}", most=MOST_ITEMS),
        confirm="" if found.sample else say("take_confirm", count=len(found.live)),
        fold=not found.sample,
    )


def _alike(found: Draft, shown: Sequence[Shown]) -> Iterable[Block]:
    """Pairs that people called the same, then those whose titles read alike; one block a pair."""
    live, titles = {item.id for item in found.live}, found.titles
    said = called_same(shown)
    open_ = {pair: count for pair, count in said.items() if set(pair) <= live and frozenset(pair) not in found.apart}
    known = found.apart | {frozenset(pair) for pair in open_}
    pairs = [*open_, *likely(found.live, known)][:MOST_ASKED]
    for one, two in pairs:
        parts = {"one": titles[one], "two": titles[two]}
        count = open_.get((one, two), 0)
        text = say("alike_said", **parts, count=count) if count else say("alike_reads", **parts)
        title = say("alike_title") if (one, two) == pairs[0] else ""
        yield Press(title=title, help=text, buttons=_pair(one, two, parts))


def _pair(one: str, two: str, titles: dict[str, str]) -> tuple[Press.Button, ...]:
    return (
        Press.Button(op="join", label=say("alike_keep", title=titles["one"]), data={"one": two, "into": one}),
        Press.Button(op="join", label=say("alike_keep", title=titles["two"]), data={"one": one, "into": two}),
        Press.Button(op="differ", label=say("alike_differ"), data={"one": one, "into": two}),
    )


def _joining(found: Draft) -> Iterable[Block]:
    """Join two by hand, and take joined ones apart again."""
    options = tuple(Option(value=item.id, label=item.title) for item in found.live)
    if len(options) > 1:
        entries = (
            Entry(id="one", label=say("join_one"), kind="choice", value=options[-1].value, options=options),
            Entry(id="into", label=say("join_into"), kind="choice", value=options[0].value, options=options),
        )
        yield Fill(op="join", title=say("join_title"), entries=entries, submit=say("join_submit"), fold=True)
    buttons = tuple(
        Press.Button(op="part", label=say("part_press", title=found.titles[one]), data={"one": one})
        for one in found.merged
        if one in found.titles
    )
    if buttons:
        yield Press(title=say("part_title"), buttons=buttons)


def _removed(found: Draft) -> Iterable[Block]:
    out = [Option(value=id_, label=found.titles[id_]) for id_ in found.removed if id_ in found.titles]
    if out:
        entry = Entry(id="item", label=say("back_item"), kind="choice", value=out[0].value, options=tuple(out))
        title = say("back_title", count=len(out))
        yield Fill(op="back", title=title, entries=(entry,), submit=say("back_submit"), fold=True)


def _length(found: Draft) -> Iterable[Block]:
    """More than one can vote on: fit's best ten, with a rescue each where a step before the vote asks for it."""
    setup = found.setup
    if not needed(setup):
        if found.narrowing and not found.sample:
            yield Say(text=say("narrow_short", count=len(setup.live), limit=setup.limit), tone="warn")
        return
    if found.narrowing:
        yield Say(text=_goes_on(setup), tone="good")
        return
    text = say("long_list", count=len(found.live), limit=setup.limit)
    if not has_fit(setup):
        yield Say(text=f"{text} {say('long_dots')}", tone="warn")
        return
    keep = say("long_keep", count=len(best_by_fit(setup)))
    buttons = [Press.Button(op="best", label=keep)]
    if unknown := left_unknown(setup):
        keep = say("long_keep_unknown", count=len(best_by_fit(setup)), unknown=len(unknown))
        buttons.insert(0, Press.Button(op="best", label=keep, data={"unknown": "keep"}))
    told = " ".join((text, say("long_rescue"), *_not_known(setup)))
    yield Press(help=told, buttons=tuple(buttons))


def _goes_on(setup: Setup) -> str:
    if has_fit(setup):
        told = say("narrow_fit", count=len(best_by_fit(setup)), all=len(setup.live))
        return " ".join((told, *_not_known(setup)))
    return say("narrow_dots", dots=setup.dots_each)


def _not_known(setup: Setup) -> Iterable[str]:
    """Which items fit says nothing of: too few looked at them on the map."""
    if unknown := left_unknown(setup):
        items = quoted([item.title for item in unknown])
        yield say("narrow_unknown", count=number(len(unknown)), items=items)
