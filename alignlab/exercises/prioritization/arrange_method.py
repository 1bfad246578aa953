"""Choosing a method on the host's desk: three questions, one proposal, the others beside it; what people are asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.choosing import Proposal, minutes, propose
from alignlab.exercises.prioritization.criteria import Criterion
from alignlab.exercises.prioritization.draft import Draft
from alignlab.exercises.prioritization.offered import METHODS, chosen_name
from alignlab.exercises.prioritization.setup import SCORED, Setup
from alignlab.exercises.prioritization.words import say
from alignlab.model.desk import Block, Entry, Fill, Option, Press, Row, Say, Table
from alignlab.model.words import capital

IN_FRONT = ("points", "pairwise", "ranking", "impact_effort")
MORE = ("fit", "rice", "wsjf", "dots", "moscow")


def method_blocks(found: Draft, planned: float) -> list[Block]:
    """What is chosen and how long it takes, the questions, the proposal, the others; then criteria and estimates."""
    return [
        Say(text=_now(found, planned), tone="good"),
        _questions(found),
        *_proposal(found),
        _in_front(found),
        _more(found),
        *_scored(found.setup),
    ]


def _chosen(found: Draft) -> str:
    return chosen_name(found.data.get("method", "ranking"), found.data.get("formula", "weighted"))


def _count(found: Draft) -> int:
    return len(found.live)


def _minutes(found: Draft, name: str) -> int:
    return minutes(METHODS[name]["method"], max(1, _count(found)))


def how(found: Draft) -> str:
    """ "ranking, about 4 minutes"."""
    name = _chosen(found)
    return say("sum_method", method=say(f"name_{name}"), minutes=_minutes(found, name))


def _now(found: Draft, planned: float) -> str:
    name = _chosen(found)
    wanted = _minutes(found, name)
    told = say("method_now", method=say(f"name_{name}"), minutes=wanted, bad=say(f"bad_{name}"))
    return f"{told} {say('method_long', planned=f'{planned:g}')}" if wanted > planned else told


def _has_estimates(found: Draft) -> bool:
    """What the host said; else whether most items came with a number beside their effort, or with a fit."""
    told = found.data.get("estimates")
    if told is not None:
        return bool(told)
    known = sum(bool(item.estimates) or item.fit is not None for item in found.live)
    return not found.sample and 2 * known > _count(found)


def _questions(found: Draft) -> Block:
    wanted = (Option(value="order", label=say("wanted_order")), Option(value="set", label=say("wanted_set")))
    there = (Option(value="no", label=say("estimates_no")), Option(value="yes", label=say("estimates_yes")))
    entries = (
        Entry(
            id="wanted",
            label=say("wanted_label"),
            kind="choice",
            value=found.data.get("wanted", "order"),
            options=wanted,
        ),
        Entry(
            id="estimates",
            label=say("estimates_label"),
            help=say("estimates_of"),
            kind="choice",
            value="yes" if _has_estimates(found) else "no",
            options=there,
        ),
    )
    text = say("method_help", count=_count(found))
    return Fill(op="asked", title=say("method_title"), help=text, entries=entries, submit=say("method_ask"))


def _proposed(found: Draft) -> Proposal | None:
    wanted: Literal["order", "set"] = "set" if found.data.get("wanted") == "set" else "order"
    try:
        return propose(_count(found), order_or_set=wanted, estimates=_has_estimates(found))
    except InvalidInput:
        return None


def _proposal(found: Draft) -> Iterable[Block]:
    """The proposal with its minutes and why; taken with one tap."""
    told = _proposed(found)
    if told is None:
        yield Say(text=say("propose_none", count=_count(found)), tone="warn")
        return
    name = _named(found, told)
    text = say("proposal", method=say(f"name_{name}"), minutes=told.minutes, why=told.why)
    if name == _chosen(found):
        yield Say(text=f"{text} {say('proposal_taken')}")
        return
    label = say("proposal_take", method=say(f"name_{name}"))
    yield Press(help=text, buttons=(Press.Button(op="method", label=label, data={"method": name}),))


def _named(found: Draft, told: Proposal) -> str:
    """Weighted criteria in the form that fits the estimates: RICE where reach is known, WSJF where urgency is."""
    if told.method != "weighted":
        return told.method
    known = {name for item in found.live for name in item.estimates}
    return "rice" if "reach" in known else "wsjf" if known & {"value", "urgency", "risk"} else "fit"


def _button(found: Draft, name: str) -> Press.Button:
    return Press.Button(op="method", label=_labelled(found, name), data={"method": name})


def _labelled(found: Draft, name: str) -> str:
    return capital(say("method_press", method=say(f"name_{name}"), minutes=_minutes(found, name)))


def _in_front(found: Draft) -> Block:
    return Press(title=say("method_others"), buttons=tuple(_button(found, name) for name in IN_FRONT))


def _more(found: Draft) -> Block:
    options = tuple(Option(value=name, label=_labelled(found, name)) for name in MORE)
    chosen = _chosen(found)
    value = chosen if chosen in MORE else MORE[0]
    entry = Entry(id="method", label=say("method_label"), kind="choice", value=value, options=options, wide=True)
    text = " ".join(say(f"bad_{name}") for name in ("fit", "dots", "moscow"))
    return Fill(
        op="method", title=say("method_more"), help=text, entries=(entry,), submit=say("method_take"), fold=True
    )


# --- criteria and estimates -----------------------------------------------------------------------------------------


def _scored(setup: Setup) -> Iterable[Block]:
    """What is asked of people for each item, and the numbers that spare them a question."""
    if setup.method not in SCORED:
        return
    weighs = setup.how != "rice" and setup.method == "weighted"
    columns = (
        Entry(id="title", label=say("col_criterion"), fixed=True),
        *((Entry(id="weight", label=say("col_weight"), kind="number", value=1, least=0),) if weighs else ()),
        Entry(id="ask", label=say("col_ask"), kind="toggle", value=False),
    )
    rows = tuple(
        Row(
            id=one.id,
            values={"title": one.title, **({"weight": one.weight} if weighs else {}), "ask": one.ask},
            note=_asked_of(setup, one),
        )
        for one in setup.scales
    )
    yield Table(op="criteria", title=say("criteria_title"), help=say("criteria_help"), columns=columns, rows=rows)
    yield _estimates(setup)


def _asked_of(setup: Setup, criterion: Criterion) -> str:
    given = sum(setup.given(item, criterion) is not None for item in setup.live)
    if given == len(setup.live):
        return say("given_all")
    return say("given_some", count=given, all=len(setup.live)) if given else say("given_none")


def _estimates(setup: Setup) -> Block:
    columns = (
        Entry(id="title", label=say("col_item"), fixed=True),
        *(Entry(id=one.id, label=one.title, kind="number", value=None, least=0) for one in setup.scales),
    )
    rows = tuple(
        Row(id=item.id, values={"title": item.title, **{one.id: _number(setup, item.id, one) for one in setup.scales}})
        for item in setup.live
    )
    scale = "; ".join(
        say("estimate_scale", criterion=one.title, low=f"{one.values[0]:g}", high=f"{one.values[-1]:g}")
        for one in setup.scales
    )
    text = say("estimates_help", scales=scale)
    return Table(op="estimates", title=say("estimates_title"), help=text, columns=columns, rows=rows, fold=True)


def _number(setup: Setup, id_: str, criterion: Criterion) -> float | None:
    item = setup.item(id_)
    return item.fit if criterion.id == "fit" and setup.how == "weighted" else item.estimates.get(criterion.id)
