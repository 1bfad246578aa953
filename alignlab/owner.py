"""The owner of a data folder, reached from another program of the same user on the same machine.

An owner that answers is asked over HTTP, with the secret of `runtime.json` in a header; see *The owner* in
server/PROTOCOL.md. Where nobody is the owner, this program becomes it for as long as it reads.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from alignlab.errors import AlignlabError, InvalidInput, NotFound, Refused, StoreBusy, StoreError
from alignlab.fold import fold
from alignlab.log.home import Home
from alignlab.log.runtime import read_runtime
from alignlab.tables import About, Table, table

SECONDS = 30.0
_ERRORS: dict[str, type[AlignlabError]] = {
    "not_found": NotFound,
    "invalid_input": InvalidInput,
    "store_busy": StoreBusy,
    "store_error": StoreError,
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A running alignlab that owns the data folder. `url` ends with a slash."""

    url: str
    secret: str = field(repr=False)

    def sessions(self) -> dict[str, Any]:
        """`sessions`: the rows of `alignlab sessions`, oldest first; `now`: the code of the one that runs, or ""."""
        return self._ask("sessions")

    def table(self, code: str, name: str) -> Table:
        """A table of a session. Raises NotFound."""
        return Table.from_json(self._ask(f"sessions/{quote(code)}/tables/{quote(name)}"))

    def about(self, code: str) -> About:
        """What a session is. Raises NotFound."""
        return About(**self._ask(f"sessions/{quote(code)}"))

    def verify(self, code: str) -> dict[str, Any]:
        """Whether log, pictures and recap still say the same: a `Verdict` as a dict. Raises NotFound."""
        return self._ask(f"sessions/{quote(code)}/verify", seconds=300.0)

    def ticket(self, code: str, door: str) -> dict[str, Any]:
        """A ticket for a session's console (door f) or screen (s). Raises NotFound."""
        return self._ask(f"sessions/{quote(code)}/ticket", {"door": door})

    def end(self, code: str) -> None:
        """End a session. Raises NotFound or Refused."""
        self._ask(f"sessions/{quote(code)}/end", {})

    def erase(self, code: str, who: str, words: str) -> dict[str, Any]:
        """Erase a person: `name`, `events`, `hidden`. Raises NotFound, InvalidInput."""
        return self._ask(f"sessions/{quote(code)}/erase", {"who": who, "words": words})

    def delete(self, code: str) -> None:
        """Delete a session. Raises NotFound."""
        self._ask(f"sessions/{quote(code)}/delete", {})

    def delete_before(self, day: date) -> list[str]:
        """Delete what began before this day; gives the codes."""
        codes: list[str] = self._ask("sessions/delete_before", {"day": day.isoformat()})["codes"]
        return codes

    def delete_what_is_due(self) -> list[str]:
        """Keep the promise of the date; gives the codes."""
        codes: list[str] = self._ask("sessions/delete_due", {})["codes"]
        return codes

    def answers(self) -> bool:
        """Whether it answers, and knows its secret."""
        try:
            self._ask("", seconds=3.0)
        except AlignlabError:  # nobody there, or somebody else's program on that port
            return False
        return True

    def _ask(self, path: str, data: dict[str, Any] | None = None, seconds: float = SECONDS) -> dict[str, Any]:
        """A GET, or a POST of this data. Raises what the owner raised, StoreBusy if it does not answer."""
        body = None if data is None else json.dumps(data).encode()
        headers = {"X-Alignlab": "1", "X-Alignlab-Owner": self.secret, "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}owner/{path}", data=body, headers=headers)  # noqa: S310
        try:
            with _DIRECT.open(request, timeout=seconds) as answer:
                found: dict[str, Any] = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise _raised(error.read()) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise StoreBusy(f"Another alignlab at {self.url} has the data, but does not answer ({error}).") from error
        return found


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy: it is this machine


def _raised(body: bytes) -> AlignlabError:
    """The error that the owner's answer stands for."""
    try:
        said = json.loads(body)
        code, text = str(said["code"]), str(said["text"])
    except (ValueError, KeyError, TypeError):
        return StoreError("The running alignlab gave an answer that cannot be read. Is it another version?")
    kind = _ERRORS.get(code)
    return kind(text) if kind else Refused(code, text)


def running(home: Home) -> Owner | None:
    """The owner of this data folder, if one answers."""
    runtime = read_runtime(home.runtime)
    if runtime is None:
        return None
    owner = Owner(runtime.url.rstrip("/") + "/", runtime.secret)
    return owner if owner.answers() else None


# --- reading, whoever owns the folder ------------------------------------------------------------------------------


def about(home: Home, code: str = "") -> About:
    """A session of this data folder: the one with this code, else the one that runs, else the newest.

    Raises NotFound; StoreBusy if somebody owns the folder and does not answer.
    """
    owner = running(home)
    if owner is not None:
        listed = owner.sessions()
        wanted = code or listed["now"] or next((row["code"] for row in reversed(listed["sessions"])), "")
        if wanted:
            return owner.about(wanted)
        raise _nothing(home)
    with _log(home) as log:
        known = log.sessions()
        wanted = code.upper() or next(reversed(known), "")
        if wanted not in known:
            raise _nothing(home) if not code else _unknown(code, home)
        return About.of(fold(wanted, log.read(wanted)))


def read_table(home: Home, code: str, name: str) -> Table:
    """A table of a session, through the owner or as the owner for a moment. Raises as `about` does."""
    owner = running(home)
    if owner is not None:
        return owner.table(code, name)
    with _log(home) as log:
        events = log.read(code)
    if not events:
        raise _unknown(code, home)
    return table(name, code, events, random.SystemRandom())


@contextlib.contextmanager
def _log(home: Home) -> Iterator[Any]:
    """The log, owned for as long as the block takes. Raises NotFound where there is none, StoreBusy, StoreError."""
    from alignlab.house import system_clock
    from alignlab.log.owner import open_store

    if not home.database.is_file():
        raise _nothing(home)
    store = open_store(home.path, system_clock)
    try:
        yield store.log
    finally:
        store.close()


def _nothing(home: Home) -> NotFound:
    return NotFound(f"There is no session in {home.path}. `alignlab serve` starts one; ALIGNLAB_HOME names the folder.")


def _unknown(code: str, home: Home) -> NotFound:
    return NotFound(f"There is no session {code!r} in {home.path}. `alignlab sessions` lists those there are.")
