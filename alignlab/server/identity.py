"""Who is who: secrets in cookies, two words that bring a person back, keys behind `#`, codes for handing over.

The store keeps SHA-256 hashes only. A participant's cookie is `secret.key`; the key makes the pseudonyms of *about me*
steps, comes from the two words, and lies nowhere but on the person's devices.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from random import Random
from typing import get_args

from alignlab.errors import Refused
from alignlab.hosting import RoomHost
from alignlab.keys import digest, person_key, plain, words_hash
from alignlab.log.credentials import Credential
from alignlab.model.catalogue import say
from alignlab.model.commands import Role
from alignlab.model.viewer import Viewer
from alignlab.server.keyring import Keyring
from alignlab.server.tries import Tries
from alignlab.server.words import FIRST, SECOND
from alignlab.state import SessionState

HANDOVER_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
HANDOVER_MINUTES = 10


class Door(Enum):
    """A way in; the route's letter decides it, and it decides the role."""

    PARTICIPANT = "j"
    FACILITATOR = "f"
    SCREEN = "s"

    def cookie(self, code: str) -> str:
        """Name of the cookie."""
        return f"al-{code}-{self.name.lower()}"

    @property
    def roles(self) -> frozenset[str]:
        """Which credentials open it."""
        return frozenset({"participant", "observer"}) if self is Door.PARTICIPANT else frozenset({self.name.lower()})


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in: the name as the room has it, their words, their cookie's value."""

    name: str
    words: str
    cookie: str = field(repr=False)
    replaced: str = ""  # the person whose other devices are out now: they came back by the host's code


