"""The hash chain: pure functions that give events their place, and that show whether anything was changed afterwards.

    digest  = SHA-256(salt ‖ payload)                       payload: the event's data as JSON, UTF-8, as it is stored
    chain_0 = 32 zero bytes
    chain_n = SHA-256(chain_{n-1} ‖ canonical JSON of [session, seq, id, actor, kind, at, v, hex of digest])

The header is a JSON list and not a joined string, so that no two headers can look the same. The salt is random and
secret: with payload and salt gone, the digest tells nothing, not even about a one-word answer, and the chain still
holds. What the chain cannot show: a whole log written anew by somebody who owns the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from alignlab.errors import InvalidInput
from alignlab.model.base import Json
from alignlab.model.events import Draft, Event

SALT_BYTES = 16
MAX_DEPTH = 100
"""Levels of nesting in one payload: far more than any form has, far fewer than would stop a reader."""

_MAX_INTEGER = 2**63 - 1  # what a database's integer column holds
_SORTED = json.JSONEncoder(sort_keys=True, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
_AS_GIVEN = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))

Salt = Callable[[int], bytes]
"""Gives that many random bytes, as `secrets.token_bytes` does."""

Key = tuple[str, str, str]
"""(session, actor, id) of a draft: two with the same key are the same event sent twice."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a session's chain: the last event's seq and chain value."""

    seq: int = 0
    chain: bytes = bytes(32)


@dataclass(frozen=True, slots=True)
class Record:
    """An event as a store keeps it. `payload` and `salt` are None together, where the content was erased."""

    event: Event
    payload: str | None
    salt: bytes | None
    digest: bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """What an append comes to: one event a draft, the records that are new, and where the chains end now."""

    events: list[Event]
    new: list[Record]
    heads: dict[str, Head]


def canonical(value: Json) -> str:
    """The one way to write this value as JSON: sorted keys, no spaces, no NaN, well-formed Unicode."""
    return _written(value, _SORTED)


def _written(value: Json, encoder: json.JSONEncoder) -> str:
    """JSON in which half surrogate pairs, which a phone can send, are written as escapes."""
    text = encoder.encode(value)
    if text.isascii() or _is_unicode(text):
        return text
    # Two halves that stand side by side are one character for whoever reads them: join them by reading.
    return _escaped(encoder.encode(json.loads(_escaped(text))))


def digest_of(salt: bytes, payload: str) -> bytes:
    """SHA-256 over salt and payload: 32 bytes."""
    return hashlib.sha256(salt + payload.encode("utf-8")).digest()


def link(chain: bytes, event: Event, digest: bytes) -> bytes:
    """The chain's value after this event: 32 bytes."""
    header = [event.session, event.seq, event.id, event.actor, event.kind, event.at, event.v, digest.hex()]
    return hashlib.sha256(chain + canonical(header).encode("utf-8")).digest()


def payload_of(draft: Draft) -> str:
    """The draft's data as JSON, with its keys in the order in which they came: the options of a question and the
    quantities of a picture have an order. Raises InvalidInput if no store could hold this draft."""
    _check_header(draft)
    try:
        payload = _written(draft.data, _AS_GIVEN)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInput(f"The data of a {draft.kind!r} event cannot be written as JSON: {error}.") from error
    _check_depth(draft, payload)
    return payload


def key_of(item: Draft | Event) -> Key:
    """What makes a repeat a repeat."""
    return item.session, item.actor, item.id


def place(
    drafts: Sequence[Draft], payloads: Sequence[str], salt: Salt, heads: Mapping[str, Head], stored: Mapping[Key, Event]
) -> Placed:
    """Give each draft its place after `heads`; one whose key is in `stored`, or earlier in the batch, gets that event.

    `payloads` are the drafts' own (`payload_of`), made before any look-up, so that a bad draft stops the batch. The
    data of a new event is what will be read back (tuples have become lists), never the caller's own object.
    """
    known = dict(stored)
    placed = Placed([], [], dict(heads))
    for draft, payload in zip(drafts, payloads, strict=True):
        key = key_of(draft)
        if key not in known:
            record = _record(draft, payload, salt(SALT_BYTES), placed.heads)
            placed.new.append(record)
            known[key] = record.event
        placed.events.append(known[key])
    return placed


