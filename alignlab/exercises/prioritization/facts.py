"""Small readings of a Released that several findings share."""

from __future__ import annotations

from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import brief, say
from alignlab.model.measures import Bars, Counts, Number, Quotes, Released, YesNo
from alignlab.model.picture import Finding, FindingKind
from alignlab.model.words import capital

_TITLES = ("item", "one", "two")  # places of sentences that take an item's title


def finding(id_: str, kind: FindingKind, name: str, **parts: object) -> Finding:
    """The finding whose sentence and question are the entries `name` and `name_question` of the catalogue; of a long
    title in it the beginning."""
    parts |= {key: brief(str(parts[key])) for key in _TITLES if key in parts}
    return Finding(id=id_, kind=kind, text=capital(say(name, **parts)), question=say(f"{name}_question", **parts))


def number(released: Released, name: str) -> Number | None:
    """This quantity, if it is a number and told."""
    found = released.quantities.get(name)
    return found if isinstance(found, Number) else None


def counts(released: Released, name: str) -> Counts | None:
    """This quantity, if it is counts and told."""
    found = released.quantities.get(name)
    return found if isinstance(found, Counts) else None


def bars(released: Released, name: str) -> Bars | None:
    """This quantity, if it is bars and told."""
    found = released.quantities.get(name)
    return found if isinstance(found, Bars) else None


def yes_no(released: Released, name: str) -> YesNo | None:
    """This quantity, if it is a yes-or-no count and told."""
    found = released.quantities.get(name)
    return found if isinstance(found, YesNo) else None


def chosen(quantity: Bars) -> list[int]:
    """Everybody's cell, from 0, in ascending order."""
    return [place for place, bar in enumerate(quantity.bars) for _ in range(bar.count)]


def reasons(setup: Setup, released: Released, item: str) -> str:
    """One posted reason from each end, ready to stand behind a sentence; "" if nobody posted any."""
    told = []
    for side in ("for", "against"):
        quotes = released.quantities.get(f"why.{item}.{side}")
        if isinstance(quotes, Quotes) and quotes.texts:
            told.append(say(f"reason_{side}", text=quotes.texts[0]))
    return " ".join(["", *told]) if told else ""
