"""Everyone's private page: own answers side by side, questions to carry away, a message to send. Made to be printed."""

from __future__ import annotations

from collections.abc import Iterable

from alignlab.exercises.stage_self_placement.form import side_by_side
from alignlab.exercises.stage_self_placement.places import CAUGHT, PLACEMENT, STRUGGLES, chosen, say
from alignlab.exercises.stage_self_placement.reading import read
from alignlab.exercises.stage_self_placement.setup import Line, Setup
from alignlab.model.blocks import Block, Card, HeadingBlock, ListBlock, MessageBlock, QuestionBlock, TextBlock
from alignlab.model.own import OwnAnswer
from alignlab.model.words import listed


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """The page of one person; None as long as nothing is answered. Covered: a neighbour can read a phone."""
    if not any(value is not None for value in own.values.values()):
        return None
    blocks = [*_placed(setup, own), *side_by_side(setup, own.values), *_next(setup, own), *_struggles(setup, own)]
    return Card(title=say("card_title"), blocks=tuple(blocks), covered=True)


def near(setup: Setup, own: OwnAnswer) -> int:
    """The stage that a person is near: the furthest they placed themselves, else as far as their examples reach."""
    if placed := chosen(setup, own.values, PLACEMENT):
        return max(placed)
    return max(read(setup, own.values).reached or 0, 0)


def _placed(setup: Setup, own: OwnAnswer) -> Iterable[Block]:
    if placed := chosen(setup, own.values, PLACEMENT):
        stages = listed([setup.stages[place].plain for place in placed])
        yield TextBlock(text=say("card_placed", stages=stages), tone="lead")
    for line in _asked(setup, own):
        yield TextBlock(text=say("card_caught", text=line.text))


def _asked(setup: Setup, own: OwnAnswer) -> list[Line]:
    """The questions that the person catches themselves asking (short form)."""
    asked = {setup.stages[place].id for place in chosen(setup, own.values, CAUGHT)}
    return [line for line in setup.catching if line.stage in asked]


def _next(setup: Setup, own: OwnAnswer) -> Iterable[Block]:
    """What helps from the stage one is near: questions to oneself, one to send, how readiness looks, a line to say."""
    stage = setup.stages[near(setup, own)].id
    if questions := _of(setup.ask_self, stage):
        yield HeadingBlock(text=say("card_ask_self"))
        yield from (QuestionBlock(text=line.text) for line in questions)
    if messages := _of(setup.ask_others, stage):
        yield HeadingBlock(text=say("card_ask_others"))
        yield MessageBlock(text=messages[0].message)
    if signs := _of(setup.ready, stage):
        last = stage == setup.stages[-1].id
        yield HeadingBlock(text=say("card_mastery" if last else "card_ready"))
        yield ListBlock(items=tuple(line.text for line in signs))
    if asking := _asked(setup, own) or _of(setup.catching, stage):
        yield HeadingBlock(text=say("card_read_out"))
        yield TextBlock(text=say("card_read_out_text", text=asking[0].text))


def _of(lines: Iterable[Line], stage: str) -> list[Line]:
    return [line for line in lines if line.stage == stage]


def _struggles(setup: Setup, own: OwnAnswer) -> Iterable[Block]:
    known = own.values.get(STRUGGLES) or []
    if items := tuple(struggle.text for struggle in setup.struggles if struggle.id in known):
        yield HeadingBlock(text=say("card_struggles"))
        yield ListBlock(items=items)
        yield TextBlock(text=say("card_struggles_soft"), tone="soft")
