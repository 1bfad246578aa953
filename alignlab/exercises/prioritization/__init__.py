"""Prioritization: what comes first, how sure the group is of it, and what is said no to."""

from __future__ import annotations

from alignlab.exercises.prioritization.again import again
from alignlab.exercises.prioritization.analyse import analyse
from alignlab.exercises.prioritization.arrange import arrange
from alignlab.exercises.prioritization.as_read import as_read
from alignlab.exercises.prioritization.aside import aside
from alignlab.exercises.prioritization.card import card
from alignlab.exercises.prioritization.changes import arranged, shareable
from alignlab.exercises.prioritization.charts import charts
from alignlab.exercises.prioritization.choosing import propose
from alignlab.exercises.prioritization.findings import findings
from alignlab.exercises.prioritization.form import assign, every_part, form
from alignlab.exercises.prioritization.inherit import inherit, makes_ready, needless, on_paper
from alignlab.exercises.prioritization.load import load
from alignlab.exercises.prioritization.offered import methods, with_method
from alignlab.exercises.prioritization.prepare import prepare
from alignlab.exercises.prioritization.rehearse import rehearse
from alignlab.exercises.prioritization.rehearse_desk import rehearse_desk
from alignlab.exercises.prioritization.settle import settle
from alignlab.exercises.prioritization.settled import settled
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.stories import STORIES
from alignlab.exercises.prioritization.tables import TABLES, public, table
from alignlab.exercises.prioritization.told import carry, outcome
from alignlab.model.measures import Privacy

ID = "prioritization"
VERSION = 1
PRIVACY: Privacy = "about_work"
CORE = True

__all__ = [
    "CORE",
    "ID",
    "PRIVACY",
    "STORIES",
    "TABLES",
    "VERSION",
    "Setup",
    "again",
    "analyse",
    "arrange",
    "arranged",
    "as_read",
    "aside",
    "assign",
    "card",
    "carry",
    "charts",
    "every_part",
    "findings",
    "form",
    "inherit",
    "load",
    "makes_ready",
    "methods",
    "needless",
    "on_paper",
    "outcome",
    "prepare",
    "propose",
    "public",
    "rehearse",
    "rehearse_desk",
    "settle",
    "settled",
    "shareable",
    "table",
    "with_method",
]
