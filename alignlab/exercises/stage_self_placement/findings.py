"""Findings, one sentence and one open question each: a strength, then the widest difference, then the largest gap."""

from __future__ import annotations

from itertools import zip_longest

from alignlab.exercises.stage_self_placement.facts import Fact, Middle, blocks, facts, group_reach, middle
from alignlab.exercises.stage_self_placement.places import CAUGHT, PLACEMENT, STRUGGLES, ends, say
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.model.measures import Picks, Released, Withheld
from alignlab.model.picture import Finding
from alignlab.model.words import capital, listed, number, titled, told

STRENGTH = 0.7  # share of us who carry it, from which on it is a strength
EVEN = 1 / 8  # so far from one half, at most, lies a difference; between these three nothing stands out
GAP = 1 / 4  # share of us, up to which it is a gap
MANY = 3  # statements of one stage that did not come up are told as one finding
WIDE = 3  # stages between the ends of the middle half, from which on it is a difference
MOST_OF_A_KIND = 3


def findings(setup: Setup, released: Released) -> list[Finding]:
    """In the order in which they deserve the wall; never empty."""
    some, where = facts(setup, released), middle(setup, released, PLACEMENT)
    stand = [*_stand(setup, released, where), *_caught(setup, released, where)]
    kinds = [
        _strengths(some),
        [*(f for f in stand if f.kind == "difference"), *_reach(setup, some, where), *_differences(some)],
        _gaps(some, where),
        _places(setup, some),
    ]
    first = [finding for kind in kinds for finding in kind[:1]]
    more = [finding for rank in zip_longest(*(kind[1:MOST_OF_A_KIND] for kind in kinds)) for finding in rank if finding]
    rest = [*(f for f in stand if f.kind == "spread"), *_struggles(released)]
    if first or rest:
        nothing = [] if first or setup.form == "short" else [_nothing()]
        return [*nothing, *first, *rest, *more]
    return [_withheld(released) or _nothing()]


def _strengths(some: list[Fact]) -> list[Finding]:
    """Most carried first; of two alike the one further on."""
    found = [fact for fact in some if not fact.absent and fact.share >= STRENGTH]
    found.sort(key=lambda fact: (-fact.share, -fact.stage))
    return [
        Finding(
            id=f"strength.{fact.behaviour.id}",
            kind="strength",
            text=say(
                "strength_most" if fact.told.told == "most" else "strength_count",
                told=told(fact.told) if fact.told.told == "most" else capital(told(fact.told)),
                we=fact.behaviour.we,
            ),
            question=fact.behaviour.common or say("strength_question"),
        )
        for fact in found
    ]


def _differences(some: list[Fact]) -> list[Finding]:
    """Closest to half and half first."""
    found = [fact for fact in some if not fact.absent and abs(fact.share - 0.5) <= EVEN]
    found.sort(key=lambda fact: abs(fact.share - 0.5))
    return [
        Finding(
            id=f"difference.{fact.behaviour.id}",
            kind="difference",
            text=say("difference", told=capital(told(fact.told)), we=fact.behaviour.we),
            question=say("difference_question"),
        )
        for fact in found
    ]


def _gaps(some: list[Fact], where: Middle | None) -> list[Finding]:
    """Carried by few although we stand there or one stage before it; what lies further on is no gap. Nearest first."""
    edge = where.high + 1 if where else max((fact.stage for fact in some), default=0)
    found = [fact for fact in some if not fact.absent and fact.share <= GAP and fact.stage <= edge]
    found.sort(key=lambda fact: (fact.stage, fact.share))
    return [
        Finding(
            id=f"gap.{fact.behaviour.id}",
            kind="gap",
            text=say(
                "gap_few" if fact.told.told == "few" else "gap_count",
                told=capital(told(fact.told)),
                past=fact.behaviour.past,
            ),
            question=fact.behaviour.rare or say("gap_question"),
        )
        for fact in found
    ]


def _places(setup: Setup, some: list[Fact]) -> list[Finding]:
    """What did not come up: about the place, not about people. Earlier stages first."""
    found: list[Finding] = []
    for place, stage in enumerate(setup.stages):
        absent = [fact for fact in some if fact.stage == place and fact.absent]
        if len(absent) >= MANY:
            all_ = len(setup.behaviours_of(stage.id))
            text = say("place_many", count=number(len(absent)), all=number(all_), stage=stage.plain)
            found.append(Finding(id=f"place.{stage.id}", kind="place", text=text, question=say("place_many_question")))
        else:
            found += [_place(fact) for fact in absent]
    return found


