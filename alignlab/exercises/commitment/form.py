"""The form, the private page and what may be shared of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from alignlab.exercises.commitment.setup import Setup, offered, say
from alignlab.model.base import Json, PersonId
from alignlab.model.blocks import Block, Card, HeadingBlock, MessageBlock, TextBlock
from alignlab.model.form import Field, Form, Option
from alignlab.model.measures import Released
from alignlab.model.own import OwnAnswer

WHAT, WHEN, BY, FIRST = "what", "when", "by", "first"
MOST_WORDS = 280  # characters


def assign(setup: Setup, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
    """Everybody gets the same four parts."""
    return {person: [WHAT, WHEN, BY, FIRST] for person in people}


def form(setup: Setup, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
    """What, when, by which day, and a first step if one likes."""
    options = tuple(Option(value=practice.id, label=practice.act) for practice in offered(setup, own))
    section = say("section")
    fields = (
        Field(
            part=WHAT,
            kind="pick",
            label=say("what_label"),
            lead=say("what_lead"),
            help=say("what_help"),
            placeholder=say("what_placeholder"),
            options=options,
            most=MOST_WORDS,
            section=section,
        ),
        Field(
            part=WHEN,
            kind="text",
            label=say("when_label"),
            lead=say("when_lead"),
            help=say("when_help"),
            placeholder=say("when_placeholder"),
            most=MOST_WORDS,
            section=section,
        ),
        Field(part=BY, kind="text", format="date", label=say("by_label"), section=section),
        Field(
            part=FIRST,
            kind="text",
            label=say("first_label"),
            help=say("first_help"),
            most=MOST_WORDS,
            optional=True,
            section=section,
        ),
    )
    return Form(
        intro=(say("intro"),), fields=tuple(field for field in fields if field.part in parts), finish=say("finish")
    )


def to_share(setup: Setup, own: OwnAnswer) -> dict[str, str] | None:
    """What the command `share commitment` would carry: `text`, `when`, `by` (YYYY-MM-DD); None without a commitment."""
    what = _what(setup, own.values)
    if not what:
        return None
    return {"text": what, "when": _bare(str(own.values.get(WHEN) or ""), "when "), "by": str(own.values.get(BY) or "")}


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """The commitment, and a message that asks a colleague to ask; None as long as nothing is chosen."""
    made = to_share(setup, own)
    if made is None:
        return None
    sentence = say("card_when" if made["when"] else "card_plain", when=made["when"], what=made["text"])
    blocks: list[Block] = [TextBlock(text=sentence, tone="lead")]
    if made["by"]:
        blocks.append(TextBlock(text=say("card_by", by=_day(made["by"]))))
    if first := own.values.get(FIRST):
        blocks.append(TextBlock(text=say("card_first", first=first)))
    message = say("card_message_by" if made["by"] else "card_message", sentence=sentence, by=_day(made["by"]))
    blocks += [HeadingBlock(text=say("card_ask")), MessageBlock(text=message)]
    return Card(title=say("card_title"), blocks=tuple(blocks), covered=True)


def _what(setup: Setup, values: Mapping[str, Json]) -> str:
    """What follows "I will": the chosen practice, or own words without a full stop."""
    chosen = values.get(WHAT) or {}
    if "text" in chosen:
        return _bare(str(chosen["text"]), f"{say('opening')} ")
    return next((practice.act for practice in setup.menu if practice.id == chosen.get("option")), "")


def _bare(text: str, opening: str) -> str:
    """People write the opening words again, and a full stop; the sentence has its own."""
    bare = text.strip().rstrip(".").strip()
    return bare[len(opening) :] if bare.casefold().startswith(opening.casefold()) else bare


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {say('months').split('|')[day.month - 1]} {day.year}"


_WHEN = ("we plan the next sprint", "I write my next update", "two priorities pull apart", "we meet on Monday")
_SOME_DAY = date(2030, 1, 1)


def rehearse(
    setup: Setup,
    parts: Sequence[str],
    persona: Any,
    round_: int,
    released: Released | None,
    rng: Random,
) -> dict[str, Json]:
    """Something from the menu in own words, some moment, some day after `persona.today` if it has one."""
    today = getattr(persona, "today", _SOME_DAY)
    values: dict[str, Json] = {
        WHAT: {"text": rng.choice(setup.menu).act},
        WHEN: rng.choice(_WHEN),
        BY: (today + timedelta(days=rng.randrange(7, 60))).isoformat(),
    }
    if persona.index % 5:
        values[FIRST] = "Put it in my calendar."
    return {part: value for part, value in values.items() if part in parts}
