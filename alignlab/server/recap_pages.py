"""The recap for its readers, once the host has shared it; before, for the host alone. And each person's calendar."""

from __future__ import annotations

import asyncio
import hashlib
import re
from datetime import UTC, datetime

from alignlab.errors import NotFound, Refused
from alignlab.hosting import RoomHost
from alignlab.model.catalogue import say
from alignlab.recap.calendar import document, own_entries
from alignlab.server.assets import Asset
from alignlab.server.base import Light
from alignlab.server.identity import Door
from alignlab.views.participant import commitments

_FILE_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)+")


class _FromShelf(Light):
    """Pages and files are made in a thread that waits for the drawing."""

    async def page(self, code: str, *, draft: bool) -> None:
        services = self.services
        page = await asyncio.to_thread(services.recap_page, services.config.home, code.upper(), draft)
        if page is None:
            raise NotFound(say("server.no_recap"))
        self.serve(_whole(page, "text/html; charset=utf-8"))

    async def file(self, code: str, name: str, *, draft: bool) -> None:
        services, found = self.services, None
        if _FILE_NAME.fullmatch(name):
            found = await asyncio.to_thread(services.recap_file, services.config.home, code.upper(), name, draft)
        if found is None:
            raise NotFound(say("server.no_file"))
        body, kind = found
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.serve(_whole(body, kind))

    async def allowed(self, code: str) -> RoomHost:
        """The session, if its recap is open to this browser. Raises NotFound."""
        host = await self.room(code)
        if not host.state.recap_shared and await self.viewer(code, Door.FACILITATOR) is None:
            raise NotFound(say("server.not_shared"))
        return host


class Recap(_FromShelf):
    """The recap of a session, for everybody who has the code."""

    async def get(self, code: str) -> None:
        host = await self.allowed(code)
        await self.page(code, draft=not host.state.recap_shared)


class RecapFile(_FromShelf):
    """A download that belongs to the recap."""

    async def get(self, code: str, name: str) -> None:
        host = await self.allowed(code)
        await self.file(code, name, draft=not host.state.recap_shared)


class Leadership(_FromShelf):
    """The version for leadership, for everybody who has its address: that tells nothing of the session's code."""

    async def get(self, key: str) -> None:
        await self.page(key, draft=False)


class LeadershipFile(_FromShelf):
    """A download that belongs to the version for leadership."""

    async def get(self, key: str, name: str) -> None:
        await self.file(key, name, draft=False)


class LeadershipDraft(_FromShelf):
    """The version for leadership as the host sees it before sharing."""

    async def get(self, code: str) -> None:
        host = await self.room(code)
        if await self.viewer(code, Door.FACILITATOR) is None:
            raise Refused("wrong_role", say("server.draft"))
        await self.page(host.state.leadership_key(), draft=True)


class OwnCalendar(Light):
    """A person's own commitments as a calendar file, shared or not: from their phone, by its cookie."""

    async def get(self, code: str) -> None:
        host = await self.room(code)
        viewer = await self.viewer(code, Door.PARTICIPANT)
        if viewer is None:
            raise Refused("wrong_role", say("server.join_first"))
        today = datetime.fromtimestamp(self.services.now() / 1000, tz=UTC).date()
        entries = own_entries(commitments(viewer, host.state))
        place = f"{host.code}|{viewer.person}"
        self.set_header("Content-Disposition", 'attachment; filename="my-check-in.ics"')
        self.serve(_whole(document(place, today, entries).encode(), "text/calendar; charset=utf-8"), cache="no-store")


def _whole(body: bytes, kind: str) -> Asset:
    return Asset(body, b"", f'"{hashlib.sha256(body).hexdigest()[:32]}"', kind)
