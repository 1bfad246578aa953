"""One commitment: when … happens, I will …, by a day. Private; sharing it is a tap of its own."""

from __future__ import annotations

from alignlab.exercises.commitment.form import assign, card, form, rehearse, to_share
from alignlab.exercises.commitment.picture import analyse, charts, findings
from alignlab.exercises.commitment.setup import Setup
from alignlab.model.measures import Privacy

ID = "commitment"
VERSION = 1
PRIVACY: Privacy = "about_me"
CORE = False

__all__ = [
    "CORE",
    "ID",
    "PRIVACY",
    "VERSION",
    "Setup",
    "analyse",
    "assign",
    "card",
    "charts",
    "findings",
    "form",
    "rehearse",
    "to_share",
]
