"""The one question, and the one of two words that is made of all answers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Literal

from alignlab.exercises import Answers, BaseSetup
from alignlab.exercises.strings import phrase
from alignlab.methods.quartiles import median
from alignlab.model.base import Json, PersonId
from alignlab.model.blocks import Card
from alignlab.model.form import Field, Form, Option
from alignlab.model.measures import Released, Result, Tally, Withheld, YesNo
from alignlab.model.own import OwnAnswer
from alignlab.model.picture import Chart, Finding

FREE = "free"  # the one part
ADVICE = "advice"  # the one quantity
HIGHEST = 5
ENOUGH = 3  # with a median below this, people write before they talk

Advice = Literal["go_on", "write_first"]


def say(name: str, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.safety", name, **parts)


class Setup(BaseSetup):
    """Nothing can be chosen: a check that asks something else would need another promise."""


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """The same question for everybody."""
    return {person: [FREE] for person in people}


def form(setup: Setup, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """One tap from 1 to 5."""
    ends = {1: say("lowest"), HIGHEST: say("highest")}
    options = tuple(Option(value=str(n), label=ends.get(n, str(n))) for n in range(1, HIGHEST + 1))
    field = Field(part=FREE, kind="scale", label=say("question"), help=say("help"), options=options)
    return Form(fields=(field,) if FREE in parts else ())


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """A fact about the group, so it holds for all who answered or for nobody: is the median below three?"""
    given = {person: int(str(values[FREE])) for person, values in answers.items() if values.get(FREE)}
    everyone = frozenset(given)
    low = bool(given) and median(list(given.values())) < ENOUGH
    cells = {"write_first": everyone if low else frozenset[PersonId]()}
    return Result(everyone, {ADVICE: Tally(of=everyone, cells=cells, shape="yes_no", title=say("title"))})


def advice(released: Released) -> Advice:
    """What the facilitator is told. With too few answers people write first, whatever they tapped."""
    fact = released.quantities.get(ADVICE)
    return "go_on" if isinstance(fact, YesNo) and fact.told == "few" else "write_first"


def findings(setup: Setup, released: Released) -> list[Finding]:
    """One sentence, for the facilitator alone."""
    word = advice(released)
    fact = released.quantities.get(ADVICE)
    text = say("too_few", reason=fact.reason) if isinstance(fact, Withheld) else say(word)
    return [Finding(id=ADVICE, kind="note", text=text, question=say(f"{word}_question"))]


def charts(released: Released) -> list[Chart]:
    """None: nothing of this is a number."""
    return []


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """Nothing is kept."""
    return None


def rehearse(
    setup: Setup, parts: Sequence[str], persona: Any, round_: int, released: Released | None, rng: Random
) -> dict[str, Json]:
    """Most feel free enough; in a cautious group most do not."""
    values = (1, 2, 2, 3) if persona.story == "cautious" else (3, 4, 4, 5)
    return {FREE: str(rng.choice(values))} if FREE in parts else {}
