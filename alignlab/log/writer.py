"""The store's one thread. Everything that touches the store's file runs here, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from alignlab.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """A queue of calls and one thread that runs them in order.

    writer = Writer()
    store = await writer.call(open_store, home, clock)  # so that the connection belongs to the thread
    events = await writer.call(store.log.append, drafts)
    writer.close(store.close)
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="alignlab-store")

    def submit(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run this call after all earlier ones. Raises StoreError after `close`."""
        try:
            return self._thread.submit(fn, *args, **kwargs)
        except RuntimeError as error:
            raise StoreError("The store is closed: nothing more can be read or saved.") from error

    async def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`submit` for asyncio. Cancelling takes a waiting call out of the queue; one that runs is run to its end."""
        return await asyncio.wrap_future(self.submit(fn, *args, **kwargs))

    def close(self, last: Callable[[], object] | None = None) -> None:
        """Wait for all calls, then for `last` (the store's own close), then end the thread. Closing twice is harmless.

        Raises what `last` raises.
        """
        try:
            if last is not None:
                self.submit(last).result()
        finally:
            self._thread.shutdown(wait=True)
