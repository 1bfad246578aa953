"""What the routes share: the house, who is who, files, settings. One object, made at start, in the app's settings."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from alignlab.config import Config
from alignlab.house import House
from alignlab.server.addresses import LOOPBACK, lan_addresses
from alignlab.server.assets import Assets
from alignlab.server.identity import Identity
from alignlab.server.tickets import Tickets
from alignlab.sessions import Sessions

RecapPage = Callable[[Path, str, bool], bytes | None]
RecapFile = Callable[[Path, str, str, bool], tuple[bytes, str] | None]

_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


def no_recap(_home: Path, _code: str, _draft: bool) -> bytes | None:
    """Where no recap is made."""
    return None


def no_file(_home: Path, _code: str, _name: str, _draft: bool) -> tuple[bytes, str] | None:
    """Where no recap is made."""
    return None


@dataclass(slots=True)
class Services:
    """`port` is the one really bound. `recap_page` and `recap_file` make pages and downloads from recaps/CODE.json."""

    config: Config
    house: House
    identity: Identity
    assets: Assets
    now: Callable[[], int]
    tickets: Tickets = field(default_factory=Tickets)
    recap_page: RecapPage = no_recap
    recap_file: RecapFile = no_file
    sessions: Sessions | None = None
    owner_secret: str = ""
    """What runtime.json tells this user's other programs; "" where nobody was told."""
    launch_key: str = ""
    """What comes with requests of JupyterLab's tile; "" where it did not start this server."""
    launch_code: str = ""
    launched: asyncio.Event = field(default_factory=asyncio.Event)
    """The session with `launch_code` is there: the tile's first request may come before."""
    port: int = 0
    rehearsals: dict[str, asyncio.Task[None]] = field(default_factory=dict)  # by the session they rehearse

    def gone(self, code: str, person: str) -> bool:
        """Whether this participant is not in the session any more."""
        room = self.house.rooms.get(code)
        found = room.person(person) if room else None
        return room is not None and (found is None or bool(found.gone))

    @property
    def base(self) -> str:
        """Path under which browsers see this server, with a slash at both ends."""
        return self.config.base

    @property
    def local_url(self) -> str:
        """Where this machine itself reaches the server, whatever lies between it and the phones; ends with a slash."""
        host = self.config.host
        address = LOOPBACK if host in ("0.0.0.0", "", "localhost") else "::1" if host == "::" else host  # noqa: S104
        return f"http://{url_host(address)}:{self.port}/"

    def origin(self, host: str = "") -> str:
        """How phones reach this server: the public address, the name under which this request came, or the LAN's."""
        if self.config.public_url:
            return self.config.public_url
        if host and not self.config.prefix and is_host(host) and not _is_loopback(host):
            return f"http://{host}/"
        addresses = lan_addresses() if self.config.host in ("0.0.0.0", "::", "") else [self.config.host]  # noqa: S104
        return f"http://{url_host(addresses[0])}:{self.port}{self.base}"

    def join_url(self, code: str, host: str = "") -> str:
        """What the QR code says."""
        return f"{self.origin(host)}j/{code}"

    def console_url(self, code: str, host: str = "") -> str:
        """Where a facilitator types a code, or opens the console."""
        return f"{self.origin(host)}f/{code}"

    def links(self, code: str) -> dict[str, str]:
        """What consoles and screens show and open; paths are the browser's."""
        base = self.base
        return {
            "join": self.join_url(code),
            "qr": f"{base}qr/{code}.svg",
            "screen": f"{base}s/{code}",
            "recap": f"{base}r/{code}",
            "notebook": f"{base}n/{code}/facilitate",
        }


def is_host(text: str) -> bool:
    """Whether this looks like host[:port] and nothing else: it goes into headers and pictures."""
    return _HOST.fullmatch(text) is not None


def url_host(address: str) -> str:
    """An address as it stands in a URL: IPv6 in brackets."""
    return f"[{address}]" if ":" in address else address


def _is_loopback(host: str) -> bool:
    name = re.sub(r":\d+$", "", host).strip("[]")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
