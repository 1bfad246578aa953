"""Stories that a rehearsal tells: what each item is worth to simulated people, and what must then be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from alignlab.exercises.prioritization.setup import Method, Setup
from alignlab.exercises.prioritization.words import say
from alignlab.model.picture import Finding

ORDERS: tuple[Method, ...] = ("ranking", "points", "pairwise", "impact_effort", "weighted")
DIRECT: tuple[Method, ...] = ("ranking", "points")  # every person says all of their order
NOISE = 0.35  # of the distance between two neighbouring items


@dataclass(frozen=True, slots=True)
class Planted:
    """A finding that a story plants. `seen_in`: do these findings have it? `methods`: which methods can show it."""

    id: str
    text: str
    seen_in: Callable[[Sequence[Finding]], bool]
    methods: tuple[Method, ...] = ORDERS


@dataclass(frozen=True, slots=True)
class Story:
    """`place(index, people, items)`: the order in which somebody has the items, as numbers from 0, best first."""

    key: str
    place: Callable[[int, int, int], list[int]]
    planted: tuple[Planted, ...]

    @property
    def title(self) -> str:
        """What the host reads when they choose."""
        return say(self.key)

    def planted_in(self, setup: Setup) -> tuple[Planted, ...]:
        """What must be found with this method; nothing while a list is narrowed."""
        return tuple(p for p in self.planted if setup.task == "vote" and setup.method in p.methods)

    def worths(self, index: int, people: int, items: int, rng: Random) -> list[float]:
        """What each item is worth to this person, from 0 to 1, a little by chance; the first one stays the first."""
        order = self.place(index, people, items)
        found = [0.0] * items
        for place, item in enumerate(order):
            stray = rng.uniform(-NOISE, NOISE) if 0 < place < items - 1 else 0.0
            found[item] = 1 - (place + 0.5 + stray) / items
        return found


def _seen(*starts: str) -> Callable[[Sequence[Finding]], bool]:
    return lambda findings: any(finding.id.startswith(starts) for finding in findings)


def _turned(items: Sequence[int], by: int) -> list[int]:
    """The same order, begun further down."""
    start = by % len(items)
    return [*items[start:], *items[:start]]


def _clear(index: int, people: int, items: int) -> list[int]:
    """The first three hold for nearly everybody; behind them each of us has two neighbours the other way round."""
    order = list(range(items))
    if index % 5 == 0:
        order[0], order[1] = order[1], order[0]
    if items > 5:
        at = 3 + index % (items - 4)
        order[at], order[at + 1] = order[at + 1], order[at]
    return order


def _camps(index: int, people: int, items: int) -> list[int]:
    """Half begin with the first and end with the last, half the other way round."""
    order = list(range(items))
    return order if index % 2 == 0 else order[::-1]


def _cycle(index: int, people: int, items: int) -> list[int]:
    """Three thirds of us turn the first three items round; the rest comes after them for everybody."""
    front = list(range(min(3, items)))
    return [*_turned(front, index), *range(len(front), items)]


def _favourite(index: int, people: int, items: int) -> list[int]:
    """The last item is first for a third of us and last for all others, whose first places spread."""
    loud, rest = items - 1, list(range(items - 1))
    if 3 * index < people:
        return [loud, *rest]
    front = max(1, min(4, items - 2))
    return [*_turned(rest[:front], index), *rest[front:], loud]


def _one_person(index: int, people: int, items: int) -> list[int]:
    """One of us puts first what everybody else puts last."""
    order = list(range(items))
    return [order[-1], *order[:-1]] if index == 1 else order


STORIES: dict[str, Story] = {
    "clear-winner": Story(
        key="story_clear_winner",
        place=_clear,
        planted=(
            Planted("first", "One item holds the first place.", _seen("top.holds"), (*DIRECT, "pairwise")),
            Planted("line", "What fits and what does not is told.", _seen("line")),
        ),
    ),
    "two-camps": Story(
        key="story_two_camps",
        place=_camps,
        planted=(Planted("camps", "Two camps are named.", _seen("camps")),),
    ),
    "cycle": Story(
        key="story_cycle",
        place=_cycle,
        planted=(Planted("circle", "The circle is named.", _seen("circle"), DIRECT),),
    ),
    "loud-favourite": Story(
        key="story_loud_favourite",
        place=_favourite,
        planted=(
            Planted("favourite", "The favourite is told apart from the order.", _seen("favourite."), ("ranking",)),
            Planted("ends", "Both ends of it are told.", _seen("widest.", "camps"), DIRECT),
        ),
    ),
    "one-person-item": Story(
        key="story_one_person_item",
        place=_one_person,
        planted=(Planted("one voice", "The item that one of us carries is named.", _seen("one_person."), DIRECT),),
    ),
}
