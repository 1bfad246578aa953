"""`alignlab doctor`: is this machine fit for a session, how many people does it carry, does a phone reach it."""

from __future__ import annotations

import asyncio
import errno
import json
import shutil
import socket
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.text import Text

from alignlab import plans
from alignlab.config import Config
from alignlab.errors import AlignlabError
from alignlab.hosting import RoomHost
from alignlab.log.home import Home
from alignlab.log.owner import find_owner
from alignlab.measuring import measure
from alignlab.model.base import MAX_PEOPLE
from alignlab.platform import memory, raise_file_limit
from alignlab.server.addresses import LOOPBACK, lan_addresses
from alignlab.server.start import start
from alignlab.serving import qr_text
from alignlab.terminal import columns, terminal

Level = Literal["good", "note", "mend"]
STYLES: dict[Level, str] = {"good": "green", "note": "yellow", "mend": "bold red"}

FOLDER = "Data folder"
LEAST_DISK = 200 * 2**20  # bytes
LEAST_MEMORY = 2**30  # bytes: server, picture worker, browser of the console
FILES_A_PERSON = 2
PHONES = 30
MEASURED_SECONDS = 2.0
PLAN = "stage_self_placement_60"  # where a real phone is welcomed
PATIENCE = 600.0  # seconds to wait for a phone
SECONDS_A_PART = 2.0  # in a room, people answer one field each two seconds at most
RESERVE = 0.5  # the other half is for the console, pictures, and whatever else the machine does
FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))  # SQLite versions with the mended WAL reset; later ones of each line too
BROKEN_SINCE = (3, 7, 0)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report. `mend` means: not fit for a session before that is done."""

    name: str
    level: Level
    text: str


async def examine(config: Config, *, as_json: bool) -> bool:
    """Print the report; False if something has to be mended."""
    checks = [sqlite(sqlite3.sqlite_version_info), *data_folder(config.home), port(config), network(), files(), room()]
    if all(check.level != "mend" or check.name != FOLDER for check in checks):
        checks.append(carries(*await measure(config.home, PHONES, MEASURED_SECONDS)))
    checks += [asleep(sys.platform), firewall(sys.platform, config.port)]
    if as_json:
        told = [{"name": check.name, "level": check.level, "text": check.text} for check in checks]
        print(json.dumps({"checks": told}), flush=True)  # noqa: T201  (a program reads it)
    else:
        console = terminal()
        columns(console, [(Text(c.level, STYLES[c.level]), Text(c.name, "bold"), Text(c.text)) for c in checks])
        console.print("\nTry it with a real phone: alignlab doctor --phone\n")
    return all(check.level != "mend" for check in checks)


def sqlite(version: tuple[int, ...]) -> Check:
    """The WAL reset of 3.7.0 to 3.51.2 can damage a file that two connections write at the same moment
    (sqlite.org/wal.html, "The WAL-Reset Bug")."""
    told = ".".join(map(str, version))
    fixed = version >= FIXED[0] or any(version[:2] == line[:2] and version >= line for line in FIXED)
    if fixed or version < BROKEN_SINCE:
        return Check("SQLite", "good", f"{told}.")
    return Check(
        "SQLite",
        "good",
        f"{told}. It has the WAL-reset mistake of versions before 3.51.3, which needs two connections to one file; "
        "alignlab has one, and keeps others out. Do not open the file with another program during a session.",
    )


def data_folder(home: Path) -> list[Check]:
    """Can it be used, who uses it, how much room is there."""
    try:
        warnings = Home(home).prepare()
        owner = find_owner(home)
    except AlignlabError as error:
        return [Check(FOLDER, "mend", str(error))]
    free = shutil.disk_usage(home).free
    level: Level = "good" if free >= LEAST_DISK else "mend"
    text = f"{home}, {free / 2**30:.1f} GB free."
    if level == "mend":
        text += " Please free some space: a room pauses when it cannot save."
    if owner:
        text += f" An alignlab is using it now ({owner.url})."
    return [Check(FOLDER, level, text), *(Check(FOLDER, "note", warning) for warning in warnings)]


def port(config: Config) -> Check:
    """Whether the configured port is free."""
    if not config.port:
        return Check("Port", "note", "Any free one, another each time: bookmarks and printed codes will not fit again.")
    with socket.socket() as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((config.host if ":" not in config.host else "0.0.0.0", config.port))  # noqa: S104
        except OSError as error:
            owner = find_owner(config.home)
            if owner and owner.url.rstrip("/").endswith(f":{config.port}"):
                return Check("Port", "good", f"{config.port}, used by the alignlab that is running now.")
            taken = error.errno == errno.EADDRINUSE
            why = "is used by another program" if taken else f"cannot be used: {error.strerror}"
            return Check("Port", "mend", f"{config.port} {why}. Choose another one with --port.")
    return Check("Port", "good", f"{config.port} is free.")


def network() -> Check:
    """Under which address phones will look for this machine."""
    own = lan_addresses()
    if own == [LOOPBACK]:
        return Check(
            "Network", "mend", "No network, so no phone reaches this machine. Join the Wi-Fi, or open a hotspot."
        )
    more = f" (others: {', '.join(own[1:])})" if own[1:] else ""
    return Check(
        "Network", "good", f"Phones use {own[0]}{more}. They must be in the same Wi-Fi, not in its guest part."
    )


def files() -> Check:
    """Each person needs a socket, and a spare one while they reconnect."""
    limit = raise_file_limit()
    if limit is None:
        return Check("Open files", "good", "No limit here.")
    people = (limit - 100) // FILES_A_PERSON
    if people >= MAX_PEOPLE:
        return Check("Open files", "good", f"{limit:,} at once.")
    return Check("Open files", "note", f"{limit:,} at once: enough for {people} people. Raise it with ulimit -n 4096.")


def room() -> Check:
    """Memory."""
    total, free = memory()
    if total is None:
        return Check("Memory", "note", "Cannot be told here.")
    told = f"{total / 2**30:.1f} GB" + (f", {free / 2**30:.1f} GB of it free." if free is not None else ".")
    enough = (total if free is None else free) >= LEAST_MEMORY
    return Check("Memory", "good" if enough else "note", told + ("" if enough else " Close what you do not need."))


def carries(a_second: float, slowest: float) -> Check:
    """How many people: half of what was measured, if each answers a field every two seconds."""
    people = min(MAX_PEOPLE, int(a_second * SECONDS_A_PART * RESERVE) // 10 * 10)
    text = (
        f"About {people} people who all answer at once ({a_second:.0f} answers a second were saved for {PHONES} "
        f"simulated phones on this machine; 19 of 20 in {slowest * 1000:.0f} ms)."
    )
    return Check("People", "good" if people >= PHONES else "note", text)


def asleep(name: str) -> Check:
    """A laptop that sleeps takes the room with it, until it wakes."""
    how = {
        "darwin": "start with caffeinate -is alignlab serve …",
        "win32": "set Power & sleep to Never while plugged in",
    }.get(name, "start with systemd-inhibit alignlab serve …")
    return Check("Sleep", "note", f"Plug the machine in and keep it awake: {how}. If it sleeps, nothing is lost.")


def firewall(name: str, port: int) -> Check:
    """What to allow when phones do not get through."""
    how = {
        "darwin": "System Settings, Network, Firewall: allow incoming connections for Python",
        "win32": "answer “Allow” for private networks when Windows asks about Python",
    }.get(name, f"for example sudo ufw allow {port or 'PORT'}/tcp")
    return Check("Firewall", "note", f"It must let phones in: {how}.")


# --- a real phone


async def wait_for_phone(config: Config) -> bool:
    """Show a QR code until a phone has joined through it; False after ten minutes."""
    console = terminal()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with start(config.model_copy(update={"home": Path(folder), "language": "en"})) as program:
            host = await program.house.create(plans.load(PLAN), host="alignlab", title="Is anybody there?")
            url = program.server.join_url(host.code)
            console.print(qr_text(url), soft_wrap=True)
            console.print(f"Scan this with a phone, or open  {url}  , join, and go to the session.", soft_wrap=True)
            if name := await _arrived(host):
                console.print(f"A phone is here: {name}. The room will work.", style="green")
                return True
    console.print("No phone has come. Is it in the same Wi-Fi, and not in its guest part?")
    console.print(firewall(sys.platform, config.port).text)
    return False


async def _arrived(host: RoomHost) -> str:
    """The name of the first person whose page is connected; "" if nobody comes in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for connection in host.connections:
            if person := host.person(connection.viewer.person):
                return person.name
        await asyncio.sleep(0.2)
    return ""
