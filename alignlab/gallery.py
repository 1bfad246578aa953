"""The pictures of a live room: made when the host looks, drawn chart by chart, ready to be sent to every page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from alignlab.deciding import Picture
from alignlab.model.measures import Released
from alignlab.room import Room
from alignlab.state import StepState
from alignlab.studio import WIDTHS, Studio, charts_of, job_for
from alignlab.views import View, picture_view


class Gallery:
    """`spawn` starts work in the room's loop; `changed` is told which step has a new picture to send."""

    def __init__(
        self,
        room: Room,
        studio: Studio,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        changed: Callable[[StepState], None],
    ) -> None:
        self.views: dict[tuple[str, int], View] = {}  # (step, round) -> the picture as pages get it
        self._room = room
        self._studio = studio
        self._spawn = spawn
        self._changed = changed

    def prepare(self, step: StepState) -> None:
        """Make and draw what this step has to show and is not here yet."""
        if step.phase == "closed" and step.upto and (step.step.id, step.round) not in self._room.pictures:
            self._spawn(self._look(step))
        for round_, shown in step.shown.items():
            if (step.step.id, round_) not in self.views:
                self._spawn(self._draw(step, round_, Picture(shown["picture"], shown["findings"])))

    async def _look(self, step: StepState) -> None:
        key = (step.step.id, step.round)
        picture = await self._studio.make(job_for(self._room.state, step))
        self._room.pictures[key] = picture
        await self._draw(step, key[1], picture)

    async def _draw(self, step: StepState, round_: int, picture: Picture) -> None:
        """Send the picture first with empty charts, then with drawn ones."""
        released = Released.model_validate(picture.released)
        charts = charts_of(step.step.exercise, picture.released)
        empty = dict.fromkeys(WIDTHS, "")
        drawn: list[View] = [{"id": c.id, "title": c.title, "text": c.text, "wall": c.wall, **empty} for c in charts]
        self.views[(step.step.id, round_)] = picture_view(step.step, round_, released, picture.findings, drawn)
        self._changed(step)
        for chart, view in zip(charts, drawn, strict=True):
            for key, width in WIDTHS.items():
                view[key] = await self._studio.draw(chart, width)
        if drawn:
            self._changed(step)
