"""Starting and stopping the server in a running event loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from alignlab.config import Config
from alignlab.house import House
from alignlab.log.credentials import Credentials
from alignlab.platform import raise_file_limit
from alignlab.resources import path
from alignlab.server.app import AlignlabServer
from alignlab.server.assets import Assets
from alignlab.server.identity import Door, Identity
from alignlab.server.keyring import Keyring
from alignlab.server.services import RecapFile, RecapPage, Services, no_file, no_recap

log = logging.getLogger("alignlab")


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    services: Services
    server: AlignlabServer

    @property
    def url(self) -> str:
        """Where phones reach it, with a slash at the end."""
        return self.services.origin()

    @property
    def local_url(self) -> str:
        """Where this machine itself reaches it, whatever lies between it and the phones."""
        return self.services.local_url

    def links(self, code: str) -> dict[str, str]:
        """What consoles and screens of this session show and open: the `links` of a House."""
        return self.services.links(code)

    def join_url(self, code: str) -> str:
        """What participants open."""
        return self.services.join_url(code)

    async def facilitator_url(self, code: str) -> str:
        """A link with a new facilitator's key; the key is kept nowhere else."""
        return f"{self.url}f/{code}#key={await self.services.identity.new_key(code, Door.FACILITATOR)}"

    async def screen_url(self, code: str) -> str:
        """A link with a new key for the room's screen."""
        return f"{self.url}s/{code}#key={await self.services.identity.new_key(code, Door.SCREEN)}"


@contextlib.asynccontextmanager
async def serve(
    config: Config,
    house: House,
    credentials: Credentials,
    *,
    recap_page: RecapPage = no_recap,
    recap_file: RecapFile = no_file,
    notebooks: Path | None = None,
) -> AsyncIterator[Running]:
    """Serve this house until the block ends; its rooms are the caller's to stop, before or after.

    `credentials` belong to the store's thread; `notebooks` is another folder than the installed one. The
    port is bound before the block begins. Raises ConfigError.
    """
    raise_file_limit()
    identity = Identity(Keyring(credentials, house.store.call, house.now), house.now, config.delete_after_days)
    assets = Assets(path("web"), config.base)
    services = Services(config, house, identity, assets, house.now, recap_page=recap_page, recap_file=recap_file)
    server = AlignlabServer(services, notebooks or path("workshops"), path("web"))
    try:
        http = server.bind()
    except BaseException:
        server.forget_folder()
        raise
    try:
        yield Running(services, server)
    finally:
        for task in services.rehearsals.values():
            task.cancel()
        await asyncio.gather(*services.rehearsals.values(), return_exceptions=True)
        http.stop()
        await server.stop_kernels()
        await http.close_all_connections()
