"""Each fault 20 times with 30 simulated phones in mid-form: was anything acknowledged lost, who came back when.

    python benchmarks/faults.py [--fault NAME] [--runs 20] [--people 30] [--cut-seconds 2]

Prints one line a run, then a table. Ends with 1 if anything was lost or somebody was not back within ten seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from faultkit import BACK_WITHIN, STEP, Group, Proxy, Server, check_complete, check_stored, until

Fault = Callable[[Group, Random, argparse.Namespace], Awaitable[float]]
"""Does harm to a group in mid-form and mends it; gives the seconds until everybody was back."""


@dataclass
class Count:
    """What came of all runs of one fault."""

    runs: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    back: list[float] = field(default_factory=list)


async def killed(group: Group, rng: Random, _args: argparse.Namespace) -> float:
    """Server killed with -9 at a random answer, in whatever it was doing just then."""
    await group.answered(rng.randrange(1, 24 * group.people))
    group.server.kill()
    check_stored(group.phones, group.server.events())
    await asyncio.to_thread(group.server.start)
    return await group.all_back(60)


async def killed_twice(group: Group, rng: Random, args: argparse.Namespace) -> float:
    """Killed once more while everybody is just coming back."""
    await killed(group, rng, args)
    group.server.kill()
    await asyncio.to_thread(group.server.start)
    return await group.all_back(60)


async def cut(group: Group, rng: Random, args: argparse.Namespace) -> float:
    """All connections drop and nobody gets through for some seconds."""
    proxy = group.proxy
    assert proxy is not None
    await group.answered(rng.randrange(1, 24 * group.people))
    await proxy.cut()
    await asyncio.sleep(args.cut_seconds)
    await proxy.start()
    return await group.all_back(60)


async def silent(group: Group, rng: Random, args: argparse.Namespace) -> float:
    """Nothing gets through for some seconds, and nobody is told."""
    proxy = group.proxy
    assert proxy is not None
    await group.answered(rng.randrange(1, 24 * group.people))
    proxy.silence()
    await asyncio.sleep(args.cut_seconds)
    held = group.acknowledged
    since = time.monotonic()
    proxy.speak()
    await until(lambda: group.acknowledged > held or all(task.done() for task in group.tasks), 60)
    await group.all_back(60)
    return time.monotonic() - since


async def full_disk(group: Group, rng: Random, _args: argparse.Namespace) -> float:
    """No file may grow any more; the room pauses; then there is room again."""
    import resource

    assert group.server.process is not None
    assert group.console is not None
    process, endless = group.server.process.pid, resource.RLIM_INFINITY
    await group.answered(rng.randrange(1, 20 * group.people))
    wal = (group.server.home / "alignlab.sqlite3-wal").stat().st_size
    resource.prlimit(process, resource.RLIMIT_FSIZE, (wal + 4096, endless))
    await group.console.wait(lambda view: view["session"]["phase"] == "paused", 60)
    since = time.monotonic()
    resource.prlimit(process, resource.RLIMIT_FSIZE, (endless, endless))
    await group.console.wait(lambda view: view["session"]["phase"] == "running", 60)
    return time.monotonic() - since


FAULTS: dict[str, Fault] = {
    "killed": killed,
    "killed_twice": killed_twice,
    "cut": cut,
    "silent": silent,
    "full_disk": full_disk,
}


async def run(name: str, number: int, args: argparse.Namespace, count: Count) -> None:
    rng = Random(f"{args.seed}|{name}|{number}")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "home")
        server.start()
        proxy = Proxy(server.port)
        await proxy.start()
        try:
            through = proxy.url if name in ("cut", "silent") else ""
            async with Group(server, args.people, seed=number, through=through) as group:
                group.proxy = proxy
                await group.begin()
                count.back.append(await FAULTS[name](group, rng, args))
                await group.all_done(120)
            await proxy.cut()
            server.end()
            events = server.events()
            count.acknowledged += check_stored(group.phones, events)
            check_complete(group.phones, server.code, events)
        except AssertionError as error:
            count.lost.append(f"run {number}: {error}")
        finally:
            server.kill()
        count.runs += 1
        print(f"{name} {number + 1}/{args.runs}: back after {count.back[-1]:.1f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fault", choices=FAULTS, action="append", help="only this one (can be given more often)")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--cut-seconds", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    counts: dict[str, Count] = {}
    for name in args.fault or FAULTS:
        counts[name] = Count()
        for number in range(args.runs):
            asyncio.run(run(name, number, args, counts[name]))
    print(
        f"\n| fault, {args.people} phones in {STEP!r} | runs | acknowledged | lost | slowest back |"
        "\n|---|---|---|---|---|"
    )
    for name, count in counts.items():
        print(f"| {name} | {count.runs} | {count.acknowledged:,} | {len(count.lost)} | {max(count.back):.1f} s |")
    for count in counts.values():
        for lost in count.lost:
            print(lost)
    bad = any(count.lost or max(count.back) > BACK_WITHIN for count in counts.values())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
