"""What is told of a check-in: how the decisions stand, and which signs several of us noticed. Nothing of own steps."""

from __future__ import annotations

from random import Random

from alignlab.exercises import Answers
from alignlab.exercises.check_in.form import SIGNS, STATES, state_words
from alignlab.exercises.check_in.setup import Kept, Setup, say
from alignlab.exercises.drawing import bars
from alignlab.model.measures import (
    Counts,
    People,
    Picks,
    Quantity,
    Released,
    ReleasedQuantity,
    Result,
    Tally,
    Withheld,
)
from alignlab.model.picture import Chart, Finding
from alignlab.model.words import listed, number, quoted, titled

MOST_CHARTS = 3


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """One quantity a decision under its id, and "signs"; what people say of their own commitment is in none."""
    everyone = frozenset(person for person, values in answers.items() if any(v is not None for v in values.values()))
    quantities: dict[str, Quantity] = {kept.id: _tally(kept, answers, everyone) for kept in setup.decisions}
    if "signs" in setup.ask:
        quantities[SIGNS] = Tally(
            of=everyone,
            cells={
                sign.id: frozenset(p for p in everyone if sign.id in (answers[p].get(SIGNS) or []))
                for sign in setup.signs
            },
            shape="picks",
            title=say("signs_label"),
            labels={sign.id: sign.text for sign in setup.signs},
        )
    return Result(everyone, quantities)


def _tally(kept: Kept, answers: Answers, everyone: People) -> Tally:
    """Who says what, of those who can tell."""
    states = {state: frozenset(p for p in everyone if answers[p].get(kept.id) == state) for state in STATES}
    return Tally(
        of=frozenset[str]().union(*states.values()),
        cells=states,
        shape="counts",
        title=kept.text,
        labels={state: state_words(kept, state) for state in STATES},
    )


def findings(setup: Setup, released: Released) -> list[Finding]:
    """What several of us noticed goes first; then a line a decision."""
    found = []
    signs = released.quantities.get(SIGNS)
    if isinstance(signs, Picks) and signs.cells:
        texts = listed([titled(label) for label in list(signs.cells.values())[:3]])
        found.append(
            Finding(id=SIGNS, kind="strength", text=say("noticed", signs=texts), question=say("noticed_question"))
        )
    for kept in setup.decisions:
        if (quantity := released.quantities.get(kept.id)) is not None:
            question = say("no_question" if kept.no else "decision_question")
            found.append(Finding(id=kept.id, kind="note", text=_stands(kept, quantity), question=question))
    return found or [Finding(id="nothing", kind="nothing", text=say("nothing"), question=say("noticed_question"))]


def _stands(kept: Kept, quantity: ReleasedQuantity) -> str:
    if isinstance(quantity, Counts) and quantity.n:
        most = max(quantity.cells.values())
        labels = [quantity.labels[cell] for cell, count in quantity.cells.items() if count == most]
        told = listed([quoted(label) for label in labels])
        return say("stands", what=titled(kept.text), told=told, count=number(most), n=number(quantity.n))
    if isinstance(quantity, Picks) and quantity.cells:
        told = listed([quoted(label) for label in quantity.cells.values()])
        return say("stands_coarse", what=titled(kept.text), told=told)
    reason = quantity.reason if isinstance(quantity, Withheld) else ""
    return say("stands_open", what=titled(kept.text), reason=reason).strip()


def charts(released: Released) -> list[Chart]:
    """How decisions stand, where exact counts may be told."""
    exact = [(id_, q) for id_, q in released.quantities.items() if isinstance(q, Counts) and q.n and id_ != SIGNS]
    return [_chart(id_, quantity) for id_, quantity in exact[:MOST_CHARTS]]


def _chart(id_: str, quantity: Counts) -> Chart:
    rows = [(quantity.labels[cell], count) for cell, count in quantity.cells.items()]
    text = "; ".join(f"{label}, {number(count)}" for label, count in rows)
    return Chart(id=id_, title=quantity.title, text=f"{text}.", spec=bars(rows, max(1, *(count for _, count in rows))))
