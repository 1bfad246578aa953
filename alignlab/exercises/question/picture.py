"""What is made of the answers: counts (or what may be told of them), a line and a question each, a chart."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from alignlab.exercises import Answers
from alignlab.exercises.drawing import bars
from alignlab.exercises.question.form import POST, YES
from alignlab.exercises.question.setup import Question, Setup, say
from alignlab.model.base import Json
from alignlab.model.measures import (
    Bars,
    Counts,
    People,
    Picks,
    Quantity,
    Quote,
    Quotes,
    Released,
    ReleasedQuantity,
    Result,
    Spread,
    Tally,
    Withheld,
)
from alignlab.model.picture import Chart, Finding
from alignlab.model.words import listed, number, quoted

MOST_CHARTS = 3
NOTHING = ("none", "withheld")  # kinds of line with nothing in it to talk about


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """One quantity a question, under its id."""
    everyone = frozenset(person for person, values in answers.items() if any(v is not None for v in values.values()))
    quantities: dict[str, Quantity] = {}
    for question in setup.questions:
        given = {person: answers[person][question.id] for person in everyone if answers[person].get(question.id)}
        if question.kind == "text":
            quantities[question.id] = tuple(
                Quote(str(text), frozenset({person}))
                for person, text in given.items()
                if answers[person].get(f"{question.id}{POST}") == YES
            )
        else:
            quantities[question.id] = _tally(question, given)
    return Result(of=everyone, quantities=quantities)


def _tally(question: Question, given: dict[str, Json]) -> Tally:
    """Who chose what, of those who answered this question. On a scale, options set apart have no place."""
    cells: dict[str, People] = {
        option.value: frozenset(
            person
            for person, value in given.items()
            if (option.value in value if question.kind == "many" else option.value == value)
        )
        for option in question.options
        if not (option.apart and question.kind == "scale")
    }
    return Tally(
        of=frozenset(given),
        cells=cells,
        shape={"many": "picks", "scale": "ordered"}.get(question.kind, "counts"),  # type: ignore[arg-type]
        title=question.text,
        labels={option.value: option.label for option in question.options},
    )


def findings(setup: Setup, released: Released) -> list[Finding]:
    """One line for each question of the plan, and what to talk about: the plan's own words, else by what was found."""
    found: list[Finding] = []
    for question in setup.questions:
        if quantity := released.quantities.get(question.id):
            kind, text = _line(question.text, quantity)
            own = "" if kind in NOTHING else question.talk  # the plan's words are about answers
            talk = own or _talk(kind, [one.question for one in found])
            found.append(Finding(id=question.id, kind="note", text=text, question=talk))
    return found


def _talk(kind: str, asked: Sequence[str]) -> str:
    """A question that fits this kind of line and was not asked of this picture before, as long as there are any."""
    known = say(f"talk_{kind}").split("|")
    return next((question for question in known if question not in asked), known[-1])


def _line(asked: str, quantity: ReleasedQuantity) -> tuple[str, str]:
    """What kind of line it is, and the line."""
    if isinstance(quantity, Withheld):
        return "withheld", say("withheld", reason=quantity.reason)
    if isinstance(quantity, Quotes):
        texts = " · ".join(quoted(text) for text in quantity.texts)
        ended = asked if asked[-1:] in ".?!" else f"{asked}:"
        return ("wrote", say("wrote", asked=ended, list=texts)) if texts else ("none", say("wrote_none", asked=ended))
    if isinstance(quantity, Picks):
        words = [quoted(label) for label in (quantity.cells or quantity.themes).values()]
        return ("chosen", say("chosen", list=listed(words))) if words else ("apart", say("chosen_none"))
    if isinstance(quantity, Spread):
        return _span(quantity.labels[quantity.low], quantity.labels[quantity.high])
    if isinstance(quantity, Bars):
        return _middle(quantity)
    return _most(quantity) if isinstance(quantity, Counts) else ("none", "")


def _span(low: str, high: str) -> tuple[str, str]:
    return ("alike", say("middle_one", low=low)) if low == high else ("middle", say("middle", low=low, high=high))


def _middle(quantity: Bars) -> tuple[str, str]:
    """The bars in which the middle half stand: at most a quarter stand below them, at most a quarter above."""
    ladder = [bar for bar in quantity.bars for _ in range(bar.count)]
    if not ladder:
        return "none", say("nobody")
    aside = len(ladder) // 4
    low, high = ladder[aside], ladder[-1 - aside]
    return _span(quantity.labels[low.cells[0]], quantity.labels[high.cells[-1]])


def _most(quantity: Counts) -> tuple[str, str]:
    most = max(quantity.cells.values(), default=0)
    if not most:
        return "none", say("nobody")
    labels = [quantity.labels[cell] for cell, count in quantity.cells.items() if count == most]
    count, n = number(most), number(quantity.n)
    if len(labels) == 1:
        return "most", say("most", label=labels[0], count=count, n=n)
    return "tied", say("most_tied", labels=listed([quoted(label) for label in labels]), count=count, n=n)


def charts(released: Released) -> list[Chart]:
    """Bars of what is told in numbers."""
    drawn = [(id_, rows) for id_, quantity in released.quantities.items() if (rows := _rows(quantity))]
    return [_chart(id_, released.quantities[id_], rows) for id_, rows in drawn[:MOST_CHARTS]]


def _rows(quantity: ReleasedQuantity) -> list[tuple[str, int]]:
    if isinstance(quantity, Counts):
        return [(quantity.labels[cell], count) for cell, count in quantity.cells.items()]
    return [(bar.label, bar.count) for bar in quantity.bars] if isinstance(quantity, Bars) else []


def _chart(id_: str, quantity: ReleasedQuantity, rows: Sequence[tuple[str, int]]) -> Chart:
    text = "; ".join(f"{label}, {number(count)}" for label, count in rows)
    title = quantity.title if isinstance(quantity, Counts | Bars) else ""
    most = max(1, *(count for _, count in rows))
    return Chart(id=id_, title=title, text=f"{text}.", spec=bars(list(rows), most))
