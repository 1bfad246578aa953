"""Recaps as files: `recaps/CODE.json` in the data folder. Whoever has the file can show it; no server is needed."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from pydantic import ValidationError

from alignlab.errors import AlignlabError, InvalidInput, NotFound
from alignlab.log.home import Home, cannot_use
from alignlab.recap.making import from_state, joined
from alignlab.recap.model import VERSION, Recap
from alignlab.recap.versions import leadership
from alignlab.state import SessionState

LEADERSHIP = "leadership"
"""The folder, below that of the recaps, where the versions for leadership lie; each under a name of its own."""

_CODE = re.compile(r"[A-Z]{4,12}")


@dataclass(frozen=True, slots=True)
class Listing:
    """Recaps of a data folder, newest first, and a sentence for each file that cannot be used."""

    recaps: tuple[Recap, ...]
    faults: tuple[str, ...]


def text_of(recap: Recap) -> str:
    """The content of the file: the same recap gives the same text."""
    return json.dumps(recap.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def write(home: Home, recap: Recap) -> Path:
    """Keep the recap, for its owner's eyes only; a reader never meets half a file.

    The file is left alone if it already says the same. Raises CannotSave or StoreError.
    """
    folder = home.recaps / LEADERSHIP if recap.audience == "leadership" else home.recaps
    path, text = folder / f"{recap.code}.json", text_of(recap)
    try:
        if path.is_file() and path.read_bytes() == text.encode():
            return path
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, text.encode())
    except OSError as error:
        raise cannot_use(path, error) from error
    return path


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, mode 0600. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(path: Path) -> Recap:
    """The recap in this file.

    Raises NotFound, StoreError if it may not be read, or InvalidInput if it is damaged or made by a newer alignlab.
    """
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"There is no recap at {path}.") from None
    except OSError as error:
        raise cannot_use(path, error) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"The recap {path} is damaged: {_first_line(error)}. {_AGAIN}") from error
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise InvalidInput(
            f"The recap {path} was made by a newer alignlab (format {version}; this one reads {VERSION}). "
            "Please install the newer version."
        )
    try:
        return Recap.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, fault["loc"])) or "the whole file"
        raise InvalidInput(f"The recap {path} is damaged at {place}: {fault['msg']}. {_AGAIN}") from error


_AGAIN = "Move it away; the session writes it again the next time it is opened."


def _first_line(error: BaseException) -> str:
    return str(error).split("\n", 1)[0]


def find(home: Home, code: str) -> Path:
    """The file of a session's recap, or of its version for leadership; small letters and spaces do not matter.

    Raises NotFound.
    """
    asked = code.replace(" ", "").upper()
    for folder in (home.recaps, home.recaps / LEADERSHIP):
        path = folder / f"{asked}.json"
        if _CODE.fullmatch(asked) and path.is_file():
            return path
    raise NotFound(
        f"There is no recap of a session {code[:20]!r} in {home.recaps}. A recap begins with the first picture that is "
        "shown; check the code, or the data folder (ALIGNLAB_HOME)."
    )


def listing(home: Home) -> Listing:
    """All recaps of the data folder."""
    found: list[Recap] = []
    faults: list[str] = []
    paths = [path for path in home.recaps.glob("*.json") if _CODE.fullmatch(path.stem)]
    for path in sorted(paths, key=_changed, reverse=True):
        try:
            found.append(read(path))
        except AlignlabError as error:
            faults.append(str(error))
    found.sort(key=lambda recap: recap.dates[-1:], reverse=True)  # within a day the file changed last comes first
    return Listing(tuple(found), tuple(faults))


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # removed since the folder was read
        return 0.0


def forget(home: Home, state: SessionState) -> None:
    """Delete the recap of a session, and its version for leadership."""
    (home.recaps / f"{state.code}.json").unlink(missing_ok=True)
    (home.recaps / LEADERSHIP / f"{state.leadership_key()}.json").unlink(missing_ok=True)


def keep(home: Home, state: SessionState, zone: tzinfo | None, fingerprint: str) -> None:
    """Write both versions of a session's recap. Raises CannotSave or StoreError."""
    recap = from_state(state, zone, fingerprint)
    write(home, recap)
    write(home, leadership(recap, state.leadership_key()))


def watcher(
    home: Home, zone: tzinfo | None = None, fingerprint: Callable[[str], str] = lambda _code: ""
) -> Callable[[SessionState], None]:
    """What a house calls after every commit: keeps the files of each session up to date.

    `fingerprint` gives the head of a session's hash chain, in hex.

    Cheap: nothing is made or compared with the disk unless something changed that the recap tells. A disk that refuses
    never stops a session: it is logged, and tried again at the next commit.
    """
    kept: dict[str, object] = {}

    def watch(state: SessionState) -> None:
        mark = _mark(state)
        if mark is None or kept.get(state.code) == mark:
            return
        try:
            keep(home, state, zone, fingerprint(state.code))
        except (AlignlabError, ValidationError) as error:
            logging.getLogger(__name__).warning("The recap of %s is not up to date: %s", state.code, error)
            return
        kept[state.code] = mark

    return watch


def _mark(state: SessionState) -> object:
    """Differs when the recap may differ; None as long as there is nothing to tell.

    A picture is made once a round, so that its place says enough. People who join change the file with the next step
    only: five hundred who come in must not write it five hundred times.
    """
    shown = [
        (id_, round_, tuple(data["picks"]))
        for id_, step in state.steps.items()
        for round_, data in step.shown.items()
        if not (step.hidden and round_ == step.round)
    ]
    edited = [(id_, step.edited) for id_, step in state.steps.items() if step.settled]
    parked = [line for line in state.lines.values() if (line.topic, line.status) == ("parking", "posted")]
    settled = (state.practice, state.decisions, state.commitments, state.recap_edits, edited, parked)
    arranged = (state.recap_order, sorted(state.recap_hidden), state.recap_shared, state.standing_names())
    if not (any(settled) or state.ended or any(step.shown for step in state.steps.values())):
        return None
    names = [state.people[c["person"]].name for c in state.commitments.values() if c["person"] in state.people]
    removed = [p.id for p in state.people.values() if p.gone == "removed"]
    return repr(
        (shown, settled, arranged, names, removed, state.current, state.ended, joined(state) if state.ended else 0)
    )
