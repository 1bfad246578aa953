"""What another program of the same user may ask of the process that owns the data folder; PROTOCOL.md, *The owner*.

Who can read `runtime.json` can read the store itself, so nothing here opens more than the file does. The secret travels
in a header and over the loopback only; to everybody else these addresses do not exist.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from dataclasses import asdict
from datetime import date
from typing import Any

from alignlab import tables
from alignlab.errors import InvalidInput, NotFound, StoreBusy, StoreError
from alignlab.fold import fold
from alignlab.model.commands import Role
from alignlab.model.viewer import Viewer
from alignlab.server.base import Light
from alignlab.server.identity import Door
from alignlab.server.statuses import sentence
from alignlab.server.tickets import is_here
from alignlab.sessions import Sessions

HEADER = "X-Alignlab-Owner"
ROLES: dict[str, tuple[Door, Role]] = {
    "f": (Door.FACILITATOR, "facilitator"),
    "s": (Door.SCREEN, "screen"),
}
_CODES: dict[type[Exception], str] = {
    NotFound: "not_found",
    InvalidInput: "invalid_input",
    StoreBusy: "store_busy",
    StoreError: "store_error",
}


class OwnerOnly(Light):
    """Base of the routes below."""

    def prepare(self) -> None:
        super().prepare()
        given, secret = self.request.headers.get(HEADER, ""), self.services.owner_secret
        known = bool(secret) and secrets.compare_digest(given.encode(), secret.encode())
        if not known or "Origin" in self.request.headers or not is_here(self.request):
            raise NotFound(sentence(404))

    @property
    def sessions(self) -> Sessions:
        found = self.services.sessions
        if found is None:
            raise NotFound(sentence(404))
        return found

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Sentences for whoever asked; they may hold a person's words, so no log keeps them."""
        if not isinstance(value, tuple(_CODES)):
            super().log_exception(typ, value, tb)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """The whole sentence: whoever asks may read the store."""
        error = kwargs.get("exc_info", (None, None))[1]
        for kind, code in _CODES.items():
            if isinstance(error, kind):
                self.answer({"code": code, "text": str(error)}, 404 if kind is NotFound else 400)
                return
        super().write_error(status_code, **kwargs)


class Alive(OwnerOnly):
    """The owner answers."""

    def get(self) -> None:
        self.answer({"status": "ok"})


class List(OwnerOnly):
    """All sessions, oldest first, and the one that is running."""

    async def get(self) -> None:
        rows = await self.sessions.rows()
        rooms = self.services.house.rooms
        now = next((code for code, host in rooms.items() if not host.state.ended), "")
        self.answer({"sessions": [row.as_dict() for row in rows], "now": now})


class About(OwnerOnly):
    """What a session is."""

    async def get(self, code: str) -> None:
        state = fold(code.upper(), await self.sessions.events(code))
        self.answer(asdict(tables.About.of(state)))


class Table(OwnerOnly):
    """A table of a session. It is made in another thread: a large one must not stall the room."""

    async def get(self, code: str, name: str) -> None:
        events = await self.sessions.events(code)
        made = await asyncio.to_thread(tables.table, name, code.upper(), events, random.SystemRandom())
        self.answer(made.as_json())


class Verify(OwnerOnly):
    """Whether a session's log, pictures and recap still say the same."""

    async def get(self, code: str) -> None:
        self.answer((await self.sessions.verify(code)).as_dict())


class Ticket(OwnerOnly):
    """A ticket for a console or a screen in a notebook of this machine, and the room's links for its browser."""

    async def post(self, code: str) -> None:
        host = await self.sessions.room(code)
        if (letter := self.text("door")) not in ROLES:
            raise InvalidInput(f"There is no door {letter!r} for a ticket. There are: {', '.join(ROLES)}.")
        door, role = ROLES[letter]
        ticket = self.services.tickets.issue(host.code, Viewer(role, f"{door.value}-{secrets.token_hex(8)}"))
        answer = {"code": host.code, "ticket": ticket, "socket": f"{door.value}/{host.code}/ws"}
        answer["screen"] = await self._link(host.code, Door.SCREEN)
        if door is Door.FACILITATOR:  # for what a notebook cannot show
            answer["console"] = await self._link(host.code, door)
        self.answer(answer)

    async def _link(self, code: str, door: Door) -> str:
        return f"{self.services.origin()}{door.value}/{code}#key={await self.services.identity.new_key(code, door)}"


class End(OwnerOnly):
    """End a session."""

    async def post(self, code: str) -> None:
        await self.sessions.end(code)
        self.answer({})


class Erase(OwnerOnly):
    """Take a person's content off the disk."""

    async def post(self, code: str) -> None:
        self.answer(asdict(await self.sessions.erase(code, self.text("who"), self.text("words"))))


class Delete(OwnerOnly):
    """Take a session off the disk."""

    async def post(self, code: str) -> None:
        await self.sessions.delete(code)
        self.answer({})


class DeleteBefore(OwnerOnly):
    """Take old sessions off the disk."""

    async def post(self) -> None:
        try:
            day = date.fromisoformat(self.text("day"))
        except ValueError:
            raise InvalidInput(f"{self.text('day')!r} is no day such as 2027-02-22.") from None
        self.answer({"codes": await self.sessions.delete_before(day)})


class DeleteDue(OwnerOnly):
    """Take those off the disk whose last day has passed."""

    async def post(self) -> None:
        self.answer({"codes": await self.sessions.delete_what_is_due()})


def owner_routes(code: str) -> list[tuple[str, type, dict[str, Any]]]:
    """Relative to the server's root; `code` is the pattern of a session's code."""
    session = rf"/owner/sessions/{code}"
    return [
        ("/owner/", Alive, {}),
        ("/owner/sessions", List, {}),
        ("/owner/sessions/delete_before", DeleteBefore, {}),
        ("/owner/sessions/delete_due", DeleteDue, {}),
        (session, About, {}),
        (rf"{session}/tables/([a-z_]+)", Table, {}),
        (rf"{session}/verify", Verify, {}),
        (rf"{session}/ticket", Ticket, {}),
        (rf"{session}/end", End, {}),
        (rf"{session}/erase", Erase, {}),
        (rf"{session}/delete", Delete, {}),
    ]
