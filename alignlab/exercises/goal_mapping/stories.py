"""Stories that a rehearsal tells: what simulated people answer, and the findings that must then be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from alignlab.exercises.goal_mapping.names import GOALS_SILENT, NONE, UNKNOWN_WORK, say
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.model.base import Json
from alignlab.model.picture import Finding
from alignlab.model.work import Item

Said = dict[str, Json]
SPLIT_ITEMS = 4  # so many are contested in the story of that name


@dataclass(frozen=True, slots=True)
class Planted:
    """A finding that a story plants. `seen_in`: do these findings have it?"""

    id: str
    text: str
    seen_in: Callable[[Sequence[Finding]], bool]


@dataclass(frozen=True, slots=True)
class Story:
    """What people answer.

    points  the shares of the counters, goal -> share
    links   what one person (by index) says of an item
    planted what must be found in a list like this one
    """

    key: str
    points: Callable[[Setup], dict[str, float]]
    links: Callable[[int, Setup, Item, Random], Said]
    planted: Callable[[Setup], tuple[Planted, ...]]

    @property
    def title(self) -> str:
        """What the host reads when they choose."""
        return say(self.key)

    def planted_in(self, setup: Setup) -> tuple[Planted, ...]:
        """What must be found with this setup."""
        return self.planted(setup)


def truth(setup: Setup, item: Item) -> tuple[str, ...]:
    """The goals that the list itself gives to an item, as far as they are asked about; without any, one in turn."""
    own = tuple(goal for goal in item.parents if goal in setup.asked)
    if own or any(goal in setup.asked for other in setup.items for goal in other.parents):
        return own
    return (setup.asked[setup.items.index(item) % len(setup.asked)],)


def flow(setup: Setup) -> dict[str, float]:
    """Goal -> share of the capacity by `truth`, of what has a goal."""
    found = dict.fromkeys(setup.asked, 0.0)
    for item in setup.items:
        if goals := truth(setup, item):
            found[goals[0]] += setup.size(item)
    total = sum(found.values()) or 1.0
    return {goal: amount / total for goal, amount in found.items()}


def least(setup: Setup) -> str:
    """The goal with the least work, of those that have any."""
    some = {goal: share for goal, share in flow(setup).items() if share > 0}
    return min(some or flow(setup), key=lambda goal: (flow(setup)[goal], setup.asked.index(goal)))


def _wish(setup: Setup) -> str:
    """Of the goals with little work the one that was announced largest: the wish that nobody resources."""
    work = flow(setup)
    return max(setup.asked, key=lambda goal: ((setup.graph.by_id[goal].announced or 0) / 100 - work[goal], -work[goal]))


def _by_truth(_index: int, setup: Setup, item: Item, rng: Random) -> Said:
    return _link(truth(setup, item), rng)


def _link(goals: Sequence[str], rng: Random) -> Said:
    if not goals:
        return {"main": rng.choice((GOALS_SILENT, GOALS_SILENT, NONE)), "also": []}
    return {"main": goals[0], "also": list(goals[1:])}


def _some_goal(setup: Setup, item: Item) -> tuple[str, ...]:
    return truth(setup, item) or (setup.asked[setup.items.index(item) % len(setup.asked)],)


def _as_work(setup: Setup) -> dict[str, float]:
    return flow(setup)


def _wished(setup: Setup, share: float = 0.3) -> dict[str, float]:
    """As the work is, but for one goal that has far more."""
    goal, work = _wish(setup), flow(setup)
    rest = 1 - work[goal]
    return {one: share if one == goal else (1 - share) * part / (rest or 1) for one, part in work.items()}


def _no_work(index: int, setup: Setup, item: Item, rng: Random) -> Said:
    """What the list gives to one goal, everybody sees under another."""
    goals, starved = _some_goal(setup, item), least(setup)
    other = next(goal for goal in setup.asked if goal != starved) if len(setup.asked) > 1 else starved
    return _link([goal for goal in goals if goal != starved] or [other], rng)


def _no_work_points(setup: Setup) -> dict[str, float]:
    starved, work = least(setup), flow(setup)
    rest = 1 - work[starved]
    return {goal: 0.25 if goal == starved else 0.75 * part / (rest or 1) for goal, part in work.items()}


def _silent(index: int, setup: Setup, item: Item, rng: Random) -> Said:
    """The items of which `_heavy` holds get no goal from anybody."""
    if item.id in _heavy(setup):
        return {"main": rng.choice((GOALS_SILENT, GOALS_SILENT, NONE, UNKNOWN_WORK)), "also": []}
    return _link(_some_goal(setup, item), rng)


def _heavy(setup: Setup) -> frozenset[str]:
    """Items without a goal in the list; if there are none, the two largest."""
    without = [item.id for item in setup.items if not truth(setup, item)]
    return frozenset(without or [item.id for item in setup.largest(2)])


def _split(index: int, setup: Setup, item: Item, rng: Random) -> Said:
    """Half say one goal, half another, on a few of the larger items; which half, differs from item to item."""
    ids = _split_ids(setup)
    if item.id not in ids or len(setup.asked) < 2:
        return _link(_some_goal(setup, item), rng)
    first = _some_goal(setup, item)[0]
    second = _second(setup, item)
    side = (index >> (ids.index(item.id) % 3)) % 2  # every second, every second two, every second four
    return {"main": second if side else first, "also": []}


def _split_ids(setup: Setup) -> list[str]:
    """The items that serve two goals in the list, then the largest with one."""
    double = [item.id for item in setup.items if len(truth(setup, item)) > 1]
    large = [item.id for item in setup.largest(10) if len(truth(setup, item)) == 1]
    return [*double, *large][:SPLIT_ITEMS]


def _side_links(index: int, setup: Setup, item: Item, rng: Random) -> Said:
    """All see the goal it is for; on a few items every second person sees that it helps another goal too."""
    goals = _some_goal(setup, item)
    if item.id not in _split_ids(setup) or len(setup.asked) < 2:
        return _link(goals, rng)
    also = _second(setup, item)
    return {"main": goals[0], "also": [] if index % 2 else [also]}


def _second(setup: Setup, item: Item) -> str:
    """The other goal that it could be for: the list's own, else the next one that is asked about."""
    goals = truth(setup, item)
    return goals[1] if len(goals) > 1 else next(goal for goal in setup.asked if goal != _some_goal(setup, item)[0])


