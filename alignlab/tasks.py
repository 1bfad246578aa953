"""Work that runs in an event loop beside everything else, until it ends or is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Tasks:
    """The tasks of one owner, all in one event loop. `failed` is called with the error of a task that ends with one."""

    failed: Callable[[BaseException], None] | None = None
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this from now on."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)  # the loop itself holds a task only weakly
        task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Cancel all that runs, and wait until it has ended."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self.failed and not task.cancelled() and (error := task.exception()):
            self.failed(error)
