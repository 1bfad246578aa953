"""What a Released picture tells, line by line: for the table on the page, and for the exported counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from alignlab.model.catalogue import say
from alignlab.model.measures import (
    SHARE,
    Bars,
    Counts,
    Graph,
    Number,
    Order,
    Picks,
    Quotes,
    Released,
    ReleasedQuantity,
    Spread,
    Withheld,
    YesNo,
)
from alignlab.model.words import capital, quoted, told


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was told of a quantity. Numbers are None where there is none; nothing is rounded.

    told   few, count, most (yes_no) · low, median, high (spread) · count · three or more · theme · value ·
           place · text · nothing
    label  the words of what was counted or chosen; for `text` the text, for `nothing` the reason
    """

    quantity: str
    type: str
    title: str
    told: str
    cell: str = ""
    label: str = ""
    count: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    n: int | None = None


def lines(released: Released) -> list[Line]:
    """All that is told, in the picture's order."""
    return [line for name, quantity in released.quantities.items() for line in _lines(name, quantity)]


def _lines(name: str, q: ReleasedQuantity) -> list[Line]:
    if isinstance(q, Quotes):
        return [Line(name, q.type, "", "text", label=text) for text in q.texts]
    if isinstance(q, Withheld):
        return [Line(name, q.type, "", "nothing", label=q.reason)]
    line = partial(Line, name, q.type, q.title, n=q.n)
    if isinstance(q, Order):
        return [line(told="place", **place) for place in _places(q)]
    if isinstance(q, YesNo):
        return [line(told=q.told, cell=q.cell, label=q.cell, count=q.count)]
    if isinstance(q, Number):
        return [line(told="value", value=q.value, low=q.low, high=q.high, unit=q.unit)]
    if isinstance(q, Graph):
        return [
            Line(name, q.type, q.title, "count", f"{e.source}+{e.target}", label, e.count, e.weight, n=e.n)
            for e, label in zip(q.edges, _links(q), strict=True)
        ]
    return [line(told=told, cell=cell, label=label, count=count) for told, cell, label, count in _cells(q)]


def _places(q: Order) -> list[dict[str, Any]]:
    """Each thing with its place (a tie shares the best of its places) and the span of places that was told."""
    found, taken = [], 0
    for group in q.groups:
        for thing in group:
            low, high = q.ranges.get(thing, (None, None))
            found.append({"cell": thing, "label": q.labels[thing], "value": taken + 1, "low": low, "high": high})
        taken += len(group)
    return found


def _links(q: Graph) -> list[str]:
    """Each edge in words."""
    labels = {node.id: node.label for node in q.nodes}
    return [f"{labels.get(edge.source, edge.source)} → {labels.get(edge.target, edge.target)}" for edge in q.edges]


def _cells(q: Spread | Bars | Counts | Picks) -> list[tuple[str, str, str, int | None]]:
    """(told, cell, label, count) of quantities with several cells."""
    if isinstance(q, Spread):
        ends = (("low", q.low), ("median", q.median), ("high", q.high))
        return [(which, cell, q.labels.get(cell, cell), None) for which, cell in ends]
    if isinstance(q, Bars):
        return [("count", "+".join(bar.cells), bar.label, bar.count) for bar in q.bars]
    if isinstance(q, Counts):
        return [("count", cell, q.labels.get(cell, cell), count) for cell, count in q.cells.items()]
    single = [("three or more", cell, label, None) for cell, label in q.cells.items()]
    return [*single, *(("theme", theme, label, None) for theme, label in q.themes.items())]


def in_words(q: ReleasedQuantity) -> tuple[str, ...]:
    """The same for people: one entry a line. Empty where nobody said anything that may be told."""
    match q:
        case YesNo():
            return (f"{_fact(q.cell)}: {told(q)}",)
        case Spread():
            low, median, high = (q.labels.get(cell, cell) for cell in (q.low, q.median, q.high))
            return (say("recap.middle_half", low=low, high=high), say("recap.middle_one", median=median))
        case Bars():
            return tuple(f"{bar.label}: {bar.count}" for bar in q.bars if bar.count)
        case Counts():
            return tuple(f"{q.labels.get(cell, cell)}: {count}" for cell, count in q.cells.items())
        case Picks():
            return tuple(capital(words) for words in (*q.cells.values(), *q.themes.values()))
        case Graph() | Order():
            return _made_in_words(q)
        case Number():
            return (_number_in_words(q),)
        case Quotes():
            return tuple(quoted(text) for text in q.texts)
        case Withheld():
            return (q.reason,)


def _fact(cell: str) -> str:
    """What was counted, in a word."""
    known = {
        "carried": say("told.carried"),
        "absent": say("told.absent"),
        "cannot": say("told.cannot"),
        "moved": say("told.moved"),
        "made": say("told.made"),
        "write_first": say("told.write_first"),
    }
    return known.get(cell, cell.replace("_", " "))


def _number_in_words(q: Number) -> str:
    """ "12.5 days (10 to 14)", "6 % (5 to 8)"."""
    share = q.unit == SHARE
    unit = " %" if share else f" {q.unit}" if q.unit else ""
    now, *ends = (
        f"{100 * part:.0f}" if share else f"{part:.4g}" for part in (q.value, q.low, q.high) if part is not None
    )
    return f"{now}{unit} ({_span(*ends)})" if len(ends) == 2 else f"{now}{unit}"


def _made_in_words(q: Graph | Order) -> tuple[str, ...]:
    """Links with how many drew them, or places in their order."""
    if isinstance(q, Order):
        return tuple(_place_in_words(place) for place in _places(q))
    return tuple(_links_of(q, source) for source in dict.fromkeys(edge.source for edge in q.edges))


def _links_of(q: Graph, source: str) -> str:
    """ "Billing export → Enterprise: 4 of 5, Self-serve: 2 of 5": one thing and all its links, most first."""
    labels = {node.id: node.label for node in q.nodes}
    edges = sorted((edge for edge in q.edges if edge.source == source), key=lambda edge: -edge.count)
    many = [
        f"{labels.get(edge.target, edge.target)}: {say('words.count_of', count=edge.count, n=edge.n)}" for edge in edges
    ]
    return f"{labels.get(source, source)} → {', '.join(many)}"


def _place_in_words(place: dict[str, Any]) -> str:
    low, high = place["low"], place["high"]
    span = f" ({_span(low, high)})" if low is not None and low != high else ""
    return f"{place['value']}. {place['label']}{span}"


def _span(low: object, high: object) -> str:
    return say("words.span", first=low, last=high)
