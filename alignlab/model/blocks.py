"""Blocks: the few shapes of text that a phone can show beside fields (a card, a note in a form). Always plain text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from alignlab.model.base import Frozen

Mark = Literal["full", "ring", "pale"]
"""full: done mostly or every time; ring: not seen in this time; pale: it did not come up, or was not answered."""


class TextBlock(Frozen):
    """A paragraph. `lead` is large, `soft` is small and quiet."""

    type: Literal["text"] = "text"
    text: str
    tone: Literal["lead", "body", "soft"] = "body"


class HeadingBlock(Frozen):
    type: Literal["heading"] = "heading"
    text: str


class QuestionBlock(Frozen):
    """A question to carry away, set apart from the text."""

    type: Literal["question"] = "question"
    text: str


class ListBlock(Frozen):
    type: Literal["list"] = "list"
    items: tuple[str, ...]


class Row(Frozen):
    """One row of marks; `text` says the same in words, for a screen reader and for print."""

    label: str
    marks: tuple[Mark, ...]
    text: str


class RowsBlock(Frozen):
    type: Literal["rows"] = "rows"
    rows: tuple[Row, ...]
    legend: str


class MessageBlock(Frozen):
    """A message that can be copied and sent to a colleague."""

    type: Literal["message"] = "message"
    text: str


Block = Annotated[
    TextBlock | HeadingBlock | QuestionBlock | ListBlock | RowsBlock | MessageBlock, Field(discriminator="type")
]


class Card(Frozen):
    """Everyone's private page of one step: their own answers and what to do with them."""

    title: str
    blocks: tuple[Block, ...]
    covered: bool = False  # not to be seen until tapped: a neighbour can read a phone
