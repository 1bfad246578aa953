"""The machine's clock is set back, or forward, in the middle of a session."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from faultkit import PLAN, STEP, Group, played

from alignlab import plans
from alignlab.config import Config
from alignlab.errors import Refused
from alignlab.house import system_clock
from alignlab.rehearsal.doors import come_back
from alignlab.server.start import start

HOUR = 3_600_000


class Clock:
    def __init__(self) -> None:
        self.shift = 0

    def __call__(self) -> int:
        return system_clock() + self.shift


class Here:
    """What Group asks of a server."""

    def __init__(self, url: str, code: str, facilitator: str) -> None:
        self.url, self.code, self.info = url, code, {"facilitator": facilitator}


@pytest.mark.parametrize("shift", [-HOUR, -400 * 24 * HOUR, 6 * HOUR])
def test_the_clock_is_set_in_the_middle_of_the_form(tmp_path: Path, shift: int) -> None:
    clock = Clock()

    async def story() -> None:
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0), clock) as program:
            host = await program.house.create(plans.load(PLAN), host="Grace", chance=Random(1))
            url = program.server.local_url.rstrip("/")
            here = Here(url, host.code, await program.server.facilitator_url(host.code))
            async with Group(here, 4) as group:  # type: ignore[arg-type]
                await group.begin()
                await group.answered(30)
                clock.shift = shift
                await group.all_done()
                assert group.console is not None
                assert {p["status"] for p in group.console.view["people"]} == {"done"}
                for command in ("close", "look"):
                    await group.console.do(command, {"step": STEP})
            events = await program.store.read(host.code)
            assert [event.seq for event in events] == list(range(1, len(events) + 1))

    played(story)


def test_wrong_words_before_the_clock_was_set_back_lock_nobody_out(tmp_path: Path) -> None:
    clock = Clock()

    async def story() -> None:
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0), clock) as program:
            host = await program.house.create(plans.load(PLAN), host="Grace")
            url = program.server.local_url.rstrip("/")
            joined = await program.server.services.identity.join(host, "Maya")
            for _ in range(3):
                with pytest.raises(Refused, match="do not fit"):
                    await come_back(url, host.code, "Maya", "wrong words")
            with pytest.raises(Refused, match="wait"):
                await come_back(url, host.code, "Maya", joined.words)
            clock.shift = -HOUR
            assert (await come_back(url, host.code, "Maya", joined.words)).name == "Maya"

    played(story)
