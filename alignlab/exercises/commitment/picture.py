"""Nothing of a commitment becomes a picture, except how many made one."""

from __future__ import annotations

from random import Random

from alignlab.exercises import Answers
from alignlab.exercises.commitment.form import WHAT
from alignlab.exercises.commitment.setup import Setup, say
from alignlab.model.measures import Released, Result, Tally, Withheld, YesNo
from alignlab.model.picture import Chart, Finding
from alignlab.model.words import capital, told

MADE = "made"


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """Quantity "made": who chose something, of all who answered the step."""
    everyone = frozenset(person for person, values in answers.items() if any(values.values()))
    made = frozenset(person for person in everyone if any((answers[person].get(WHAT) or {}).values()))
    return Result(everyone, {MADE: Tally(of=everyone, cells={MADE: made}, shape="yes_no", title=say("title"))})


def findings(setup: Setup, released: Released) -> list[Finding]:
    """How many leave with a commitment, as far as it may be told."""
    fact = released.quantities[MADE]
    if isinstance(fact, YesNo):
        some = told(fact) if fact.told == "most" else capital(told(fact))
        question = say("few_question" if fact.told == "few" else "question")
        return [Finding(id=MADE, kind="note", text=say(f"made_{fact.told}", told=some), question=question)]
    reason = fact.reason if isinstance(fact, Withheld) else ""
    return [Finding(id=MADE, kind="note", text=say("withheld", reason=reason).strip(), question=say("question"))]


def charts(released: Released) -> list[Chart]:
    """None: one fact needs no chart."""
    return []