def _some(starts: str) -> Callable[[Sequence[Finding]], bool]:
    return lambda findings: any(finding.id.startswith(starts) for finding in findings)


def _title(setup: Setup, goal: str) -> str:
    return setup.graph.by_id[goal].title


STORIES: dict[str, Story] = {
    "say-do-gap": Story(
        key="story_say_do_gap",
        points=_wished,
        links=_by_truth,
        planted=lambda setup: (
            Planted(
                "gap", f"{_title(setup, _wish(setup))} has fewer days than points.", _some(f"starved.{_wish(setup)}")
            ),
            Planted("move", "How much would have to move.", _some("move")),
            Planted("agreed", "For most items we agree what they are for.", _some("agreed")),
        ),
    ),
    "no-goal-heavy": Story(
        key="story_no_goal_heavy",
        points=_as_work,
        links=_silent,
        planted=lambda setup: (
            Planted("no goal", "Items without an agreed goal, and what they hold.", _some("no_goal")),
            Planted("reasons", "Items that many cannot place, by reason.", _some("unplaceable.")),
        ),
    ),
    "starved-goal": Story(
        key="story_starved_goal",
        points=_no_work_points,
        links=_no_work,
        planted=lambda setup: (
            Planted(
                "starved",
                f"{_title(setup, least(setup))} has points and hardly any work.",
                _some(f"starved.{least(setup)}"),
            ),
        ),
    ),
    "contested": Story(
        key="story_contested",
        points=_as_work,
        links=_split,
        planted=lambda setup: (
            Planted(
                "contested",
                "A large item splits us.",
                lambda findings: any(f.id in {f"contested.{id_}" for id_ in _split_ids(setup)} for f in findings),
            ),
        ),
    ),
    "side-link": Story(
        key="story_side_link",
        points=_as_work,
        links=_side_links,
        planted=lambda setup: (
            Planted(
                "side link",
                "An item with an agreed goal splits us on another one.",
                lambda findings: any(f.id.startswith(f"side.{id_}.") for f in findings for id_ in _split_ids(setup)),
            ),
        ),
    ),
}