@dataclass(slots=True)
class Identity:
    """All that gives, checks and takes back credentials. `token(n)` gives n random bytes in hex."""

    keyring: Keyring
    now: Callable[[], int]
    days: int  # until credentials expire
    rng: Random = field(default_factory=secrets.SystemRandom)
    token: Callable[[int], str] = secrets.token_hex
    tries: Tries = field(default_factory=Tries)

    # --- participants

    async def join(self, host: RoomHost, name: str, role: Role = "participant", *, runs: bool = False) -> Joined:
        """A new person; `runs`: one who runs the session. Raises what the room refuses."""
        person, kept = await host.join(name, role, runs=runs)
        return await self._welcome(host.code, person, kept, role)

    async def come_back(self, host: RoomHost, name: str, given: str, address: str) -> Joined:
        """The same person on another device, by their two words or by the host's code.

        Raises Refused `unknown_person` or `too_many`.
        """
        code, key = host.code, (host.code, address, plain(name))
        self._may_try(code, key)
        person = host.find_by_name(name)
        if person is not None and not person.gone:
            found = await self.keyring.find(words_hash(code, person.id, given))
            if found is not None and found.role == "words":
                self.tries.right(key)
                cookie = f"{self.token(16)}.{person_key(code, person.id, given)}"
                await self._keep(cookie, code, person.role, person.id)
                return Joined(person.name, spoken(given), cookie)
            if await self._takes_code(code, "way back", person.id, given):
                self.tries.right(key)
                await self.keyring.revoke(code, person.id)
                welcome = await self._welcome(code, person.id, person.name, person.role)
                return replace(welcome, replaced=person.id)
        self.tries.wrong(code, key, self.now())
        if person is not None and person.gone:
            raise Refused("unknown_person", say("server.let_back_in"))
        raise Refused("unknown_person", say("server.wrong_words"))

    async def _welcome(self, code: str, person: str, name: str, role: Role) -> Joined:
        words = f"{self.rng.choice(FIRST)} {self.rng.choice(SECOND)}"
        cookie = f"{self.token(16)}.{person_key(code, person, words)}"
        await self.keyring.put(
            self._credential(digest(cookie), code, role, person),
            self._credential(words_hash(code, person, words), code, "words", person),
        )
        return Joined(name, words, cookie)

    # --- facilitators and screens

    async def new_key(self, code: str, door: Door) -> str:
        """A key that opens this door until the session's end; it stands behind `#` in a link."""
        key = self.token(16)
        await self.keyring.put(self._credential(digest(key), code, f"{door.name.lower()} key", ""))
        return key

    async def enter(self, code: str, door: Door, given: str, address: str) -> str:
        """The cookie for whoever shows the key, or a code for handing over. Raises Refused.

        Nobody guesses a key, so a right one opens whatever else was tried from this address: a room shares one.
        """
        key = (code, address, door.value)
        found = await self.keyring.find(digest(given.strip()))
        if found is None or found.session != code or found.role != f"{door.name.lower()} key":
            self._may_try(code, key)
            if not await self._takes_code(code, f"{door.name.lower()} code", "", given):
                self.tries.wrong(code, key, self.now())
                raise Refused("wrong_role", say("server.wrong_key"))
            self.tries.right(key)
        return await self.admit(code, door)

    async def admit(self, code: str, door: Door) -> str:
        """A cookie for a facilitator or a screen; the caller has made sure that they may."""
        cookie = self.token(16)
        person = f"{door.value}-{self.token(8)}"
        await self._keep(cookie, code, door.name.lower(), person)
        return cookie

    async def handover(self, code: str) -> str:
        """Six letters that let one more facilitator in, once, within ten minutes."""
        return await self._new_code(code, "facilitator code", "")

    async def take_alone(self, code: str, person: str) -> tuple[set[str], str]:
        """(the other facilitators, a new key): their cookies, and all keys and codes for the console, are void."""
        others = await self.keyring.people(code, "facilitator") - {person}
        for other in others:
            await self.keyring.revoke(code, other)
        for role in ("facilitator key", "facilitator code"):
            await self.keyring.revoke(code, role=role)
        return others, await self.new_key(code, Door.FACILITATOR)

    async def way_back(self, host: RoomHost, person_id: str) -> str:
        """Six letters with which this person comes back in place of lost words. Raises Refused `unknown_person`."""
        person = host.person(person_id)
        if person is None or person.gone:
            raise Refused("unknown_person", say("server.nobody"))
        return await self._new_code(host.code, "way back", person.id)

    # --- checking

    async def viewer(self, code: str, door: Door, cookie: str) -> Viewer | None:
        """Who holds this cookie at this door of this session; None if nobody does any more."""
        if not cookie or len(cookie) > 200:
            return None
        found = await self.keyring.find(digest(cookie))
        if found is None or found.session != code or found.role not in door.roles:
            return None
        role: Role = next(role for role in get_args(Role) if role == found.role)
        return Viewer(role, found.person, _key_of(cookie))

    async def leave(self, code: str, person: str, role: str | None = None) -> None:
        """No device and no words of this person open the session any more; with `role` only credentials of this one."""
        await self.keyring.revoke(code, person, role)

    def _may_try(self, session: str, key: tuple[str, ...]) -> None:
        pause = self.tries.pause(session, key, self.now())
        if pause:
            seconds = -(-pause // 1000)
            raise Refused("too_many", say("server.wait", seconds=seconds), retry=True)

    async def _new_code(self, code: str, role: str, person: str) -> str:
        letters = "".join(self.rng.choice(HANDOVER_LETTERS) for _ in range(6))
        until = self.now() + HANDOVER_MINUTES * 60_000
        await self.keyring.put(Credential(_code_hash(code, role, person, letters), code, role, person, until, 1))
        return letters

    async def _takes_code(self, code: str, role: str, person: str, given: str) -> bool:
        hashed = _code_hash(code, role, person, given)
        return await self.keyring.find(hashed) is not None and await self.keyring.use(hashed)

    async def _keep(self, cookie: str, code: str, role: str, person: str) -> None:
        await self.keyring.put(self._credential(digest(cookie), code, role, person))

    def _credential(self, hashed: str, code: str, role: str, person: str) -> Credential:
        return Credential(hashed, code, role, person, self.now() + self.days * 86_400_000)


def in_session(state: SessionState, viewer: Viewer) -> Viewer | None:
    """The viewer in the role that they have in the session now; None if they are not in it any more."""
    person = state.people.get(viewer.person)
    return None if person is None or person.gone else replace(viewer, role=person.role)


def spoken(words: str) -> str:
    """Two words as they were given out, however they were typed."""
    typed = plain(words)
    return next((f"{a} {typed[len(a) :]}" for a in FIRST if typed.startswith(a) and typed[len(a) :] in SECOND), words)


def _code_hash(code: str, role: str, person: str, letters: str) -> str:
    return digest(f"alignlab {role}|{code}|{person}|{plain(letters)}")


def _key_of(cookie: str) -> bytes:
    _, _, key = cookie.partition(".")
    try:
        return bytes.fromhex(key)
    except ValueError:
        return b""
