"""Two devices of one person, at the same time and one after the other."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

from faultkit import PLAN, STEP, played

from alignlab import plans
from alignlab.client import SocketClient
from alignlab.config import Config
from alignlab.rehearsal.doors import Admitted, come_back, connect, join, open_console, parse_link
from alignlab.server.start import start


async def writing(client: SocketClient) -> None:
    await client.wait(lambda view: view["form"] is not None)


def test_two_devices_answer_at_once_and_hold_the_same_in_the_end(tmp_path: Path) -> None:
    async def story() -> None:
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0)) as program:
            host = await program.house.create(plans.load(PLAN), host="Grace")
            link = parse_link(await program.server.facilitator_url(host.code))
            console = await open_console(link)
            one = await join(link.url, link.code, "Maya")
            two: Admitted = await come_back(link.url, link.code, one.name, one.words)
            devices = [connect(link.url, link.code, a, f"d{n}", Random(n)) for n, a in enumerate((one, two))]
            await console.do("open", {"step": STEP})
            await asyncio.gather(*(writing(client) for client in devices))
            fields = [f["part"] for f in devices[0].view["form"]["fields"] if f["kind"] == "scale"]
            said = ("never", "mostly")

            async def answer(client: SocketClient, value: str, part: str) -> int:
                return await client.do("answer", {"step": STEP, "round": 1, "part": part, "value": value})

            for part in fields[:8]:
                seqs = await asyncio.gather(*(answer(c, v, part) for c, v in zip(devices, said, strict=True)))
                later = said[seqs.index(max(seqs))]
                for client in devices:
                    await client.wait(lambda view, part=part, later=later: view["answers"].get(part) == later)
            # one is cut off and writes on; what it says reaches the room last, and counts
            await devices[0].fall_asleep()
            waiting = asyncio.create_task(answer(devices[0], "never", fields[0]))
            await answer(devices[1], "every_time", fields[0])
            await devices[0].wake_up()
            await waiting
            await devices[1].wait(lambda view: view["answers"].get(fields[0]) == "never")  # the sender knows
            assert len(host.state.steps[STEP].answered()) == 1
            assert len(host.state.here()) == 1
            # leaving on one device ends the other too
            await devices[1].do("leave")
            for client in devices:
                async with asyncio.timeout(60):
                    await client._task
                assert client.bye in ("left", "not_known")
            await asyncio.gather(console.close(), *(client.close() for client in devices))

    played(story)
