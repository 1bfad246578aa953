"""What a step ends with, for those who read about it: sentences, tables, drawings. Only released and settled things."""

from __future__ import annotations

from pydantic import Field as Attr

from alignlab.model.base import Frozen

Cell = str | int | float | bool | None


class Sheet(Frozen):
    """A table: every row has as many cells as there are columns."""

    id: str = Attr(description="short name, part of file names")
    title: str = Attr(description="heading")
    columns: tuple[str, ...] = Attr(description="headings of the columns")
    rows: tuple[tuple[Cell, ...], ...] = Attr(description="cells, row by row")


class Drawing(Frozen):
    id: str = Attr(description="short name, part of file names")
    title: str = Attr(description="heading")
    svg: str = Attr(description="the drawing; its colours follow the page's light or dark")
    text: str = Attr(description="the same in words")


class Outcome(Frozen):
    """What one step gave."""

    step: str = Attr(description="id of the step in the plan")
    exercise: str = Attr(description="id of the exercise")
    title: str = Attr(description="the step's title")
    sentences: tuple[str, ...] = Attr((), description="what was settled, in sentences")
    tables: tuple[Sheet, ...] = Attr((), description="tables, such as the decided order or the agreed map")
    drawings: tuple[Drawing, ...] = Attr((), description="drawings, such as the whole map")


class Told(Frozen):
    """What an exercise tells (`outcome`); the recap adds the step."""

    sentences: tuple[str, ...] = ()
    tables: tuple[Sheet, ...] = ()
    drawings: tuple[Drawing, ...] = ()
