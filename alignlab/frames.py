"""A session as pandas frames: `alignlab.open("CODE")`. What may be in them is decided in alignlab/tables."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Callable
from functools import partial
from html import escape
from importlib import resources
from typing import Any

import pandas as pd

from alignlab import config, owner, tables
from alignlab.errors import NotFound
from alignlab.log.home import Home
from alignlab.model.events import Event

SAMPLE = "sample_session.json.gz"
"""Events of a rehearsal with simulated people, for notebooks without a session."""

SIMULATED = "All people in this session are simulated."

_INTEGERS = ("round", "answered", "count", "n", "seq", "place", "best_place", "worst_place", "drew_it", "know_it")
_NUMBERS = ("value", "low", "high", "capacity", "effort", "strategic_fit", "say", "do", "gap", "gap_low", "gap_high")


class Frame(pd.DataFrame):
    """A DataFrame with `notes`: a sentence for each thing that is not in it, and why. They stand below it when it is
    shown, and stay with what is cut out of it."""

    _metadata = ["notes"]  # noqa: RUF012  (pandas' name for what is handed on)
    notes: tuple[str, ...] = ()

    @property
    def _constructor(self) -> type[Frame]:
        return Frame

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *self.notes])

    def _repr_html_(self) -> str:
        with pd.option_context("display.html.use_mathjax", False):  # people's texts are texts, not formulas
            shown = super()._repr_html_()  # type: ignore[misc]  # pandas-stubs leave it out
        return (shown or "") + "".join(f"<p>{escape(note)}</p>" for note in self.notes)


class Session:
    """A session to reckon with. Each call asks anew, so a running session's frames are of this moment."""

    def __init__(self, about: tables.About, read: Callable[[str], tables.Table]) -> None:
        self.code, self.title, self.simulated = about.code, about.title, about.simulated
        self._read = read

    def results(self) -> Frame:
        """The pictures that were shown, one row a thing that was told. Withheld is a row that says why."""
        return self._frame("results")

    def answers(self) -> Frame:
        """Answers of pictures that were shown: *with my name* with the person; *about our work* without, in chance
        order; *about me* none. `notes` says what is left out."""
        return self._frame("answers")

    def events(self) -> Frame:
        """The technical side: what kind of thing happened when. Nobody's name, nobody's answer."""
        return self._frame("events")

    def links(self) -> Frame:
        """The maps that were shown: one row a link between an item and a goal that is agreed or contested."""
        return self._frame("links")

    def goals(self) -> Frame:
        """The goals of those maps: what we say matters, and where the capacity goes, as shares from 0 to 1."""
        return self._frame("goals")

    def order(self) -> Frame:
        """The orders that were voted, with the places that depend on who is missing; as decided: `settled("order")`."""
        return self._frame("order")

    def settled(self, name: str) -> Frame:
        """A table of the recap as the room settled it: "order" and "noes" of a prioritization, "agreed_map" and "goals"
        of a map; its columns have the recap's headings."""
        return self._frame(tables.SETTLED + name)

    def table(self, name: str) -> Frame:
        """Any other table that an exercise gives. Raises NotFound that lists those there are."""
        return self._frame(name)

    def _frame(self, name: str) -> Frame:
        made = frame(self._read(name))
        if self.simulated:
            made.notes = (SIMULATED, *made.notes)
        return made

    def __repr__(self) -> str:
        people = ", simulated people" if self.simulated else ""
        return f"Session {self.code} “{self.title}”{people}"


def frame(table: tables.Table) -> Frame:
    """The table with fitting types: times in UTC, whole numbers that may be missing, texts."""
    made = Frame(list(table.rows), columns=list(table.columns))
    for column in made.columns:
        if column == "at":
            made[column] = pd.to_datetime(made[column], unit="ms", utc=True)
        elif column in _INTEGERS:
            made[column] = made[column].astype("Int64")
        elif column in _NUMBERS:
            made[column] = made[column].astype("Float64")
    made.notes = table.notes
    return made


def open_session(code: str = "") -> Session:
    """A session of the data folder (ALIGNLAB_HOME): of this code; else the one this page belongs to, the one that runs,
    the newest one; and where there is none, a sample with simulated people.

    A running alignlab is asked; without one, this program owns the folder for a moment. Raises NotFound for a code,
    StoreBusy if somebody owns the folder and does not answer, ConfigError.
    """
    home = Home(config.load({}, os.environ).home)
    wanted = code.replace(" ", "").upper() or os.environ.get("ALIGNLAB_RECAP", "")
    try:
        about = owner.about(home, wanted)
    except NotFound:
        if wanted:
            raise
        return sample()
    return Session(about, partial(owner.read_table, home, about.code))


def sample() -> Session:
    """The bundled session: a rehearsal in which nobody is real."""
    packed = resources.files("alignlab").joinpath(SAMPLE).read_bytes()
    data: dict[str, Any] = json.loads(gzip.decompress(packed))
    events = [Event(**event) for event in data["events"]]
    about = tables.About(data["code"], data["title"], simulated=True, ended=True)

    def read(name: str) -> tables.Table:
        return tables.table(name, about.code, events, random.SystemRandom())

    return Session(about, read)