@dataclass(frozen=True, slots=True)
class Inspection:
    """A chain computed again. `changed`: places whose content does not fit its digest, or that are missing or doubled;
    `whole`: nothing of that, and the end is the one that the store has written down; `erased`: contents that are gone;
    `chains`: the chain's value after each place, in hex."""

    whole: bool
    changed: tuple[int, ...]
    erased: int
    chains: tuple[str, ...]


def inspect(records: Iterable[Record], head: Head) -> Inspection:
    """Go through the chain again. A changed time, actor or kind shows at the end only: no place keeps its own value."""
    chain, erased, changed, chains = Head().chain, 0, [], []
    for place_, record in enumerate(records, 1):
        gone = record.payload is None and record.salt is None
        erased += gone
        if record.event.seq != place_ or not (gone or _fits(record)):
            changed.append(record.event.seq)
        chain = link(chain, record.event, record.digest)
        chains.append(chain.hex())
    whole = not changed and Head(len(chains), chain) == head
    return Inspection(whole, tuple(changed), erased, tuple(chains))


def _fits(record: Record) -> bool:
    salt, payload = record.salt, record.payload
    return salt is not None and payload is not None and record.digest == digest_of(salt, payload)


def holds(records: Iterable[Record], head: Head) -> tuple[bool, int]:
    """(the records are the whole chain up to `head` and nothing was changed, how many of them are erased)."""
    found = inspect(records, head)
    return found.whole, found.erased


def _record(draft: Draft, payload: str, salt: bytes, heads: MutableMapping[str, Head]) -> Record:
    """The draft's record behind its session's head, which it moves."""
    head = heads.get(draft.session, Head())
    data = json.loads(payload)
    event = Event(draft.session, head.seq + 1, draft.id, draft.actor, draft.kind, data, draft.at, draft.v)
    digest = digest_of(salt, payload)
    heads[draft.session] = Head(event.seq, link(head.chain, event, digest))
    return Record(event, payload, salt, digest)


def _check_header(draft: Draft) -> None:
    for field, word in (("session", draft.session), ("id", draft.id), ("actor", draft.actor), ("kind", draft.kind)):
        if not isinstance(word, str) or not word:
            raise InvalidInput(f"An event's {field} is a text that is not empty, not {word!r}.")
        # An ASCII text, the usual case, has no half surrogate pairs.
        if "\0" in word or not (word.isascii() or _is_unicode(word)):
            raise InvalidInput(f"An event's {field} has a character that cannot be stored: {word!r}.")
    for field, number in (("at", draft.at), ("v", draft.v)):
        if not isinstance(number, int) or isinstance(number, bool) or abs(number) > _MAX_INTEGER:
            raise InvalidInput(f"An event's {field} is a whole number of at most 64 bits, not {number!r}.")
    if not isinstance(draft.data, dict):
        raise InvalidInput(f"The data of an event is a dict, not {type(draft.data).__name__}.")
    for key in draft.data:
        if not isinstance(key, str):
            raise InvalidInput(f"The keys of an event's data are texts, not {key!r}.")


def _escaped(text: str) -> str:
    """JSON with its half surrogate pairs, which occur in strings only, as \\udXXX: backslashreplace does just that."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_unicode(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _check_depth(draft: Draft, payload: str) -> None:
    """A payload that can be written here could still be too deep for a reader whose stack is fuller."""
    if payload.count("[") + payload.count("{") <= MAX_DEPTH:
        return
    level: list[Json] = [draft.data]
    for _ in range(MAX_DEPTH):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise InvalidInput(f"The data of a {draft.kind!r} event is nested deeper than {MAX_DEPTH} levels.")


def _inside(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []
