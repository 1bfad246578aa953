"""A safety check: one private tap. The facilitator alone is told *go on* or *write first, cards only*; never a number.

It shows nothing on the wall, on phones or in the recap: a low number beside a small group would be a verdict on it.
"""

from __future__ import annotations

from alignlab.exercises.safety.check import Setup, advice, analyse, assign, card, charts, findings, form, rehearse
from alignlab.model.measures import Privacy

ID = "safety"
VERSION = 1
PRIVACY: Privacy = "about_me"
CORE = False
HOST_ONLY = True

__all__ = [
    "CORE",
    "HOST_ONLY",
    "ID",
    "PRIVACY",
    "VERSION",
    "Setup",
    "advice",
    "analyse",
    "assign",
    "card",
    "charts",
    "findings",
    "form",
    "rehearse",
]
