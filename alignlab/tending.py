"""What `alignlab sessions` does and says: through the alignlab that runs, or by itself where none does."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.table import Table

from alignlab.config import Config
from alignlab.erasure import Erased
from alignlab.log.home import Home
from alignlab.owner import Owner, running
from alignlab.sessions import Row, Sessions, owned
from alignlab.terminal import terminal
from alignlab.verifying import Verdict


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, each None if it was not asked for; nothing at all means: list."""

    end: str | None
    erase: tuple[str, str] | None
    words: str
    delete: str | None
    delete_before: date | None


async def tend(config: Config, wish: Wish, *, as_json: bool) -> None:
    """Do what was asked and say so; else list. Raises StoreBusy, NotFound, InvalidInput, Refused or StoreError."""
    console = terminal(quiet=as_json)
    async with _reached(Home(config.home)) as sessions:
        for code in await sessions.delete_what_is_due():
            console.print(f"{code}: its last day has passed; it is deleted, as promised.")
        told = await _carry_out(sessions, wish)
        rows = await sessions.rows()
    for line in told:
        console.print(line, soft_wrap=True)
    if as_json:
        print(json.dumps({"told": told, "sessions": [row.as_dict() for row in rows]}), flush=True)  # noqa: T201
    elif not told:
        _show(console, rows, config)


async def verify_session(config: Config, code: str) -> Verdict:
    """Look at a session of this data folder. Raises StoreBusy, NotFound or StoreError."""
    async with _reached(Home(config.home)) as sessions:
        return await sessions.verify(code)


@contextlib.asynccontextmanager
async def _reached(home: Home) -> AsyncIterator[Sessions | Through]:
    """The sessions, through the alignlab that runs and owns the folder, or as its owner for the length of the block."""
    owner = await asyncio.to_thread(running, home)
    if owner is not None:
        yield Through(owner)
        return
    async with owned(home) as sessions:
        yield sessions


@dataclass(frozen=True, slots=True)
class Through:
    """What `Sessions` can do, done by the owner. Raises what it raises."""

    owner: Owner

    async def rows(self) -> list[Row]:
        listed = await asyncio.to_thread(self.owner.sessions)
        return [Row(**row) for row in listed["sessions"]]

    async def delete_what_is_due(self) -> list[str]:
        return await asyncio.to_thread(self.owner.delete_what_is_due)

    async def verify(self, code: str) -> Verdict:
        return Verdict.of(await asyncio.to_thread(self.owner.verify, code))

    async def end(self, code: str) -> None:
        await asyncio.to_thread(self.owner.end, code)

    async def delete(self, code: str) -> None:
        await asyncio.to_thread(self.owner.delete, code)

    async def delete_before(self, day: date) -> list[str]:
        return await asyncio.to_thread(self.owner.delete_before, day)

    async def erase(self, code: str, who: str, words: str = "") -> Erased:
        done = await asyncio.to_thread(self.owner.erase, code, who, words)
        hidden, later = tuple(done["hidden"]), tuple(done.get("later", ()))
        return Erased(done["name"], done["events"], hidden, later, bool(done.get("asked")))


async def _carry_out(sessions: Sessions | Through, wish: Wish) -> list[str]:
    told = []
    if wish.end:
        await sessions.end(wish.end)
        told.append(f"{wish.end.upper()} has ended.")
    if wish.erase:
        done = await sessions.erase(*wish.erase, words=wish.words)
        entries = "1 entry has" if done.events == 1 else f"{done.events} entries have"
        told.append(f"{done.name} is erased: {entries} left the disk.")
        told += [_stays(title, done, *wish.erase) for title in done.hidden]
        told += [
            f"A commitment they had shared also opens the team's later session {later}. It goes with that session: "
            f"`alignlab sessions --delete {later}`."
            for later in done.later
        ]
        told.append("Exports and copies that were made before are out of reach; please delete those yourself.")
    if wish.delete:
        await sessions.delete(wish.delete)
        told.append(f"{wish.delete.upper()} has left the disk, with its recap.")
    if wish.delete_before:
        deleted = await sessions.delete_before(wish.delete_before)
        said = ", ".join(deleted) or "nothing"
        told.append(f"Begun before {wish.delete_before}: {said}" + (" has left the disk." if deleted else "."))
    return told


def _stays(title: str, done: Erased, code: str, who: str) -> str:
    lies = f"What they said in “{title}” lies under a pseudonym, and only their own phone or their two words can tell"
    how = f'alignlab sessions --erase {code.upper()} {json.dumps(who, ensure_ascii=False)} --words "WORD WORD"'
    if done.asked:
        return f"{lies} which it is. It goes as soon as that phone is back while alignlab runs; or now: {how}"
    return f"{lies} which it is. It stays until the session is deleted. Or: {how}"


def _show(console: Console, rows: list[Row], config: Config) -> None:
    if not rows:
        console.print(f"There are no sessions in {config.home}.")
        return
    table = Table("Code", "Title", "Created", "State", "People", "Kept until")
    for row in rows:
        title = f"{row.title}, simulated people" if row.simulated else row.title
        table.add_row(row.code, title, row.created, row.phase, str(row.people), row.delete_after)
    console.print(table)
    console.print("Go on with one: alignlab serve --code CODE")
