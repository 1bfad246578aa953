"""Everything that a running alignlab consists of, put together and taken down in the right order."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from alignlab.config import Config
from alignlab.house import House, system_clock
from alignlab.languages import untranslated
from alignlab.log.home import Home
from alignlab.model.language import speaking
from alignlab.recap import file as recap_file
from alignlab.recap.series import opening
from alignlab.server.recaps import RecapPages
from alignlab.server.run import Running, serve
from alignlab.sessions import Sessions
from alignlab.storing import FileStore
from alignlab.studio import ProcessStudio


@dataclass(frozen=True, slots=True)
class Program:
    """A house with its server. `untranslated`: file -> keys that are said in English for want of a translation."""

    house: House
    server: Running
    store: FileStore
    untranslated: Mapping[str, list[str]]


@contextlib.asynccontextmanager
async def start(config: Config, now: Callable[[], int] = system_clock, launch_key: str = "") -> AsyncIterator[Program]:
    """Own the store, serve it, and let go of everything at the end of the block.

    `launch_key`: what JupyterLab's tile gave to this program and to Jupyter; see alignlab/launcher.py.

    Raises StoreBusy, CannotSave, StoreError, ConfigError or InvalidInput, each with what to do.
    """
    with speaking(config.speaks):
        lacking = untranslated()
        async with _started(config, now, launch_key) as (house, server, store):
            yield Program(house, server, store, lacking)


@contextlib.asynccontextmanager
async def _started(
    config: Config, now: Callable[[], int], launch_key: str
) -> AsyncIterator[tuple[House, Running, FileStore]]:
    store = FileStore(config.home, now)
    studio = ProcessStudio()
    running: list[Running] = []
    house = House(
        store,
        studio,
        now=now,
        links=lambda code: running[0].services.links(code) if running else {},
        last_time=opening(store.home),
        watchers=(recap_file.watcher(Home(store.home), fingerprint=store.fingerprint),),
    )
    recaps = RecapPages(store.home, studio, asyncio.get_running_loop())
    try:
        await house.delete_what_is_due()
        async with serve(
            config, house, store.owned.credentials, recap_page=recaps.html, recap_file=recaps.download
        ) as server:
            running.append(server)
            server.services.launch_key = launch_key
            server.services.sessions = Sessions(store, house, server.services.identity.leave)
            server.services.owner_secret = secrets.token_hex(16)
            await store.call(store.owned.announce, server.local_url, server.services.owner_secret)
            studio.warm()
            try:
                yield house, server, store
            finally:
                await house.stop()
    finally:
        studio.close()
        store.close()
