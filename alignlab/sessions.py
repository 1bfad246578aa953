"""What `alignlab sessions` does in the process that owns the data folder: list, end, erase a person, delete."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

from alignlab.erasure import Erased, pseudonyms
from alignlab.errors import InvalidInput, NotFound, Refused
from alignlab.hosting import RoomHost
from alignlab.house import House, system_clock
from alignlab.keys import person_key, words_hash
from alignlab.log.home import Home
from alignlab.model.catalogue import say
from alignlab.model.events import HOST, Event
from alignlab.model.viewer import Viewer
from alignlab.recap import file as recap_file
from alignlab.state import Person, SessionState
from alignlab.storing import FileStore
from alignlab.studio import InlineStudio
from alignlab.verifying import Verdict, verify


@dataclass(frozen=True, slots=True)
class Row:
    """One session as the list tells it. Days are YYYY-MM-DD; `phase`: waiting, running or ended."""

    code: str
    title: str
    created: str
    phase: str
    people: int
    simulated: bool
    delete_after: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


Revoke = Callable[[str, str, str | None], Awaitable[None]]


class Sessions:
    """The sessions of a data folder that this process owns; `house` holds those that are running.

    `revoke` takes (session, person, role or None for all): a server gives its own, as it remembers whom it has just let
    in.
    """

    def __init__(self, store: FileStore, house: House, revoke: Revoke | None = None) -> None:
        self._store, self._house = store, house
        self._revoke = revoke or self._revoke_in_store
        self._home = Home(store.home)

    async def rows(self) -> list[Row]:
        """All sessions, oldest first."""
        return [_row(state) for state in await self._house.sessions()]

    async def delete_what_is_due(self) -> list[str]:
        """Keep the promise of the date; gives the codes."""
        return await self._house.delete_what_is_due()

    async def end(self, code: str) -> None:
        """End it, as the facilitator's last button does. Raises NotFound, or Refused `ended`."""
        await (await self.room(code)).do(Viewer("facilitator", HOST), "end")

    async def delete(self, code: str) -> None:
        """The session, its credentials and its recap leave the disk. Raises NotFound."""
        host = await self.room(code)
        await self._house.delete(host.code)
        recap_file.forget(self._home, host.state)

    async def delete_before(self, day: date) -> list[str]:
        """All sessions that were created before this day (UTC); gives their codes."""
        old = [row.code for row in await self.rows() if row.created < day.isoformat()]
        for code in old:
            await self.delete(code)
        return old

    async def erase(self, code: str, who: str, words: str = "") -> Erased:
        """A person's content leaves the disk: name, answers, commitments; their devices open nothing any more.

        Answers of *about me* steps lie under a pseudonym that only the person's two words can make; without `words`
        they stay, and go when the words are given later. Raises NotFound, Refused while a picture waits to be shown, or
        InvalidInput if the words are not this person's.
        """
        host = await self.room(code)
        if words and (gone := await self._erased_before(host.state, words)):
            return await self._erase_rest(host, gone, who)
        person = _person(host.state, who)
        actors = pseudonyms(await self._proven(host.state, person, words), host.state) if words else []
        later = [state.code for state in await self._house.sessions() if _begins_with(state, host.code, person.name)]
        erased = await host.erase(person.id, actors)
        for role in erased.revoked:
            await self._revoke(host.code, person.id, role)
        return replace(erased, later=tuple(later))

    async def _erased_before(self, state: SessionState, words: str) -> Viewer | None:
        """Who had these words and is erased, all but what only the words can tell."""
        held = await self._store.call(self._store.owned.credentials.for_session, state.code)
        for person in {one.person for one in held if one.role == "words"} - set(state.people):
            if any(one.hash == words_hash(state.code, person, words) for one in held):
                return _holder(state.code, person, words)
        return None

    async def _erase_rest(self, host: RoomHost, gone: Viewer, who: str) -> Erased:
        count = await host.erase_rest(gone)
        if count is None:
            raise Refused("wrong_phase", say("hosting.erase_later"))
        await self._revoke(host.code, gone.person, None)
        return Erased(who, count, ())

    async def events(self, code: str) -> list[Event]:
        """The session's events. Raises NotFound."""
        events = await self._store.read(code.upper())
        if not events:
            raise _unknown(code)
        return events

    async def room(self, code: str) -> RoomHost:
        """The running room of a session. Raises NotFound."""
        await self.events(code)
        return await self._house.room(code.upper())

    async def _revoke_in_store(self, session: str, person: str, role: str | None) -> None:
        await self._store.call(self._store.owned.credentials.revoke, session, person, role)

    async def _proven(self, state: SessionState, person: Person, words: str) -> Viewer:
        hashed = words_hash(state.code, person.id, words)
        found = await self._store.call(self._store.owned.credentials.find, hashed, 0)
        if found is None:
            raise InvalidInput(f"The words {words!r} are not those of {person.name}. They stand in the phone's menu.")
        return _holder(state.code, person.id, words)

    async def verify(self, code: str) -> Verdict:
        """Whether log, pictures and recap still say the same. Raises NotFound."""
        return await self._store.call(verify, self._store.log, self._home, code)


def _unknown(code: str) -> NotFound:
    return NotFound(f"There is no session {code!r}. `alignlab sessions` lists those there are.")


def _holder(code: str, person: str, words: str) -> Viewer:
    return Viewer("participant", person, bytes.fromhex(person_key(code, person, words)))


def _begins_with(state: SessionState, code: str, name: str) -> bool:
    """Whether this session took over a commitment that somebody of this name had shared in that one."""
    taken: list[dict[str, object]] = state.last.get("commitments") or []
    return state.last.get("code") == code and any(one.get("name") == name for one in taken)


def _person(state: SessionState, who: str) -> Person:
    wanted = " ".join(who.split()).casefold()
    for person in state.people.values():
        if wanted in (person.id, person.name.casefold()):
            return person
    names = ", ".join(sorted(person.name for person in state.people.values())) or "nobody"
    raise NotFound(f"There is no {who!r} in session {state.code}. There: {names}.")


def _row(state: SessionState) -> Row:
    phase = "ended" if state.ended else "running" if state.started else "waiting"
    created = datetime.fromtimestamp(state.created / 1000, tz=UTC).date().isoformat()
    people = sum(person.role == "participant" for person in state.people.values())
    return Row(state.code, state.title, created, phase, people, state.simulated, state.delete_after)


@contextlib.asynccontextmanager
async def owned(home: Home, now: Callable[[], int] = system_clock) -> AsyncIterator[Sessions]:
    """Own the data folder for the length of the block. Raises StoreBusy if another program does."""
    store = FileStore(home.path, now)
    house = House(store, InlineStudio(), now=now, watchers=(recap_file.watcher(home, fingerprint=store.fingerprint),))
    try:
        yield Sessions(store, house)
    finally:
        await house.stop()
        store.close()
