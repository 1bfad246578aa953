"""Everyone's private page: their own vote, their reasons, and the question for the pairs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.reasons import ends
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.votes import worths
from alignlab.exercises.prioritization.words import say
from alignlab.model.blocks import Block, Card, HeadingBlock, ListBlock, QuestionBlock
from alignlab.model.own import OwnAnswer

MOST_SHOWN = 5


def card(setup: Setup, own: OwnAnswer) -> Card | None:
    """The page of one person; None as long as they have put nothing in an order, and for a list being narrowed."""
    if setup.task == "narrow":
        return None
    row = worths(setup, own.values)
    ids = [item.id for item in setup.asked]
    order = sorted((i for i in range(len(ids)) if not np.isnan(row[i])), key=lambda i: (-row[i], i))
    if not order:
        return None
    first, last = ends(setup, row)
    blocks: list[Block] = [
        HeadingBlock(text=say("card_order")),
        ListBlock(items=tuple(setup.titles[ids[i]] for i in order[:MOST_SHOWN])),
        *(_last(setup, last) if len(order) > MOST_SHOWN else ()),
        *_reasons(setup, own),
    ]
    if first:
        blocks.append(QuestionBlock(text=say("card_against", item=setup.titles[first])))
    return Card(title=say("card_title" if setup.round == 1 else "card_again_title"), blocks=tuple(blocks))


def _last(setup: Setup, last: str) -> Iterable[Block]:
    if last:
        yield HeadingBlock(text=say("card_last"))
        yield ListBlock(items=(setup.titles[last],))


def _reasons(setup: Setup, own: OwnAnswer) -> Iterable[Block]:
    texts = [(item, parts.latest(own.values, parts.why(item.id), setup.round)) for item in setup.live]
    if any(text for _, text in texts):
        yield HeadingBlock(text=say("card_why"))
        yield ListBlock(items=tuple(f"{item.title}: {text}" for item, text in texts if text))
