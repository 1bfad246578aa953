"""Who looks at a room, and the pseudonym under which a person's *about me* answers lie in the log."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from alignlab.model.base import PersonId
from alignlab.model.commands import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """One connection's identity. `key` lies on the person's phone (in its cookie) and nowhere in the store."""

    role: Role
    person: PersonId = ""
    key: bytes = b""

    def pseudonym(self, session: str, step: str) -> PersonId:
        """The same for this person, session and step from any of their devices; tells nothing to who lacks the key."""
        text = f"alignlab pseudonym|{session}|{step}|{self.person}"
        return "~" + hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()[:20]
