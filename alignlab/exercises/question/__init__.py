"""A question, or a few: the practice question at the doors, a safety check, *did we try our practice?* at the close."""

from __future__ import annotations

from alignlab.exercises.question.desk import arrange, arranged
from alignlab.exercises.question.form import assign, card, form, public, rehearse
from alignlab.exercises.question.picture import analyse, charts, findings
from alignlab.exercises.question.setup import Setup
from alignlab.model.measures import Privacy

ID = "question"
VERSION = 1
PRIVACY: Privacy = "about_work"
CORE = False

__all__ = [
    "CORE",
    "ID",
    "PRIVACY",
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
    "public",
    "rehearse",
]
