"""Stories that a rehearsal tells: what simulated people answer, and the findings that must then be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alignlab.exercises.stage_self_placement.places import say
from alignlab.exercises.stage_self_placement.setup import Behaviour, Setup
from alignlab.model.picture import Finding

BOTH = ("full", "short")


@dataclass(frozen=True, slots=True)
class Planted:
    """A finding that a story plants. `seen_in`: do these findings have it? `forms`: which forms can show it."""

    id: str
    text: str
    seen_in: Callable[[Sequence[Finding]], bool]
    forms: tuple[str, ...] = ("full",)


@dataclass(frozen=True, slots=True)
class Story:
    """What people answer, by their index (from 0) and how many they are.

    place    the stages (from 0) that somebody chooses, one or two neighbours
    asks     the same for the question that they catch themselves asking (short form)
    carries  how likely somebody carries a statement, 0 to 1
    came_up  how likely it came up at all, 0 to 1
    knows    struggles that somebody knows, by their place in the setup
    """

    key: str
    place: Callable[[int, int], list[int]]
    carries: Callable[[int, int, Setup, Behaviour], float]
    came_up: Callable[[int, int, Setup, Behaviour], float]
    knows: Callable[[int], list[int]]
    planted: tuple[Planted, ...]
    asks: Callable[[int, int], list[int]] | None = None  # None: as `place`

    @property
    def title(self) -> str:
        """What the host reads when they choose."""
        return say(self.key)

    def planted_in(self, setup: Setup) -> tuple[Planted, ...]:
        """What must be found with this form."""
        return tuple(planted for planted in self.planted if setup.form in planted.forms)


def _some(kind: str, starts: str = "") -> Callable[[Sequence[Finding]], bool]:
    return lambda findings: any(f.kind == kind and f.id.startswith(starts) for f in findings)


def _by_stage(*levels: float) -> Callable[[int, int, Setup, Behaviour], float]:
    """The same for everybody, stage by stage; the last level holds for all further stages."""
    return lambda _index, _people, setup, behaviour: levels[min(setup.place(behaviour.stage), len(levels) - 1)]


def _upper(index: int, people: int) -> bool:
    return 2 * index >= people


def _split_carries(index: int, people: int, setup: Setup, behaviour: Behaviour) -> float:
    place = setup.place(behaviour.stage)
    return 1.0 if place == 0 or (_upper(index, people) and place < len(setup.stages) - 1) else 0.0


def _gap_at_2(index: int, people: int, setup: Setup, behaviour: Behaviour) -> float:
    """All carry the first two stages except one statement of the second, which nobody does."""
    place, first = setup.place(behaviour.stage), setup.behaviours_of(behaviour.stage)[0]
    return 1.0 if place < 2 and not (place == 1 and behaviour == first) else 0.0


def _third_did_not_come_up(index: int, people: int, setup: Setup, behaviour: Behaviour) -> float:
    """Two statements of the third stage and all of the last two came up for nobody."""
    place = setup.place(behaviour.stage)
    return 0.0 if place > 2 or (place == 2 and behaviour in setup.behaviours_of(behaviour.stage)[-2:]) else 1.0


STORIES: dict[str, Story] = {
    "aligned": Story(
        key="story_aligned",
        place=lambda index, _people: [[1], [1, 2], [1], [2], [1, 2], [1, 2]][index % 6],
        carries=_gap_at_2,
        came_up=_by_stage(1.0),
        knows=lambda _index: [5],
        planted=(
            Planted("strength", "Most of us carry something of the first two kinds of work.", _some("strength")),
            Planted("gap", "One statement of the second kind is carried by two or fewer.", _some("gap", "gap.")),
            Planted("close", "We stand close together.", _some("spread", "spread.placement"), BOTH),
            Planted("struggle", "Three or more know the same struggle.", _some("note", "struggles")),
        ),
    ),
    "split": Story(
        key="story_split",
        place=lambda index, people: ([3] if index % 2 else [3, 4]) if _upper(index, people) else [0],
        carries=_split_carries,
        came_up=_by_stage(1.0),
        knows=lambda index: [index % 5],
        planted=(
            Planted("far apart", "We stand far apart.", _some("difference", "spread."), BOTH),
            Planted("difference", "About half of us carry what the others do not.", _some("difference", "difference.")),
        ),
    ),
    "cautious": Story(
        key="story_cautious",
        place=lambda index, _people: [0] if index % 3 else [0, 1],
        carries=_by_stage(0.85, 0.85, 1.0, 0.0),  # the third kind stands out in rooms of any size
        came_up=_by_stage(1.0),
        knows=lambda index: [index % 5],
        asks=lambda index, _people: [2, 3] if index % 3 else [2],
        planted=(
            Planted(
                "reach",
                "What most of us do reaches further than where we place ourselves.",
                _some("difference", "reach.above"),
            ),
            Planted(
                "strength", "Most of us carry statements of the third kind.", _some("strength", "strength.senior.")
            ),
            Planted(
                "asked", "We ask further on than we place ourselves.", _some("difference", "reach.asked"), ("short",)
            ),
        ),
    ),
    "did-not-come-up": Story(
        key="story_did_not_come_up",
        place=lambda index, _people: [1] if index % 2 else [1, 2],
        carries=_by_stage(1.0, 1.0, 1.0, 0.0),
        came_up=_third_did_not_come_up,
        knows=lambda index: [index % 5],
        planted=(
            Planted("place of one kind", "Most of one kind of work did not come up.", _some("place", "place.staff")),
            Planted("place", "Single statements did not come up.", _some("place", "place.senior.")),
        ),
    ),
}
