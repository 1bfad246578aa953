"""The ways into a session over HTTP, as the pages take them: join, return on another device, enter with a key."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from alignlab.client import SocketClient
from alignlab.errors import InvalidInput, NotFound, Refused
from alignlab.model.commands import Role


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody is in: the name as the room has it, the words for other devices, the headers for the socket."""

    name: str
    words: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FacilitatorLink:
    """What `alignlab serve` prints for the facilitator, taken apart. `url` has no slash at its end."""

    url: str
    code: str
    key: str = field(repr=False)


def parse_link(link: str) -> FacilitatorLink:
    """Raises InvalidInput if it is not a facilitator's link."""
    parts = urlsplit(link)
    base, _, code = parts.path.rpartition("/f/")
    key = parse_qs(parts.fragment).get("key", [""])[0]
    if parts.scheme not in ("http", "https") or not code or not key:
        raise InvalidInput(
            f"{link!r} is not a facilitator's link. Copy the whole link that `alignlab serve` prints for you: "
            "http://…/f/CODE#key=…"
        )
    return FacilitatorLink(f"{parts.scheme}://{parts.netloc}{base}", code.strip("/").upper(), key)


async def join(url: str, code: str, name: str, role: Role = "participant") -> Admitted:
    """A new person, or an observer. Raises Refused with what the server says."""
    return await _admitted(f"{url}/j/{code}/join", {"name": name, "role": role})


async def come_back(url: str, code: str, name: str, words: str) -> Admitted:
    """The same person on another device. Raises Refused with what the server says."""
    return await _admitted(f"{url}/j/{code}/return", {"name": name, "words": words})


async def info(url: str, code: str) -> dict[str, Any]:
    """What anybody with the code may know of the session. Raises NotFound if nobody answers there."""
    _, about = await _ask(f"{url}/j/{code}/info")
    return about


async def open_console(link: FacilitatorLink) -> SocketClient:
    """The facilitator's console, connected. Raises Refused if the key does not fit."""
    cookie, _ = await _ask(f"{link.url}/f/{link.code}/enter", {"key": link.key})
    return SocketClient(_socket(link.url, "f", link.code), {"Cookie": cookie}, device="driver")


def connect(url: str, code: str, admitted: Admitted, device: str, rng: Random) -> SocketClient:
    """A device of somebody who is in."""
    return SocketClient(_socket(url, "j", code), admitted.headers, device=device, rng=rng)


def _socket(url: str, door: str, code: str) -> str:
    return url.replace("http", "ws", 1) + f"/{door}/{code}/ws"


async def _admitted(url: str, data: dict[str, str]) -> Admitted:
    cookie, told = await _ask(url, data)
    return Admitted(told.get("name", ""), told.get("words", ""), {"Cookie": cookie})


async def _ask(url: str, data: dict[str, str] | None = None) -> tuple[str, dict[str, Any]]:
    """(cookie, answer) of a GET, or of a POST of this data."""
    from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest

    request = HTTPRequest(
        url,
        method="GET" if data is None else "POST",
        headers={"X-Alignlab": "1", "Content-Type": "application/json"},
        body=None if data is None else json.dumps(data),
        request_timeout=30,
    )
    try:
        response = await AsyncHTTPClient(max_clients=1000).fetch(request, raise_error=False)
    except (OSError, HTTPError) as error:
        raise NotFound(f"Nobody answers at {url}: {error}. Is alignlab running there?") from error
    if response.code == 599:
        raise NotFound(f"Nobody answers at {url}. Is alignlab running there?")
    told = _told(response.body)
    if response.code != 200:
        raise Refused(told.get("code", "http"), told.get("text", f"The server answered {response.code}."))
    cookies = response.headers.get_list("Set-Cookie")
    return (cookies[0].split(";")[0] if cookies else ""), told


def _told(body: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
