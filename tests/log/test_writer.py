"""The store's one thread."""

from __future__ import annotations

import asyncio
import threading

import pytest

from alignlab.errors import InvalidInput, StoreError
from alignlab.log.owner import open_store
from alignlab.log.writer import Writer


def test_the_store_lives_in_one_thread(tmp_path, draft):
    async def session():
        writer = Writer()
        store = await writer.call(open_store, tmp_path, lambda: 0)
        results = await asyncio.gather(*(writer.call(store.log.append, [draft(f"i{n}")]) for n in range(20)))
        assert [event.seq for batch in results for event in batch] == list(range(1, 21))  # in the order of the calls
        assert len({await writer.call(threading.get_ident) for _ in range(3)} | {threading.get_ident()}) == 2
        for wrong in (
            lambda: store.log.read("KLMNPQ"),
            lambda: store.log.append([draft("x")]),
            store.log._database.close,
        ):
            with pytest.raises(StoreError, match="this is another"):
                wrong()
        with pytest.raises(InvalidInput):
            await writer.call(store.log.append, [draft("")])
        assert len(await writer.call(store.log.read, "KLMNPQ", after=5)) == 15
        writer.close(store.close)
        writer.close()

    asyncio.run(session())
    store = open_store(tmp_path, lambda: 0)
    assert len(store.log.read("KLMNPQ")) == 20
    store.close()


def test_closing_waits_for_what_is_queued():
    writer, done, go = Writer(), [], threading.Event()
    first = writer.submit(go.wait, 10)
    for n in range(5):
        writer.submit(done.append, n)
    go.set()
    writer.close(lambda: done.append("last"))
    assert first.result() is True
    assert done == [0, 1, 2, 3, 4, "last"]
    with pytest.raises(StoreError, match="closed"):
        writer.submit(done.append, "late")


def test_an_error_while_closing_is_told_and_the_thread_ends():
    writer = Writer()

    def fail():
        raise StoreError("cannot close")

    with pytest.raises(StoreError, match="cannot close"):
        writer.close(fail)
    assert not any(thread.name.startswith("alignlab-store") for thread in threading.enumerate())


def test_a_waiting_call_can_be_taken_back():
    async def session():
        writer, go, done = Writer(), threading.Event(), []
        writer.submit(go.wait, 10)
        waiting = asyncio.ensure_future(writer.call(done.append, 1))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        go.set()
        writer.close()
        assert done == []

    asyncio.run(session())
