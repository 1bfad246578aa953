"""One event loop in a thread of its own, for the rooms of this kernel.

A notebook's callbacks come on the main thread in Voila and on a subshell's thread in JupyterLab; a room belongs to one
loop. So everything that touches a room is called through here.
"""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


@functools.cache
def background() -> asyncio.AbstractEventLoop:
    """The loop; started when first asked for."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="alignlab-room", daemon=True).start()
    return loop


def run(work: Coroutine[Any, Any, T], seconds: float = 30.0) -> T:
    """Run this in the loop and wait for it. Raises what it raises, or TimeoutError."""
    return asyncio.run_coroutine_threadsafe(work, background()).result(seconds)


def soon(function: Callable[..., object], *args: object) -> None:
    """Call this in the loop, without waiting."""
    background().call_soon_threadsafe(function, *args)
