"""The page that JupyterLab's tile opens: a facilitator's cookie for whoever comes through Jupyter, then the console."""

from __future__ import annotations

import asyncio
import secrets

from alignlab.errors import NotFound
from alignlab.launcher import HEADER
from alignlab.server.base import Light
from alignlab.server.identity import Door
from alignlab.server.statuses import sentence

LONGEST = 30  # seconds until a session that is being opened must be there


class Launch(Light):
    """Only with the key that the tile gave to this server and to Jupyter."""

    async def get(self) -> None:
        services = self.services
        given = self.request.headers.get(HEADER, "")
        if not services.launch_key or not secrets.compare_digest(given.encode(), services.launch_key.encode()):
            raise NotFound(sentence(404))
        async with asyncio.timeout(LONGEST):
            await services.launched.wait()
        code = services.launch_code
        if await self.viewer(code, Door.FACILITATOR) is None:
            self.let_in(code, Door.FACILITATOR, await services.identity.admit(code, Door.FACILITATOR))
        self.redirect(f"{services.base}f/{code}", status=303)
