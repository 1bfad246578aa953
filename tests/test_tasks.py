"""Work beside everything else: it is held until it ends, its errors are told, and stopping waits for it."""

import asyncio

from alignlab.tasks import Tasks


async def forever(begun: asyncio.Event, ended: list[str]) -> None:
    begun.set()
    try:
        await asyncio.Event().wait()
    finally:
        ended.append("ended")


async def wrong() -> None:
    raise ValueError("told")


def test_stopping_ends_what_runs_and_is_no_failure() -> None:
    async def play() -> tuple[list[str], list[BaseException]]:
        ended: list[str] = []
        failed: list[BaseException] = []
        begun, tasks = asyncio.Event(), Tasks(failed.append)
        tasks.spawn(forever(begun, ended))
        await begun.wait()
        await tasks.stop()
        return ended, failed

    assert asyncio.run(play()) == (["ended"], [])


def test_an_error_is_told() -> None:
    async def play() -> list[BaseException]:
        failed: asyncio.Queue[BaseException] = asyncio.Queue()
        tasks = Tasks(failed.put_nowait)
        tasks.spawn(wrong())
        return [await asyncio.wait_for(failed.get(), 30)]

    [error] = asyncio.run(play())
    assert str(error) == "told"
