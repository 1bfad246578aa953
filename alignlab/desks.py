"""The desks of a live room: what the console asks for when the facilitator opens one, and lists read on the way.

Asking writes nothing, so it needs no event: the answer comes with the `ok`. Lists are read in the studio's process: a
file of ten thousand rows must not hold up the room.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alignlab import agenda, exercises, imports
from alignlab.connection import Answered
from alignlab.deciding import Command
from alignlab.drafts import draft_of, shown_before
from alignlab.errors import AlignlabError, InvalidInput, Refused
from alignlab.imports import Import
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.model.desk import Desk, Take
from alignlab.model.measures import Released
from alignlab.room import Room
from alignlab.state import SessionState, StepState
from alignlab.studio import Studio

log = logging.getLogger("alignlab")

ASKS = frozenset({"desk", "read list"})
"""What a facilitator may ask; see server/PROTOCOL.md."""

MOST_LISTS = 4  # read lists kept for a room, for their columns to be corrected


@dataclass(slots=True)
class _List:
    name: str
    source: bytes | str  # a file's content, or what was pasted
    sheet: str | None  # the one that was chosen
    read: Import


@dataclass(slots=True)
class Desks:
    """`ask` answers, `expanded` puts a read list into the command that uses it."""

    room: Room
    studio: Studio
    _lists: dict[str, _List] = field(default_factory=dict)

    async def ask(self, kind: str, data: Mapping[str, Json]) -> dict[str, Any]:
        """The answer to one of `ASKS`. Raises Refused."""
        if kind == "desk":
            return desks_of(self.room.state, str(data.get("step")))
        try:
            return await self._read_list(data)
        except InvalidInput as error:
            raise Refused("bad_value", str(error)) from error

    async def answer(self, kind: str, data: dict[str, Any], reply: Answered) -> None:
        """Call `reply` with the answer to one of `ASKS`, or with why there is none."""
        try:
            reply(await self.ask(kind, data))
        except Refused as refusal:
            reply(refusal)
        except Exception:  # an exercise's mistake costs its own desk, not the room
            log.exception("session %s: the question %r failed", self.room.state.code, kind)
            reply(Refused("failed", say("desk.failed")))

    async def _read_list(self, data: Mapping[str, Json]) -> dict[str, Any]:
        known = self._lists.get(str(data.get("list")))
        name, source = (known.name, known.source) if known else ("", data.get("text"))
        if not isinstance(source, str | bytes):
            raise Refused("bad_value", say("desk.list_gone"))
        sheet = data.get("sheet") or (known.sheet if known else None)  # a column belongs to its sheet
        return await self.read(name, source, data.get("columns"), sheet)

    async def read(self, name: str, source: bytes | str, columns: Json = None, sheet: Json = None) -> dict[str, Any]:
        """Read a file's content or pasted text: `{list, preview, roles, sheets, sheet}`. Raises InvalidInput."""
        corrected = columns if isinstance(columns, dict) else None
        chosen = sheet if isinstance(sheet, str) and sheet else None
        if isinstance(source, str):
            found = await self.studio.call(imports.paste, source, columns=corrected)
        else:
            found = await self.studio.call(imports.read_bytes, source, name, columns=corrected, sheet=chosen)
        token = secrets.token_hex(6)
        self._lists[token] = _List(name, source, chosen, found)
        while len(self._lists) > MOST_LISTS:
            del self._lists[next(iter(self._lists))]
        preview = found.preview(8).model_dump(mode="json")
        told = {"roles": list(imports.ROLES), "sheets": list(found.sheets), "sheet": found.sheet}
        return {"list": token, "preview": preview, **told}

    def expanded(self, command: Command) -> Command:
        """The command with the items and goals of the list that its change names. Raises Refused if that is gone."""
        change = command.data.get("change")
        if command.kind != "arrange step" or not isinstance(change, dict) or "list" not in change:
            return command
        known = self._lists.get(str(change["list"]))
        if known is None:
            raise Refused("bad_value", say("desk.list_gone"))
        whole = {
            **{key: value for key, value in change.items() if key != "list"},
            "name": known.name,
            "items": [item.model_dump(mode="json") for item in known.read.items],
            "goals": [goal.model_dump(mode="json") for goal in known.read.goals],
        }
        data = {**command.data, "change": whole}
        return Command(command.viewer, command.kind, data, command.id, device=command.device, n=command.n)


def too_long_for(read: Import) -> list[str]:
    """What exercises say of a list that is too long for them, a sentence each that begins with their name."""
    found, preview = [], read.preview(0)
    for name, exercise in exercises.discover().items():
        arrange = getattr(exercise, "arrange", None)
        takes = [block for block in arrange({}, [], 0, 0).blocks if isinstance(block, Take)] if arrange else []
        said = [no for take in takes if (no := take.refusal(preview.lines, preview.items))]
        found += [f"{name.replace('_', ' ').capitalize()}: {no}" for no in said[:1]]
    return found


def desks_of(state: SessionState, step_id: str) -> dict[str, Any]:
    """`{"arrange": desk or None, "settle": desk or None}` of one step. Raises Refused."""
    step = state.steps.get(step_id)
    if step is None:
        raise Refused("unknown_step", say("common.unknown_step"))
    try:
        found = {"arrange": _to_arrange(state, step), "settle": _to_settle(step)}
    except (AlignlabError, ValueError) as error:
        raise Refused("bad_value", say("desk.broken", title=step.step.title, error=error)) from error
    return {name: desk.model_dump(mode="json") if desk else None for name, desk in found.items()}


def _to_arrange(state: SessionState, step: StepState) -> Desk | None:
    if not agenda.can_arrange(step):
        return None
    arrange = exercises.get(step.step.exercise).arrange  # type: ignore[attr-defined]
    desk: Desk = arrange(draft_of(state, step), shown_before(state, step), len(state.here()), step.step.minutes)
    return desk


def _to_settle(step: StepState) -> Desk | None:
    shown = step.last_shown()
    if shown is None or not agenda.can_settle(step):
        return None
    exercise: Any = exercises.get(step.step.exercise)
    setup = exercise.Setup.model_validate(step.setup)
    desk: Desk = exercise.settle(setup, Released.model_validate(shown["picture"]), step.settled)
    return desk
