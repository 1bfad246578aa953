"""The page that JupyterLab's tile opens: a facilitator's cookie for whoever comes through Jupyter, then the console."""

from __future__ import annotations

import secrets

from alignlab.errors import NotFound
from alignlab.launcher import HEADER
from alignlab.server.base import SENTENCES, Light
from alignlab.server.identity import Door


class Launch(Light):
    """Only with the key that the tile gave to this server and to Jupyter."""

    async def get(self) -> None:
        services = self.services
        given = self.request.headers.get(HEADER, "")
        if not services.launch_key or not secrets.compare_digest(given.encode(), services.launch_key.encode()):
            raise NotFound(SENTENCES[404])
        code = services.launch_code
        if await self.viewer(code, Door.FACILITATOR) is None:
            self.let_in(code, Door.FACILITATOR, await services.identity.admit(code, Door.FACILITATOR))
        self.set_status(303)
        self.set_header("Location", f"f/{code}")  # relative: some proxies put their prefix before a whole path
        self.finish()