def _place(fact: Fact) -> Finding:
    return Finding(
        id=f"place.{fact.behaviour.id}",
        kind="place",
        text=say("place", told=told(fact.told), gerund=fact.behaviour.gerund),
        question=fact.behaviour.absent or say("place_question"),
    )


def _stand(setup: Setup, released: Released, where: Middle | None) -> list[Finding]:
    """Where we place ourselves: two blocks, or the middle half; far apart is a difference."""
    if apart := blocks(setup, released, PLACEMENT):
        first, second = apart
        text = say(
            "blocks",
            first=number(first.count),
            here=_from_to(setup, *ends(setup, first.cells[0], first.cells[-1])),
            second=number(second.count),
            there=_from_to(setup, *ends(setup, second.cells[0], second.cells[-1])),
        )
        return [Finding(id="spread.blocks", kind="difference", text=text, question=say("spread_wide_question"))]
    if where is None:
        return []
    wide = where.high - where.low >= WIDE
    return [
        Finding(
            id="spread.wide" if wide else "spread.placement",
            kind="difference" if wide else "spread",
            text=say("spread_all" if where.all else "spread", where=_from_to(setup, where.low, where.high)),
            question=say("spread_wide_question") if wide else _from_there(setup, where),
        )
    ]


def _from_to(setup: Setup, low: int, high: int) -> str:
    if low == high:
        return say("at", low=setup.stages[low].short)
    return say("from_to", low=setup.stages[low].short, high=setup.stages[high].short)


def _from_there(setup: Setup, where: Middle) -> str:
    """The question of the stage in the middle of the span (of two, the earlier one)."""
    return setup.stages[(where.low + where.high) // 2].question or say("spread_question")


def _reach(setup: Setup, some: list[Fact], where: Middle | None) -> list[Finding]:
    """What most of us do reaches further than where the middle half stand, or less far."""
    reached = group_reach(setup, some)
    if where is None or reached is None or where.low <= max(reached, 0) <= where.high:
        return []
    name = "reach_above" if reached > where.high else "reach_below"
    text = say(name, reach=setup.stages[max(reached, 0)].short, where=_from_to(setup, where.low, where.high))
    return [Finding(id=name.replace("_", "."), kind="difference", text=text, question=say(f"{name}_question"))]


def _caught(setup: Setup, released: Released, where: Middle | None) -> list[Finding]:
    """Where the questions stand that we catch ourselves asking (short form); further on than we do is a difference."""
    asked = middle(setup, released, CAUGHT)
    if asked is None:
        return []
    span = _from_to(setup, asked.low, asked.high)
    if where and asked.low >= where.high and asked.high > where.high:
        text = say("caught_above", asked=span, where=_from_to(setup, where.low, where.high))
        return [Finding(id="reach.asked", kind="difference", text=text, question=say("caught_above_question"))]
    text = say("caught_all" if asked.all else "caught", where=span)
    return [Finding(id="spread.caught", kind="spread", text=text, question=say("caught_question"))]


def _struggles(released: Released) -> list[Finding]:
    picks = released.quantities.get(STRUGGLES)
    if not isinstance(picks, Picks) or not (picks.cells or picks.themes):
        return []
    words = [titled(text) for text in picks.cells.values()] or list(picks.themes.values())
    text = say("struggles_many" if len(words) > 1 else "struggles", list=listed(words))
    return [Finding(id="struggles", kind="note", text=text, question=say("struggles_question"))]


def _withheld(released: Released) -> Finding | None:
    reasons = [quantity.reason for quantity in released.quantities.values() if isinstance(quantity, Withheld)]
    if len(reasons) < len(released.quantities) or not reasons:
        return None
    return Finding(
        id="withheld", kind="note", text=say("withheld", reason=reasons[0]), question=say("withheld_question")
    )


def _nothing() -> Finding:
    return Finding(id="nothing", kind="nothing", text=say("nothing"), question=say("nothing_question"))
