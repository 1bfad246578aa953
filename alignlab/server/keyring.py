"""The store's credentials, from asyncio. Five hundred people who join at once cost a few writes, not a thousand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from alignlab.log.credentials import Credential, Credentials
from alignlab.model.base import PersonId

P = ParamSpec("P")
T = TypeVar("T")


class Call(Protocol):
    """Runs a function in the store's one thread."""

    async def __call__(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


FRESH = 10_000
"""So many ms after it was put, a credential is found without asking the store: who joins comes back at once, for the
websocket."""


class Keyring:
    """Credentials of one store; `now` in ms. Raises what the store raises."""

    def __init__(self, credentials: Credentials, call: Call, now: Callable[[], int]) -> None:
        self._credentials = credentials
        self._call = call
        self._now = now
        self._waiting: list[tuple[tuple[Credential, ...], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._fresh: dict[str, tuple[int, Credential]] = {}  # oldest first

    async def put(self, *credentials: Credential) -> None:
        """Store them; all that wait for the store's thread go into one transaction."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((credentials, stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await stored

    async def find(self, hashed: str) -> Credential | None:
        """The credential with this hash that is still good."""
        now = self._now()
        put, credential = self._fresh.get(hashed, (0, None))
        if credential is not None and 0 <= now - put < FRESH:
            return credential
        return await self._call(self._credentials.find, hashed, now)

    async def use(self, hashed: str) -> bool:
        """Take one use; False if somebody else took the last."""
        return await self._call(self._credentials.use, hashed)

    async def revoke(self, session: str, person: PersonId | None = None, role: str | None = None) -> None:
        """This person's credentials, or all of this role, open nothing any more."""
        await self._call(self._credentials.revoke, session, person, role)
        for hashed, (_, held) in list(self._fresh.items()):  # afterwards: one that was just being put is among them
            if held.session == session and person in (None, held.person) and role in (None, held.role):
                del self._fresh[hashed]

    async def people(self, session: str, role: str) -> set[PersonId]:
        """Whose credentials of this role there are."""
        return {one.person for one in await self._call(self._credentials.for_session, session) if one.role == role}

    def _remember(self, credentials: list[Credential]) -> None:
        now = self._now()
        for hashed, (put, _) in list(self._fresh.items()):
            if 0 <= now - put < FRESH:
                break
            del self._fresh[hashed]
        lasting = [one for one in credentials if one.uses_left is None]
        self._fresh.update({one.hash: (now, one) for one in lasting})

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            error: Exception | None = None
            try:
                credentials = [one for many, _ in batch for one in many]
                await self._call(self._credentials.put_all, credentials)
                self._remember(credentials)
            except Exception as caught:  # handed to everyone who waits for it
                error = caught
            for _, stored in batch:
                if stored.done():
                    continue
                if error is None:
                    stored.set_result(None)
                else:
                    stored.set_exception(error)
