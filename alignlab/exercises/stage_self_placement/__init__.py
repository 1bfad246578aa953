"""Stage self-placement: what I did, where I place myself, only then both side by side; the group sees one picture."""

from __future__ import annotations

from alignlab.exercises.stage_self_placement.analyse import analyse
from alignlab.exercises.stage_self_placement.card import card
from alignlab.exercises.stage_self_placement.charts import charts
from alignlab.exercises.stage_self_placement.desk import arrange, arranged
from alignlab.exercises.stage_self_placement.findings import findings
from alignlab.exercises.stage_self_placement.form import assign, form
from alignlab.exercises.stage_self_placement.practices import practices
from alignlab.exercises.stage_self_placement.rehearse import rehearse
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.exercises.stage_self_placement.stories import STORIES
from alignlab.model.measures import Privacy

ID = "stage_self_placement"
VERSION = 1
PRIVACY: Privacy = "about_me"
CORE = True

__all__ = [
    "CORE",
    "ID",
    "PRIVACY",
    "STORIES",
    "VERSION",
    "Setup",
    "analyse",
    "arrange",
    "arranged",
    "assign",
    "card",
    "charts",
    "findings",
    "form",
    "practices",
    "rehearse",
]
