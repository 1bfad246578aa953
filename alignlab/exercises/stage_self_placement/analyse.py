"""The group's quantities, with the people inside: placement, one fact a statement, struggles."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from alignlab.exercises import Answers
from alignlab.exercises.stage_self_placement.places import (
    CAUGHT,
    PLACEMENT,
    STRUGGLES,
    cell,
    cells,
    chosen,
    labels,
    say,
)
from alignlab.exercises.stage_self_placement.setup import Behaviour, Setup
from alignlab.methods.placement import CARRIED as CARRIED_ANSWERS
from alignlab.model.base import Json
from alignlab.model.measures import People, Quantity, Result, Tally

CARRIED = "carried"
ABSENT = "absent"
KIND_AND_ACT = " · "  # in the title of a fact, between the stage and the statement


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """Quantities: "placement" (or also "caught"), each statement's id, "struggles". Each person counts with what
    they answered: whoever has 18 of 25 keeps 18."""
    everyone = frozenset(person for person, values in answers.items() if any(v is not None for v in values.values()))
    some: Answers = {person: answers[person] for person in everyone}
    quantities: dict[str, Quantity] = {PLACEMENT: _placement(setup, some, PLACEMENT, say("title_placement"))}
    if setup.form == "short":
        quantities[CAUGHT] = _placement(setup, some, CAUGHT, say("title_caught"))
    else:
        quantities |= {behaviour.id: _fact(setup, behaviour, some) for behaviour in setup.behaviours}
        if setup.struggles:
            quantities[STRUGGLES] = _struggles(setup, some)
    return Result(of=everyone, quantities=quantities)


def _who(answers: Answers, part: str, holds: Callable[[Json], bool]) -> People:
    return frozenset(person for person, values in answers.items() if holds(values.get(part)))


def _placement(setup: Setup, answers: Answers, part: str, title: str) -> Tally:
    places = {person: cell(setup, some) for person, v in answers.items() if (some := chosen(setup, v, part))}
    return Tally(
        of=frozenset(answers),
        cells={c: frozenset(person for person, place in places.items() if place == c) for c in cells(setup)},
        shape="ordered",
        title=title,
        labels=labels(setup),
    )


def _fact(setup: Setup, behaviour: Behaviour, answers: Answers) -> Tally:
    """One cut a statement: where it did not come up for more than half of all, that; else who carries it.

    The cut tells whether "did not come up" has a majority; tests/test_release.py shows that nobody's answer follows.
    """
    absent = _who(answers, behaviour.id, lambda value: value == "no_occasion")
    carried = _who(answers, behaviour.id, lambda value: value in CARRIED_ANSWERS)
    told = {ABSENT: absent} if 2 * len(absent) > len(answers) else {CARRIED: carried}
    title = f"{setup.stage(behaviour.stage).plain}{KIND_AND_ACT}{behaviour.text}"
    return Tally(of=frozenset(answers), cells=told, shape="yes_no", title=title)


def _struggles(setup: Setup, answers: Answers) -> Tally:
    def knows(struggle: str) -> People:
        return _who(answers, STRUGGLES, lambda value: struggle in (value or ()))

    return Tally(
        of=frozenset(answers),
        cells={struggle.id: knows(struggle.id) for struggle in setup.struggles},
        shape="picks",
        title=say("title_struggles"),
        labels={struggle.id: struggle.text for struggle in setup.struggles},
        groups={struggle.id: struggle.theme for struggle in setup.struggles if struggle.theme},
        group_labels=setup.themes,
    )
