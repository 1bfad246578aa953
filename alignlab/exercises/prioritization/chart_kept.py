"""What goes on to the vote after a list was made shorter: the items by name, and which of them were rescued."""

from __future__ import annotations

from alignlab.exercises.drawing import Spec, spec
from alignlab.exercises.prioritization import chart_key, chart_rows
from alignlab.exercises.prioritization.chart_rows import Kind, indent
from alignlab.exercises.prioritization.facts import counts
from alignlab.exercises.prioritization.words import say
from alignlab.model.measures import Order, Released
from alignlab.model.picture import Chart

MOST = 14  # a wall takes twelve things; ten that fit and two rescued ones are the rule
PHONE = Kind(inside=312, type=16, leading=19, row=34, first=17, mark=0)
WALL = Kind(inside=632, type=22, leading=24, row=36, first=18, mark=0)
PLAIN, RESCUED = "·", "+"


def short_list(released: Released, kept: Order) -> list[Chart]:
    """In no order of rank: nothing has been voted on yet."""
    items = [id_ for group in kept.groups for id_ in group]
    if not items:
        return []
    told = counts(released, "rescued")
    rescued = {id_ for id_, count in told.cells.items() if count} if told else set()
    more = len(items) - MOST
    text = "; ".join(say("chart_rescued", item=kept.labels[i]) if i in rescued else kept.labels[i] for i in items)
    key = [chart_key.Line("", say("key_rescued"))] if rescued & set(items[:MOST]) else []
    key += [chart_key.Line("", say("chart_more", count=more))] if more > 0 else []
    marks = [RESCUED if id_ in rescued else PLAIN for id_ in items[:MOST]]
    titles = [kept.labels[id_] for id_ in items[:MOST]]
    phone, wall = (_drawn(titles, marks, key, kind) for kind in (PHONE, WALL))
    return [Chart(id="kept", title=say("title_kept"), text=f"{text}.", spec=phone, spec_wide=wall)]


def _drawn(titles: list[str], marks: list[str], key: list[chart_key.Line], kind: Kind) -> Spec:
    rows = chart_rows.rows(titles, kind, kind.inside - indent(marks, kind))
    end = chart_rows.height(rows)
    down = chart_rows.axis(end + chart_key.height(key))
    keys = chart_key.layers(key, end, down, wide=kind is WALL)
    return spec(round(end) + chart_key.height(key), [*chart_rows.words(rows, kind, down, marks), *keys])
