"""What goes over the wire, the same for every host (phone page, Voila page, notebook cell, rehearsal).

To the room: `hello`, `do`, `ping`. From the room: `view`, `ok`, `no`, `pong`, `bye`. server/PROTOCOL.md explains them
to a stranger. A message is one JSON object with the key `type`.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from alignlab.errors import Refused
from alignlab.model.base import MAX_MESSAGE_BYTES, Frozen, Json, reason
from alignlab.model.catalogue import say


class Hello(Frozen):
    """First message of a connection. `have` is the version of the view that the page still holds, 0 for none."""

    type: Literal["hello"] = "hello"
    have: int = Field(0, ge=0)


class Do(Frozen):
    """A command. `id` names it for repeats; `n` counts this device's commands and orders its saves of one part."""

    type: Literal["do"] = "do"
    id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")
    device: str = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")
    n: int = Field(ge=0, le=2**53)
    kind: str = Field(min_length=1, max_length=40)
    data: dict[str, Json] = Field(default_factory=dict)


class Ping(Frozen):
    """Every 15 s, and at once when the page is hidden or shown. `unsent` counts parts that wait on the device."""

    type: Literal["ping"] = "ping"
    hidden: bool = False
    unsent: int = Field(0, ge=0, le=10_000)


ToRoom = Annotated[Hello | Do | Ping, Field(discriminator="type")]
_TO_ROOM: TypeAdapter[Hello | Do | Ping] = TypeAdapter(ToRoom)


def parse(raw: str | bytes) -> Hello | Do | Ping:
    """One message from a device.

    Raises Refused with code `too_long`, `not_json` or `bad_message`; its text names the first field that is wrong.
    """
    size = len(raw.encode("utf-8", "surrogatepass")) if isinstance(raw, str) else len(raw)
    if size > MAX_MESSAGE_BYTES:
        raise Refused("too_long", say("messages.too_long", size=size, most=MAX_MESSAGE_BYTES))
    try:
        return _TO_ROOM.validate_python(json.loads(raw))
    except (ValueError, RecursionError) as error:
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or say("messages.whole")
            raise Refused("bad_message", say("messages.bad", place=place, why=reason(first))) from error
        raise Refused("not_json", say("messages.not_json")) from error


def ok(id_: str, seq: int, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The command is stored: `seq` is its place in the log (0 where a command needs no event, as for a question, whose
    answer is `data`)."""
    return {"type": "ok", "id": id_, "seq": seq} | ({} if data is None else {"data": data})


def no(id_: str, refusal: Refused) -> dict[str, Any]:
    """The command is refused, in words that a person can read; `retry`: sending it again later can succeed."""
    return {"type": "no", "id": id_, "code": refusal.code, "text": refusal.text, "retry": refusal.retry}


def view(version: int, now: int, data: dict[str, Any]) -> dict[str, Any]:
    """All that this viewer may see, whole. `now` is the room's clock in ms: timers count from it."""
    return {"type": "view", "version": version, "now": now, "data": data}


def pong(now: int) -> dict[str, Any]:
    """The answer to a ping."""
    return {"type": "pong", "now": now}


def bye(code: str, text: str) -> dict[str, Any]:
    """The room ends this connection; `code` is removed, ended, replaced, not_known or stopping."""
    return {"type": "bye", "code": code, "text": text}
