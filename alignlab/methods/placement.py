"""Stages: how far one person's examples reach, and how well a rubric's statements scale over many people.

`scaling` has the measures that audit a rubric; they judge statements, never a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from alignlab.errors import InvalidInput
from alignlab.methods.beta import beta_cdf
from alignlab.methods.checks import number, whole
from alignlab.methods.quartiles import median, middle_half
from alignlab.methods.scaling import (
    Reproducibility,
    guttman_errors,
    loevinger_h,
    minimal_marginal_reproducibility,
    reproducibility,
)

__all__ = [
    "Frequency",
    "Reach",
    "Reproducibility",
    "StageCounts",
    "guttman_errors",
    "loevinger_h",
    "mastery_probability",
    "median",
    "middle_half",
    "minimal_marginal_reproducibility",
    "one_answer_changes",
    "reach",
    "reach_probabilities",
    "reproducibility",
]

Frequency = Literal["never", "now_and_then", "mostly", "every_time", "no_occasion"]
CARRIED: tuple[Frequency, ...] = ("mostly", "every_time")
RATED: tuple[Frequency, ...] = ("never", "now_and_then", *CARRIED)
TAU = 0.6
MINIMUM = 3


class StageCounts(NamedTuple):
    """Statements of one stage.

    `carried` (mostly, every time) of `rated` (it came up); `not_seen` (it came up: never); `no_occasion` (it did not
    come up); `unanswered`. `reached` is `None` where too few are rated to say.
    """

    carried: int
    rated: int
    not_seen: int
    no_occasion: int
    unanswered: int
    reached: bool | None


class Reach(NamedTuple):
    """How far the examples reach.

    `stage`: index of the furthest stage reached without a gap, or `None`; `stages`: their counts; `uneven`: a stage
    beyond a gap is carried too, so show the profile and not one stage.
    """

    stage: int | None
    stages: list[StageCounts]
    uneven: bool


def reach(stages: Sequence[Sequence[Frequency | None]], *, tau: float = TAU, minimum: int = MINIMUM) -> Reach:
    """How far one person's answers reach, by cumulative mastery (Guttman 1944's logic with a tolerance).

    `stages`: the answers stage by stage, lowest first; `None` is unanswered. A stage is carried when at least `tau`
    of its rated statements happen mostly or every time. One with fewer than `minimum` rated statements is passed
    over: neither reached nor failed. The reach ends before the first stage that is rated and not carried. "It did not
    come up" is never counted as a no. No stage reached, or nothing rated: `stage` is `None`.
    """
    share, least = number(tau, "tau", low=0, high=1), whole(minimum, "minimum", low=1)
    found = [_count(place, answers, share, least) for place, answers in enumerate(stages, start=1)]
    furthest, gap, uneven = None, False, False
    for place, stage in enumerate(found):
        if stage.reached is False:
            gap = True
        elif stage.reached and gap:
            uneven = True
        elif stage.reached:
            furthest = place
    return Reach(furthest, found, uneven)


def _count(place: int, answers: Sequence[Frequency | None], tau: float, minimum: int) -> StageCounts:
    strays = [answer for answer in answers if answer is not None and answer not in (*RATED, "no_occasion")]
    if strays:
        raise InvalidInput(
            f"Stage {place} has the answer {strays[0]!r}; use one of {', '.join((*RATED, 'no_occasion'))}, or None."
        )
    carried = sum(answer in CARRIED for answer in answers)
    rated = sum(answer in RATED for answer in answers)
    return StageCounts(
        carried=carried,
        rated=rated,
        not_seen=sum(answer == "never" for answer in answers),
        no_occasion=sum(answer == "no_occasion" for answer in answers),
        unanswered=sum(answer is None for answer in answers),
        # the tolerance keeps 3 of 5 at tau .6 from failing by a rounding error
        reached=carried >= tau * rated - 1e-9 if rated >= minimum else None,
    )


def one_answer_changes(
    stages: Sequence[Sequence[Frequency | None]], *, tau: float = TAU, minimum: int = MINIMUM
) -> bool:
    """Would one rated answer on the other side of *mostly* move the stage reached? Then it is an edge."""
    now = reach(stages, tau=tau, minimum=minimum).stage
    for place, answers in enumerate(stages):
        for position, answer in enumerate(answers):
            if answer not in RATED:
                continue
            other: Frequency = "now_and_then" if answer in CARRIED else "mostly"
            flipped = [*stages[:place], [*answers[:position], other, *answers[position + 1 :]], *stages[place + 1 :]]
            if reach(flipped, tau=tau, minimum=minimum).stage != now:
                return True
    return False


def mastery_probability(carried: int, rated: int, *, tau: float = TAU) -> float:
    """P(the true share is at least `tau`) after `carried` of `rated`, with Jeffreys' prior Beta(1/2, 1/2).

    3 of 5 give .49, 4 of 5 .82, 5 of 5 .98 for tau .6. Nothing rated: what the prior says (.44), so pass such a stage
    over.
    """
    yes, total = whole(carried, "carried"), whole(rated, "rated")
    if yes > total:
        raise InvalidInput(f"{yes} of {total} statements cannot be carried.")
    return 1 - beta_cdf(number(tau, "tau", low=0, high=1), yes + 0.5, total - yes + 0.5)


def reach_probabilities(
    stages: Sequence[Sequence[Frequency | None]], *, tau: float = TAU, minimum: int = MINIMUM
) -> list[float]:
    """`[P(no stage), P(stage 0 is the furthest), P(stage 1 …), …]`, summing to 1: which stages hold most of the weight.

    The stages' mastery probabilities are multiplied upward as if independent; a stage passed over has probability 0.
    """
    counts = reach(stages, tau=tau, minimum=minimum).stages
    found = [0.0] * (len(counts) + 1)
    rated = [place for place, stage in enumerate(counts) if stage.reached is not None]
    alive = 1.0
    for here, following in pairwise([-1, *rated, None]):
        # here: -1 stands for "no stage yet"
        onward = 0.0
        if following is not None:
            onward = mastery_probability(counts[following].carried, counts[following].rated, tau=tau)
        found[(here if here is not None else -1) + 1] = alive * (1 - onward)
        alive *= onward
    return found
