"""Goal mapping: what serves what, what we can't place yet, and where words and work differ."""

from __future__ import annotations

from alignlab.exercises.goal_mapping.again import again, carry, next_setup
from alignlab.exercises.goal_mapping.analyse import analyse
from alignlab.exercises.goal_mapping.arrange import arrange
from alignlab.exercises.goal_mapping.arranged import arranged, shareable
from alignlab.exercises.goal_mapping.card import card
from alignlab.exercises.goal_mapping.charts import charts
from alignlab.exercises.goal_mapping.exports import map_csv, map_json, map_svg
from alignlab.exercises.goal_mapping.findings import findings
from alignlab.exercises.goal_mapping.fit import give, strategic_fit
from alignlab.exercises.goal_mapping.form import form
from alignlab.exercises.goal_mapping.on_wall import listed
from alignlab.exercises.goal_mapping.outcome import outcome
from alignlab.exercises.goal_mapping.rehearse import as_read, rehearse
from alignlab.exercises.goal_mapping.settle import settle
from alignlab.exercises.goal_mapping.settled import settled
from alignlab.exercises.goal_mapping.setup import Setup
from alignlab.exercises.goal_mapping.share import assign, every_part, load
from alignlab.exercises.goal_mapping.stories import STORIES
from alignlab.exercises.goal_mapping.tables import TABLES, public, table
from alignlab.model.measures import Privacy

ID = "goal_mapping"
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
    "assign",
    "card",
    "carry",
    "charts",
    "every_part",
    "findings",
    "form",
    "give",
    "listed",
    "load",
    "map_csv",
    "map_json",
    "map_svg",
    "next_setup",
    "outcome",
    "public",
    "rehearse",
    "settle",
    "settled",
    "shareable",
    "strategic_fit",
    "table",
]
