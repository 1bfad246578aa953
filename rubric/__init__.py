"""The growth rubric as data, and the model that any other ladder can be written in. Importable alone.

>>> import rubric
>>> rubric.load().statement("early.practices.4").section
'practices'
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from rubric.model import Difference, Neighbours, Rubric, RubricError, SectionPair
from rubric.parts import Section, Stage, Statement, Theme
from rubric.read import read

__all__ = [
    "Difference",
    "Neighbours",
    "Rubric",
    "RubricError",
    "Section",
    "SectionPair",
    "Stage",
    "Statement",
    "Theme",
    "load",
]


def load(path: str | os.PathLike[str] | None = None) -> Rubric:
    """The rubric in this YAML file, or the built-in one (read once a process).

    Raises RubricError, whose `faults` name file, line, place and what to do, one sentence a fault.
    """
    return _built_in() if path is None else read(Path(path))


@cache
def _built_in() -> Rubric:
    return read(Path(__file__).with_name("growth.en.yaml"))
