"""The opening of the next session: what happened with what we said, and what have you noticed yourself doing?

Made at the session's creation of what the team's last session left. Everybody's own commitment stays theirs.
"""

from __future__ import annotations

from alignlab.exercises.check_in.form import assign, card, form, rehearse
from alignlab.exercises.check_in.picture import analyse, charts, findings
from alignlab.exercises.check_in.setup import Setup, from_last, shareable
from alignlab.model.measures import Privacy

ID = "check_in"
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
    "from_last",
    "rehearse",
    "shareable",
]
