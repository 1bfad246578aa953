"""What the room holds to after the picture: the order as moved, the room as it is now, the noes; and the decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alignlab.exercises.prioritization.capacity import Line, line
from alignlab.exercises.prioritization.counting import Span, tied_spans
from alignlab.exercises.prioritization.outcome import Change, No, decided, sentence
from alignlab.exercises.prioritization.setup import Group, Setup
from alignlab.exercises.prioritization.words import amount, between, say
from alignlab.model.base import Json
from alignlab.model.desk import Ruling
from alignlab.model.measures import Order, Released

Data = Mapping[str, Json]
"""What settling keeps: `changes` [{item, place}], `whys` {item: text}, `noes` {item: No}, `efforts` {item: number},
`capacity` {value, why}, `decided` bool. Noes of items that fit again stay here and are told no more."""


@dataclass(frozen=True, slots=True)
class Held:
    """`setup`: as it opened; `now`: with the room and the efforts as they are now. `groups`: the decided order."""

    setup: Setup
    now: Setup
    voted: tuple[Group, ...]
    groups: tuple[Group, ...]
    changes: tuple[Change, ...]
    noes: Mapping[str, No]
    data: Data

    @property
    def line(self) -> Line | None:
        return line(self.now, self.groups)

    @property
    def order(self) -> list[str]:
        return [id_ for group in self.groups for id_ in group]

    @property
    def below(self) -> list[str]:
        """What a no can be said to: all below the line; without one, everything."""
        found = self.line
        return self.order if found is None else [id_ for group in found.below for id_ in group]

    @property
    def moved(self) -> dict[str, tuple[Span, Span]]:
        """Item that the host moved -> its places by the vote and now, where they differ."""
        before, after = tied_spans(self.voted), tied_spans(self.groups)
        touched = dict.fromkeys(change.item for change in self.changes)
        return {id_: (before[id_], after[id_]) for id_ in touched if before[id_] != after[id_]}

    def why(self, id_: str) -> str:
        """The reason why an item was moved, or ""."""
        return str((self.data.get("whys") or {}).get(id_, ""))

    @property
    def said(self) -> list[No]:
        """The noes that hold, in the order of the list."""
        return [self.noes[id_] for id_ in self.below if id_ in self.noes]

    def sentence(self, id_: str) -> str:
        """The words of a no: the room's own, else those proposed."""
        no = self.noes.get(id_, No(item=id_))
        return no.sentence or sentence(self.setup, id_, no.until)


def held(setup: Setup, released: Released, data: Data) -> Held | None:
    """What holds; None where the picture has no order that may be told."""
    order = released.quantities.get("order")
    if not isinstance(order, Order) or not order.groups:
        return None
    changes = [Change.model_validate(one) for one in data.get("changes") or ()]
    whys = data.get("whys") or {}
    told = tuple(Change(item=one.item, place=one.place, why=whys.get(one.item, "")) for one in changes)
    noes = {id_: No.model_validate(no) for id_, no in (data.get("noes") or {}).items()}
    groups = decided(setup, order.groups, told)
    return Held(setup, _now(setup, data), order.groups, groups, told, noes, data)


def _now(setup: Setup, data: Data) -> Setup:
    """The setup with what was changed after the vote; the vote's own rules do not apply to it any more."""
    efforts: Mapping[str, float | None] = data.get("efforts") or {}
    changed: Mapping[str, Any] = data.get("capacity") or {"value": setup.capacity}
    items = tuple(
        item.model_copy(update={"effort": efforts[item.id]}) if item.id in efforts else item for item in setup.items
    )
    return Setup.model_construct(**{**dict(setup), "items": items, "capacity": changed["value"]})


# --- what is recorded as decisions ----------------------------------------------------------------------------------


def rulings(found: Held | None) -> dict[str, Ruling]:
    """Everything that is decided, by its key."""
    if found is None:
        return {}
    told = [*_order(found), *_moves(found), *_room(found), *_efforts(found), *_noes(found)]
    return {ruling.key: ruling for ruling in told}


def _key(found: Held, kind: str, id_: str) -> str:
    """Stable and short, whatever characters an item's id has."""
    return f"{kind}.{[item.id for item in found.setup.items].index(id_)}"


def _order(found: Held) -> Sequence[Ruling]:
    if not found.data.get("decided"):
        return []
    return [Ruling(key="order", text=decided_line(found), owner=found.setup.decider)]


def decided_line(found: Held) -> str:
    """What is done, into which room; without a line the order itself."""
    drawn = found.line
    if drawn is None:
        return say("decided_order", items="; ".join(found.setup.titles[id_] for id_ in found.order))
    titles = "; ".join(found.setup.titles[id_] for group in drawn.fits for id_ in group)
    room = amount(found.now.capacity or 0, found.now.unit)
    return say("decided_fits", items=titles, room=room) if titles else say("decided_nothing", room=room)


def _moves(found: Held) -> list[Ruling]:
    texts = {
        id_: say("moved", item=found.setup.titles[id_], place=between(*now), voted=between(*then))
        for id_, (then, now) in found.moved.items()
    }
    return [Ruling(key=_key(found, "moved", id_), text=_because(text, found.why(id_))) for id_, text in texts.items()]


def _because(text: str, why: str) -> str:
    return say("because", text=text, why=why) if why else f"{text}."


def _room(found: Held) -> list[Ruling]:
    then, now, unit = found.setup.capacity, found.now.capacity, found.setup.unit
    if then == now:
        return []
    if now is None:
        text = say("room_none")
    else:
        room = amount(now, unit)
        text = say("room_set", room=room) if then is None else say("room_changed", room=room, before=amount(then, unit))
    return [Ruling(key="room", text=_because(text, str((found.data.get("capacity") or {}).get("why", ""))))]


def _efforts(found: Held) -> list[Ruling]:
    told = []
    for id_ in found.data.get("efforts") or {}:
        then, now = found.setup.item(id_).effort, found.now.item(id_).effort
        if then != now and then is not None and now is not None:
            parts = {"item": found.setup.titles[id_], "now": amount(now, found.now.unit), "then": f"{then:g}"}
            told.append(Ruling(key=_key(found, "effort", id_), text=say("effort_changed", **parts)))
    return told


def _noes(found: Held) -> list[Ruling]:
    return [
        Ruling(
            key=_key(found, "no", no.item),
            text=found.setup.titles[no.item],
            owner=no.owner,
            by=no.by,
            until=no.until,
            no=True,
            first_step=_saying(found, no),
        )
        for no in found.said
    ]


def _saying(found: Held, no: No) -> str:
    waiting = found.setup.item(no.item).waiting or say("whoever_waits")
    return say("no_saying", waiting=waiting, sentence=found.sentence(no.item))
