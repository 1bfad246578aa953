"""What the facilitator fills in beside a step, as data: before it opens (arranging) and after its picture (settling).

An exercise makes a `Desk`; the console draws it and sends each edit back as a *change*, a small object with an `op`
that only the exercise understands. So a new exercise brings its desk along and no page has to know it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from alignlab.model.base import Frozen, Json

Tone = Literal["body", "soft", "good", "warn"]


class Option(Frozen):
    value: str
    label: str


class Entry(Frozen):
    """One field of a desk's form. `value` has the form of its kind: a list of option values for `many`, a bool for
    `toggle`, a number or None for `number`, `YYYY-MM-DD` for `date`, text for all others."""

    id: str
    label: str
    kind: Literal["text", "lines", "number", "choice", "many", "toggle", "date"] = "text"
    value: Json = ""
    options: tuple[Option, ...] = ()
    help: str = ""
    unit: str = ""  # stands behind the field
    least: float | None = None
    most: float | None = None
    wide: bool = False  # takes the whole row
    fixed: bool = False  # a table's column to read, not to fill in
    below: bool = False  # a table's column on a line of its own below the row


class Say(Frozen):
    """A sentence."""

    type: Literal["say"] = "say"
    text: str
    tone: Tone = "body"


class Fill(Frozen):
    """A small form; sent as `{**data, "op": op, "values": {entry id: value}}` when its button is pressed."""

    type: Literal["fill"] = "fill"
    op: str
    title: str = ""
    help: str = ""
    entries: tuple[Entry, ...]
    submit: str
    data: dict[str, Json] = Field(default_factory=dict)
    fold: bool = False  # closed at first, its title opens it
    clear: bool = False  # empties itself when its change is stored


class Row(Frozen):
    """One row of a table; `values` by column id. `note`: a quiet line below; `mark`: a word beside its name."""

    id: str
    values: dict[str, Json]
    note: str = ""
    mark: str = ""


class Table(Frozen):
    """Rows that are edited one by one, each sent at once:
    `{"op": op, "do": "set", "row", "values"}`, `{..., "do": "remove", "row"}`, `{..., "do": "move", "row", "place"}`
    (place from 1) and `{..., "do": "add", "values"}`. A row's `values` are all of its editable columns.
    """

    type: Literal["table"] = "table"
    op: str
    title: str
    help: str = ""
    columns: tuple[Entry, ...]  # `value` is what a new row begins with
    rows: tuple[Row, ...] = ()
    name: str = ""  # the column that names a row for screen readers; "": the first
    add: str = ""  # the label of the button that adds a row; "": none can be added
    removable: bool = False
    movable: bool = False
    numbered: bool = False
    line_after: int | None = None  # a line is drawn below this many rows …
    line_label: str = ""  # … with these words
    fold: bool = False
    empty: str = ""  # what stands there without rows


class Press(Frozen):
    """Buttons; each sends `{**data, "op": op}`. `confirm` is asked first."""

    class Button(Frozen):
        op: str
        label: str
        data: dict[str, Json] = Field(default_factory=dict)
        confirm: str = ""

    type: Literal["press"] = "press"
    title: str = ""
    help: str = ""
    buttons: tuple[Button, ...]


class Take(Frozen):
    """A list to paste, or a file to choose (CSV, Excel). The console shows how it was read, with the guessed columns to
    correct; then sends `{"op": op, "list": <what was read>}`, which reaches the exercise as
    `{"op": op, "items": [...], "goals": [...], "name": str}` (dumped `Item` and `Goal` of model/work.py)."""

    type: Literal["take"] = "take"
    op: str
    title: str
    help: str = ""
    placeholder: str = ""
    submit: str
    confirm: str = ""  # asked before what is there is replaced
    fold: bool = False
    alike: bool = False  # every line is taken as the same thing: the console counts lines
    most: int = 0  # no more than so many can be taken; 0: any number
    counted: Literal["lines", "items"] = "lines"  # what `most` is about: items and goals together, or items
    too_long: str = ""  # said at the preview, in place of the button; "{count}" in it stands for how many there are

    def refusal(self, lines: int, items: int) -> str | None:
        """What to say of a list with so many lines, so many of them items; None if it can be taken."""
        count = lines if self.counted == "lines" else items
        return self.too_long.replace("{count}", f"{count:,}") if self.most and count > self.most else None


Block = Annotated[Say | Fill | Table | Press | Take, Field(discriminator="type")]


class Desk(Frozen):
    """`faults`: what keeps the step from opening, a sentence each. `summary`: one line for when it is folded."""

    title: str
    summary: str = ""
    blocks: tuple[Block, ...] = ()
    faults: tuple[str, ...] = ()


class Ruling(Frozen):
    """A decision that settling makes. `key` is stable for the thing decided, so that settling it again replaces it;
    `withdrawn` takes it back."""

    key: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")
    text: str = ""
    owner: str = ""
    by: str = ""
    first_step: str = ""
    no: bool = False
    until: str = ""
    withdrawn: bool = False


class Settled(Frozen):
    """What settling gives: all that is settled so far (JSON, the exercise's own form), and decisions to record."""

    data: dict[str, Any]
    rulings: tuple[Ruling, ...] = ()
