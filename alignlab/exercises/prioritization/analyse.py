"""The group's quantities, with the people inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from alignlab.exercises import Answers
from alignlab.exercises.prioritization import counting, inputs, opinions
from alignlab.exercises.prioritization.again import joined, slots
from alignlab.exercises.prioritization.capacity import line
from alignlab.exercises.prioritization.counting import Span, Standing
from alignlab.exercises.prioritization.missing import coming
from alignlab.exercises.prioritization.setup import Group, Setup
from alignlab.exercises.prioritization.shortlist import shortlist
from alignlab.exercises.prioritization.votes import Votes, read
from alignlab.exercises.prioritization.words import amount, say
from alignlab.methods import ranking
from alignlab.model.measures import People, Quantity, Ranked, Result


def analyse(setup: Setup, answers: Answers, rng: Random) -> Result:
    """Quantities: "order" and how sure it is, what the votes were like, inputs, the capacity line, posted reasons."""
    people = frozenset(person for person, values in answers.items() if any(v is not None for v in values.values()))
    some = {person: answers[person] for person in people}
    if setup.task == "narrow":
        return Result(of=people, quantities=shortlist(setup, some))
    votes = read(setup, some)
    quantities = {
        **_order(setup, votes, rng),
        **inputs.quantities(setup, votes, rng),
        **opinions.quantities(setup, votes, some, rng),
    }
    return Result(of=people, quantities=quantities)


def _order(setup: Setup, all_votes: Votes, rng: Random) -> dict[str, Quantity]:
    """Nothing where nobody put two items in an order."""
    votes = counting.judged(all_votes)
    people = frozenset(votes.people)
    if len(votes.options) < 2:
        return {}
    groups = counting.main_order(setup, votes)
    whole = joined(setup.before, groups, setup.open) if setup.open else groups
    missing = counting.how_many_missing(len(people))
    found: dict[str, Quantity] = {}
    sure = _told(setup, counting.without(setup, votes, missing)) if missing else {}
    title = say(f"title_order_{missing}")
    found["order"] = _ranked(setup, people, Standing(whole, sure), title)
    if missing == 2:
        one = _told(setup, counting.without(setup, votes, 1))
        found["order.one"] = _ranked(setup, people, Standing(whole, one), say("title_order_1"))
    if len(people) > 1:
        drawn = _told(setup, counting.other_draws(setup, votes, rng))
        found["order.draws"] = _ranked(setup, people, Standing(whole, drawn), say("title_draws", draws=counting.DRAWS))
    for name, standing in counting.other_ways(setup, votes).items():
        order = joined(setup.before, standing.groups, setup.open) if setup.open else standing.groups
        spans = _told(setup, standing.spans)
        found[f"way.{name}"] = _ranked(setup, people, Standing(order, spans), say(f"title_{name}"))
    for earlier in setup.beside:
        title = say("title_beside", method=say(f"name_{earlier.method}"))
        found[f"beside.{earlier.method}"] = _ranked(setup, people, Standing(earlier.groups), title)
    return {**found, **_circle(setup, votes), **_absent(setup, all_votes), **_line(setup, people, whole)}


def _told(setup: Setup, spans: Mapping[str, Span]) -> dict[str, Span]:
    """Spans among the open items as places in the whole list; the others keep theirs."""
    if not setup.open:
        return dict(spans)
    held = slots(setup.before, setup.open)
    moved = {id_: (held[min(low, len(held)) - 1], held[min(high, len(held)) - 1]) for id_, (low, high) in spans.items()}
    return {**{id_: span for id_, span in setup.ranges.items() if id_ not in setup.open}, **moved}


def _ranked(setup: Setup, people: People, standing: Standing, title: str) -> Ranked:
    return Ranked(of=people, groups=standing.groups, labels=setup.titles, ranges=standing.spans, title=title)


def _circle(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """More of us put a before b, b before c, and c before a."""
    found = ranking.cycle(votes.ballots, votes.options)
    if not found:
        return {}
    groups = tuple((id_,) for id_ in found)
    return {"circle": _ranked(setup, frozenset(votes.people), Standing(groups), say("title_circle"))}


def _absent(setup: Setup, all_votes: Votes) -> dict[str, Quantity]:
    """Which items people who have not voted could still bring into the first three.

    An empty order: proved that they can't. No quantity: nobody is missing, or neither was found.
    """
    found = coming(setup, all_votes)
    if found is None:
        return {}
    votes = counting.judged(all_votes)
    groups = tuple((id_,) for id_ in found)
    title = say("title_absent", absent=setup.everyone - len(votes.people))
    return {"absent": _ranked(setup, frozenset(votes.people), Standing(groups), title)}


def _line(setup: Setup, people: People, groups: Sequence[Group]) -> dict[str, Quantity]:
    found = line(setup, groups)
    if found is None or setup.capacity is None:
        return {}
    room = amount(setup.capacity, setup.unit)
    above = say("title_fits", used=amount(found.used, setup.unit), room=room)
    return {
        "fits": _ranked(setup, people, Standing(found.fits), above),
        "below": _ranked(setup, people, Standing(found.below), say("title_below", room=room)),
    }
