"""What the votes were like: who is first for whom, where we are far apart, what nobody can judge, what moved."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from random import Random

import numpy as np

from alignlab.errors import Undefined
from alignlab.exercises import Answers
from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.votes import Votes, read
from alignlab.exercises.prioritization.words import say
from alignlab.methods.checks import Bools, Floats
from alignlab.methods.resampling import accord_chance
from alignlab.model.base import Json, PersonId
from alignlab.model.measures import Measure, People, Quantity, Quote, Tally

CHANCE_DRAWS = 100
CAMP = 0.3  # share of us from which on a side is a camp
SMALLEST_CAMP = 3  # people
THIRDS = ("last", "middle", "first")  # ascending, as all ordered tallies are


def quantities(setup: Setup, votes: Votes, answers: Answers, rng: Random) -> dict[str, Quantity]:
    """Quantities "first", "third.<item>", "camps", "cannot.<item>", "agreement", "why.<item>.for", "moved"."""
    if not votes.people:
        return {}
    found: dict[str, Quantity] = {"first": _first(setup, votes), **_thirds(setup, votes), **_camps(setup, votes)}
    return {
        **found,
        **_cannot(setup, votes),
        **_agreement(votes, rng),
        **_reasons(setup, votes, answers),
        **_moved(setup, votes, answers),
    }


def _first(setup: Setup, votes: Votes) -> Tally:
    """Who has which item first, ties counting for each."""
    best = np.nanmax(votes.worths, axis=1, keepdims=True)
    return Tally(
        of=frozenset(votes.people),
        cells={id_: _who(votes, votes.worths[:, [i]] == best) for i, id_ in enumerate(votes.options)},
        shape="picks",
        title=say("title_first"),
        labels=setup.titles,
    )


def _who(votes: Votes, mask: Bools) -> People:
    return frozenset(person for person, yes in zip(votes.people, mask.ravel(), strict=True) if yes)


def positions(worths: Floats) -> Floats:
    """(people, items): where an item stands in somebody's own order, 0 last to 1 first, ties in the middle of theirs.

    nan where somebody has no opinion of it, or of nothing else.
    """
    below = (worths[:, None, :] < worths[:, :, None]).sum(axis=2)
    above = (worths[:, None, :] > worths[:, :, None]).sum(axis=2)
    known = ~np.isnan(worths)
    others = known.sum(axis=1, keepdims=True) - 1
    share = (below + (others - below - above) / 2) / np.maximum(others, 1)
    return np.asarray(np.where(known & (others > 0), share, np.nan))


def _thirds(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """Who has an item in the first, middle and last third of their own order."""
    where = positions(votes.worths)
    found: dict[str, Quantity] = {}
    labels = {name: say(f"third_{name}") for name in THIRDS}
    for i, id_ in enumerate(votes.options):
        masks = {"last": where[:, i] < 1 / 3, "first": where[:, i] > 2 / 3}
        masks["middle"] = ~np.isnan(where[:, i]) & ~masks["last"] & ~masks["first"]
        cells = {name: _who(votes, masks[name]) for name in THIRDS}
        of = frozenset().union(*cells.values())
        found[f"third.{id_}"] = Tally(of, cells, "ordered", say("title_third", item=setup.titles[id_]), labels)
    return found


def _camps(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """The two items over which we split most: as many as possible have the one first and the other last, and back."""
    where = positions(votes.worths)
    high, low = where > 2 / 3, where < 1 / 3
    best: tuple[int, str, str, People, People] | None = None
    for i, j in combinations(range(len(votes.options)), 2):
        one, two = high[:, i] & low[:, j], high[:, j] & low[:, i]
        size = int(min(one.sum(), two.sum()))
        if best is None or size > best[0]:
            best = (size, votes.options[i], votes.options[j], _who(votes, one), _who(votes, two))
    if best is None or best[0] < max(SMALLEST_CAMP, CAMP * len(votes.people)):
        return {}
    _, a, b, first, second = best
    title = say("title_camps", one=setup.titles[a], two=setup.titles[b])
    return {"camps": Tally(frozenset(votes.people), {a: first, b: second}, "counts", title, setup.titles)}


def _cannot(setup: Setup, votes: Votes) -> dict[str, Quantity]:
    """Who voted and gave no opinion of an item. Pairs ask nobody about all items, so there it means nothing."""
    if setup.method == "pairwise":
        return {}
    found: dict[str, Quantity] = {}
    for i, id_ in enumerate(votes.options):
        missing = _who(votes, np.isnan(votes.worths[:, i]))
        if missing:
            title = say("title_cannot", item=setup.titles[id_])
            found[f"cannot.{id_}"] = Tally(frozenset(votes.people), {"cannot": missing}, "yes_no", title)
    return found


def _agreement(votes: Votes, rng: Random) -> dict[str, Quantity]:
    """How alike our orders are, and what chance alone would give at most; nothing where nothing can be compared."""
    people = frozenset(votes.people)
    try:
        found = accord_chance(votes.worths, draws=CHANCE_DRAWS, rng=rng)
    except Undefined:
        return {}
    return {
        "agreement": Measure(found.seen, people, title=say("title_agreement")),
        "agreement.chance": Measure(found.high, people, title=say("title_chance")),
    }


def _reasons(setup: Setup, votes: Votes, answers: Answers) -> dict[str, Quantity]:
    """What was posted for and against each item: for, where its writer has it in the upper half of their order."""
    where = positions(votes.worths)
    found: dict[str, list[Quote]] = {}
    for row, person in enumerate(votes.people):
        for i, id_ in enumerate(votes.options):
            text = _posted(setup, answers[person], id_)
            if text and not np.isnan(where[row, i]):
                side = "for" if where[row, i] >= 0.5 else "against"
                found.setdefault(f"why.{id_}.{side}", []).append(Quote(text, frozenset({person})))
    return {name: tuple(quotes) for name, quotes in sorted(found.items())}


def _posted(setup: Setup, values: Mapping[str, Json], item: str) -> str:
    """A text of this round counts with this round's tap, an older one with the older tap."""
    for each in range(setup.round, 0, -1):
        text = values.get(parts.of_round(parts.why(item), each))
        if text:
            return str(text) if values.get(parts.of_round(parts.POST, each)) == parts.YES else ""
    return ""


