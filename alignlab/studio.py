"""Making pictures away from the event loop: analyse, release, find, draw.

One worker process does it: in a thread it would stall the server, and bootstraps take seconds. `make` and `draw` are
plain functions, so that notebooks and tests can call them without any process.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any, ParamSpec, Protocol, TypeVar

from alignlab import exercises
from alignlab.deciding import Picture
from alignlab.model.base import Json
from alignlab.model.language import Language, speak, spoken
from alignlab.model.measures import Privacy, Released
from alignlab.model.palette import VARIABLES
from alignlab.model.picture import Chart
from alignlab.release import policy_for, release
from alignlab.state import SessionState, StepState, counting_answers

P = ParamSpec("P")
T = TypeVar("T")

WIDTHS = {"svg": 640, "svg_narrow": 330}  # CSS pixels: wall, console and recap; phone


@dataclass(frozen=True, slots=True)
class Job:
    """All that a picture is made of; can be sent to another process. `seed` makes it the same at every recount."""

    exercise: str
    setup: dict[str, Any]
    privacy: Privacy
    answers: dict[str, dict[str, Json]]
    seed: str


def job_for(state: SessionState, step: StepState) -> Job:
    """The job for the picture of the step's present round."""
    seed = f"{state.seed}|{step.step.id}|{step.round}"
    return Job(step.step.exercise, step.setup, step.privacy, counting_answers(step), seed)


def make(job: Job) -> Picture:
    """The picture: what may be shown, and what there is to say about it."""
    exercise = exercises.get(job.exercise)
    setup = exercise.Setup.model_validate(job.setup)
    rng = Random(job.seed)
    result = exercise.analyse(setup, job.answers, rng)
    released = release(result, policy_for(job.privacy), rng)
    findings = exercise.findings(setup, released)
    return Picture(released.model_dump(mode="json"), [finding.model_dump(mode="json") for finding in findings])


def charts_of(exercise: str, released: Mapping[str, Any]) -> list[Chart]:
    """The charts of a released picture, not yet drawn."""
    return exercises.get(exercise).charts(Released.model_validate(released))


def draw(chart: Chart, width: int) -> str:
    """The chart as an SVG of this width whose colours follow the page's light or dark."""
    svg = _drawn_by_hand(chart, width) if chart.svg else _drawn_by_vega(chart, width)
    for hex_colour, variable in VARIABLES.items():
        svg = re.sub(re.escape(hex_colour), variable, svg, flags=re.IGNORECASE)
    return re.sub(r"^<svg ", '<svg aria-hidden="true" focusable="false" ', svg, count=1)


def _drawn_by_hand(chart: Chart, width: int) -> str:
    return chart.svg_narrow if chart.svg_narrow and width < WIDTHS["svg"] else chart.svg


def _spec_for(chart: Chart, width: int) -> dict[str, Any]:
    return chart.spec_wide if chart.spec_wide and width >= WIDTHS["svg"] else chart.spec


def _drawn_by_vega(chart: Chart, width: int) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg({**_spec_for(chart, width), "width": width})
    return svg


class Studio(Protocol):
    """Where a room has its pictures made."""

    async def make(self, job: Job) -> Picture: ...

    async def draw(self, chart: Chart, width: int) -> str: ...

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


class InlineStudio:
    """In the same thread: for notebooks and tests."""

    async def make(self, job: Job) -> Picture:
        return make(job)

    async def draw(self, chart: Chart, width: int) -> str:
        return draw(chart, width)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)


class ProcessStudio:
    """In one worker process, which is started again when it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._line: Connection | None = None

    def warm(self) -> None:
        """Start the worker now, so that the first picture does not wait for it."""
        self._executor().submit(_warm)

    async def make(self, job: Job) -> Picture:
        return await self.call(make, job)

    async def draw(self, chart: Chart, width: int) -> str:
        return await self.call(draw, chart, width)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Any function of a module, with arguments that can be sent to another process."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor(), partial(function, *args, **kwargs))
        except BrokenProcessPool:
            self.close()  # the worker was killed: once more with a new one
            return await loop.run_in_executor(self._executor(), partial(function, *args, **kwargs))

    def _executor(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("spawn")
            far, self._line = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(far, spoken()))
        return self._pool

    def close(self) -> None:
        """End the worker at once, in whatever it does. Closing twice is harmless; the next call starts a new one.

        Waits for its end: a pool that is still ending when the program does can write to a pipe that is gone.
        """
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _begin(line: Connection, language: Language) -> None:
    """In the worker: speak this language; end when the line does, because the server closed it, or was killed and
    could tell nobody."""
    speak(language)

    def watch() -> None:
        with contextlib.suppress(EOFError, OSError):
            line.recv()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _warm() -> None:
    import vl_convert

    spec = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}
    vl_convert.vegalite_to_svg(spec)
    exercises.discover()
