"""The form of one person, for each method; the items stand in an order of their own for each person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.aside import aside
from alignlab.exercises.prioritization.choosing import asked_pairs
from alignlab.exercises.prioritization.criteria import CANNOT, Criterion
from alignlab.exercises.prioritization.narrowing import best_by_fit, has_fit, left_unknown, needed
from alignlab.exercises.prioritization.reasons import reasons
from alignlab.exercises.prioritization.sequence import Pair, sequence
from alignlab.exercises.prioritization.setup import CATEGORIES, Item, Setup
from alignlab.exercises.prioritization.words import amount, say
from alignlab.model.base import PersonId
from alignlab.model.form import Field, Form, Option
from alignlab.model.own import OwnAnswer
from alignlab.model.words import number


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Each person's own order of the items; it does not depend on who else is there."""
    found = {}
    for person in people:
        order = [item.id for item in setup.live]
        Random(f"{seed}:{person}").shuffle(order)
        found[person] = order
    return found


def every_part(setup: Setup) -> list[str]:
    """All items and, for pairs, all pairs: which of them a person is asked depends on that person's answers."""
    order = [item.id for item in setup.live]
    return [*order, *parts.pairs(setup)] if setup.method == "pairwise" else order


def form(setup: Setup, parts_: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """The fields in the person's own order. `parts_` may also name pairs; these are asked as they stand."""
    asked = {item.id: item for item in setup.asked}
    items = [asked[id_] for id_ in parts_ if id_ in asked]
    if setup.task == "narrow":
        lines = [line for line in (aside(dict(setup)), say("intro_narrow")) if line]
        return Form(intro=tuple(lines), fields=tuple(_narrow(setup, items)), finish=say("finish"))
    known = parts.pairs(setup) if setup.method == "pairwise" else {}
    named = [part for part in parts_ if part in known]
    fields = _pairs(setup, _named(setup, named), round_) if named else _FIELDS[setup.method](setup, items, own, round_)
    why = reasons(setup, own.values, round_) if setup.reasons else []
    pairs = _expected(setup) if setup.method == "pairwise" and not named else 0
    return Form(intro=intro(setup, round_), fields=(*fields, *why), finish=say("finish"), expects=pairs)


def intro(setup: Setup, round_: int) -> tuple[str, ...]:
    """Who decides, and whether the room decides or advises; then how this method goes."""
    lines = [aside(dict(setup))]
    if setup.capacity is not None:
        lines.append(say("intro_limit", room=amount(setup.capacity, setup.unit), horizon=_horizon(setup)))
    how = say("intro_again") if round_ > 1 else say(f"how_{setup.method}", pairs=_expected(setup))
    return (*lines, how)


def _expected(setup: Setup) -> int:
    """How many pairs one person is asked in this round; never more than there are."""
    items = len(setup.asked)
    return min(setup.pairs or asked_pairs(items), items * (items - 1) // 2)


def help_of(setup: Setup, item: Item) -> str:
    """What the item costs and what it is, in one small line."""
    cost = amount(item.effort, setup.unit) if item.effort is not None else ""
    return " · ".join(text for text in (cost, item.help) if text)


def _after_help(setup: Setup, item: Item, question: str) -> str:
    """What the item is, and on a line of its own what is asked: both are read before the answers."""
    return "\n".join(text for text in (help_of(setup, item), question) if text)


def _options(setup: Setup, items: Sequence[Item]) -> tuple[Option, ...]:
    return tuple(Option(value=item.id, label=item.title, help=help_of(setup, item)) for item in items)


def _horizon(setup: Setup) -> str:
    return setup.horizon or say("horizon")


def _rank(setup: Setup, items: Sequence[Item], own: OwnAnswer, round_: int) -> list[Field]:
    return [
        Field(
            part=parts.of_round(parts.RANK, round_),
            kind="rank",
            label=say("rank_label", horizon=_horizon(setup)),
            options=_options(setup, items),
        )
    ]


def _points(setup: Setup, items: Sequence[Item], own: OwnAnswer, round_: int) -> list[Field]:
    return [_budget(setup, items, parts.POINTS, setup.budget, round_), _cannot(items, round_)]


def _dots(setup: Setup, items: Sequence[Item], own: OwnAnswer, round_: int) -> list[Field]:
    return [_budget(setup, items, parts.DOTS, setup.dots_each, round_), _cannot(items, round_)]


def _budget(setup: Setup, items: Sequence[Item], name: str, total: int, round_: int) -> Field:
    return Field(
        part=parts.of_round(name, round_),
        kind="points",
        label=say(f"{name}_label", total=total, horizon=_horizon(setup)),
        lead=say(f"{name}_lead"),
        options=_options(setup, items),
        total=total,
    )


def _cannot(items: Sequence[Item], round_: int) -> Field:
    return Field(
        part=parts.of_round(parts.CANNOT_ITEMS, round_),
        kind="many",
        label=say("cannot_label"),
        lead=say("cannot_lead"),
        options=tuple(Option(value=item.id, label=item.title) for item in items),
        optional=True,
    )


def _named(setup: Setup, named: Sequence[str]) -> list[Pair]:
    known = parts.pairs(setup)
    return [known[part] for part in named]


def _adapted(setup: Setup, items: Sequence[Item], own: OwnAnswer, round_: int) -> list[Field]:
    order = [item.id for item in items]
    return _pairs(setup, sequence(setup, order, own.values, round_) if len(order) > 1 else [], round_)


def _pairs(setup: Setup, asked: Sequence[Pair], round_: int) -> list[Field]:
    known, titles = parts.pairs(setup), setup.titles
    lead = say("pair_lead", horizon=_horizon(setup))
    return [
        Field(
            part=parts.of_round(next(part for part in (parts.pair(a, b), parts.pair(b, a)) if part in known), round_),
            kind="pairs",
            # the same words whichever side an item stands on
            label=say("pair_label", **dict(zip(("one", "two"), sorted((titles[a], titles[b])), strict=True))),
            lead=lead,
            options=_options(setup, [setup.item(a), setup.item(b)]),
        )
        for a, b in asked
    ]


def _scores(setup: Setup, items: Sequence[Item], own: OwnAnswer, round_: int) -> list[Field]:
    asked = parts.scores(setup)
    return [_score(setup, item, c, round_) for item in items for i, c in asked if i.id == item.id]


def _score(setup: Setup, item: Item, criterion: Criterion, round_: int) -> Field:
    anchors = [Option(value=str(place), label=words) for place, words in enumerate(criterion.anchors, start=1)]
    return Field(
        part=parts.of_round(parts.score(item, criterion), round_),
        kind="scale",
        label=say("score_label", item=item.title, criterion=criterion.title),
        lead=_after_help(setup, item, criterion.question),
        options=(*anchors, Option(value=CANNOT, label=say("cannot"), apart=True)),
    )


def _moscow(setup: Setup, items: Sequence[Item], own: OwnAnswer, round_: int) -> list[Field]:
    words = [Option(value=name, label=say(name), help=say(f"{name}_help")) for name in reversed(CATEGORIES)]
    return [
        Field(
            part=parts.of_round(parts.category(item), round_),
            kind="choice",
            label=item.title,
            lead=_after_help(setup, item, say("moscow_lead", horizon=_horizon(setup))),
            options=(*words, Option(value=CANNOT, label=say("cannot"), apart=True)),
        )
        for item in items
    ]


_FIELDS: dict[str, Callable[[Setup, Sequence[Item], OwnAnswer, int], list[Field]]] = {
    "ranking": _rank,
    "points": _points,
    "dots": _dots,
    "pairwise": _adapted,
    "impact_effort": _scores,
    "weighted": _scores,
    "moscow": _moscow,
}


def _narrow(setup: Setup, items: Sequence[Item]) -> list[Field]:
    """Rescue one of those that fit leaves out (or dots, where there is no fit), then what is nearly the same."""
    best = {item.id for item in best_by_fit(setup)}
    fields: list[Field] = []
    if needed(setup) and not has_fit(setup):
        fields.append(_budget(setup, items, parts.DOTS, setup.dots_each, 1))
    elif out := [item for item in items if item.id not in best]:
        label = say("rescue_label", count=len(best))
        going = say("rescue_lead", items="; ".join(item.title for item in setup.live if item.id in best))
        lead = " ".join(text for text in (going, _unknown_lead(setup)) if text)
        options = (*_rescued(setup, out), Option(value=parts.NOTHING, label=say("rescue_nothing"), apart=True))
        fields.append(Field(part=parts.RESCUE, kind="choice", label=label, lead=lead, options=options))
    every = tuple(Option(value=item.id, label=item.title) for item in items)
    same = Field(
        part=parts.SAME,
        kind="many",
        label=say("same_label"),
        lead=say("same_lead"),
        options=every,
        most=2,
        optional=True,
    )
    return [*fields, same]


def _rescued(setup: Setup, out: Sequence[Item]) -> list[Option]:
    """What may be rescued; items without a known fit stand together, after the others, and say so."""
    unknown = {item.id for item in left_unknown(setup)}
    options = [option for option in _options(setup, out) if option.value not in unknown]
    for option in _options(setup, [item for item in out if item.id in unknown]):
        told = " · ".join(text for text in (say("rescue_unknown"), option.help) if text)
        options.append(option.model_copy(update={"help": told}))
    return options


def _unknown_lead(setup: Setup) -> str:
    count = len(left_unknown(setup))
    return say("rescue_unknown_lead", count=number(count)) if count else ""