def _moved(setup: Setup, votes: Votes, answers: Answers) -> dict[str, Quantity]:
    """Who ordered the open items anew, and how far the balance of us moved on the pairs of them."""
    if setup.round == 1:
        return {}
    earlier = Setup.model_validate({**setup.model_dump(), "round": setup.round - 1})
    before = read(earlier, {person: answers[person] for person in votes.people})
    old = dict(zip(before.people, before.worths, strict=True))
    both = [i for i, person in enumerate(votes.people) if person in old]
    if not both:
        return {}
    then = _above(np.array([old[votes.people[i]] for i in both]))
    now = _above(votes.worths[both])
    movers = frozenset(_person(votes, both, i) for i in range(len(both)) if (then[i] != now[i]).any())
    pairs = np.triu_indices(len(votes.options), 1)
    shift = float(np.abs(now.mean(axis=0) - then.mean(axis=0))[pairs].mean())
    people = frozenset(votes.people[i] for i in both)
    return {
        "moved": Tally(people, {"moved": movers}, "yes_no", say("title_moved")),
        "shift": Measure(round(100 * shift, 6), people, unit="%", title=say("title_shift")),
    }


def _person(votes: Votes, both: list[int], place: int) -> PersonId:
    return votes.people[both[place]]


def _above(worths: Floats) -> Floats:
    """(people, items, items): 1 where somebody has the first above the second, 0 below, one half for a tie or none."""
    return np.asarray((1 + np.nan_to_num(np.sign(worths[:, :, None] - worths[:, None, :]))) / 2)
