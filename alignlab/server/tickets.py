"""Tickets: what a notebook's kernel shows to speak for the one person who opened it. In memory only, loopback only."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from tornado.httputil import HTTPServerRequest

from alignlab.model.commands import Role
from alignlab.model.viewer import Viewer

_FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "X-Forwarded-Host", "Forwarded", "Via")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One person's, for one session and one kernel."""

    code: str
    viewer: Viewer


@dataclass(slots=True)
class Tickets:
    """Tickets by the hash of their secret."""

    _held: dict[str, Ticket] = field(default_factory=dict)

    def issue(self, code: str, viewer: Viewer) -> str:
        """The secret of a new ticket."""
        secret = secrets.token_urlsafe(24)
        self._held[_hash(secret)] = Ticket(code, viewer)
        return secret

    def viewer(self, code: str, authorization: str, *, here: bool) -> Viewer | None:
        """Who an `Authorization: Bearer` header speaks for; None if the request is not from this machine itself."""
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not here:
            return None
        ticket = self._held.get(_hash(secret.strip()))
        return ticket.viewer if ticket and ticket.code == code else None

    def people(self, code: str, role: Role) -> set[str]:
        """Who has a ticket for this session in this role."""
        held = self._held.values()
        return {one.viewer.person for one in held if one.code == code and one.viewer.role == role}

    def revoke_people(self, code: str, people: Collection[str]) -> None:
        """No ticket of these people opens this session any more."""
        gone = [key for key, one in self._held.items() if one.code == code and one.viewer.person in people]
        for key in gone:
            del self._held[key]

    def revoke(self, secret: str) -> None:
        """The kernel has ended. Revoking twice is harmless."""
        self._held.pop(_hash(secret), None)


def is_here(request: HTTPServerRequest) -> bool:
    """Whether a request comes from this machine itself, by no proxy: over the loopback, or from the very address that
    it was sent to."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    socket = getattr(getattr(request.connection, "stream", None), "socket", None)
    other = request.remote_ip or ""
    own = socket.getsockname()[0] if socket is not None else ""
    return is_loopback(other) or (bool(own) and own == other)


def is_loopback(address: str) -> bool:
    """Whether a socket's other end is on this machine."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
