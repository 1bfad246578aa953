"""Each fault 20 times with 30 simulated phones in mid-form: was anything acknowledged lost, who came back when.

    python benchmarks/faults.py [--fault NAME] [--runs 20] [--times 1] [--rooms 1] [--seconds 2] [--table FILE]

Prints one line a run, then a table. Ends with 1 if anything was lost or somebody was not back within ten seconds.
Faults: see --help. `tab frozen` needs Chromium, `store read-only` a root user on Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from faultkit import BACK_WITHIN, STEP
from harm import FAULTS, died, one_room


@dataclass
class Count:
    """What came of all runs of one fault."""

    runs: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    back: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """A line of the table."""
        back = f"{sorted(self.back)[len(self.back) // 2]:.1f} s | {max(self.back):.1f} s" if self.back else "- | -"
        return f"| {name} | {self.runs} | {self.acknowledged:,} | {len(self.lost)} | {back} |"


async def run(name: str, number: int, args: argparse.Namespace, count: Count) -> None:
    """One room; its figures and its failure are counted."""
    back = "-"
    try:
        outcome = await one_room(name, args.people, f"{args.seed}|{number}", args.seconds, args.times)
        count.back += outcome.back
        count.acknowledged += outcome.acknowledged
        back = f"{max(outcome.back):.1f} s"
    except (AssertionError, TimeoutError) as error:
        count.lost.append(f"{name}, run {number}: {error!r}")
    count.runs += args.times
    load = os.getloadavg()[0]
    print(f"{name} {count.runs}/{args.runs}: back after {back}; failed: {len(count.lost)}; load {load:.1f}", flush=True)


async def all_runs(name: str, args: argparse.Namespace, count: Count) -> None:
    """A few rooms at a time: most of some faults is waiting."""
    free = asyncio.Semaphore(args.rooms)

    async def one(number: int) -> None:
        async with free:
            await run(name, number, args, count)

    await asyncio.gather(*(one(number) for number in range(args.runs // args.times)))


def main() -> int:
    listing = "\n".join(f"  {name:22}{fault.__doc__}" for name, fault in FAULTS.items())
    parser = argparse.ArgumentParser(
        description=f"{__doc__}\n{listing}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fault", choices=FAULTS, action="append", help="only this one (can be given more often)")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long a link is cut, or a laptop sleeps")
    parser.add_argument("--rooms", type=int, default=1, help="so many runs at once")
    parser.add_argument("--times", type=int, default=1, help="so many of the runs share a room, one after the other")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--table", type=Path, help="append the table's lines to this file as they come")
    args = parser.parse_args()
    counts: dict[str, Count] = {}
    for name in args.fault or FAULTS:
        counts[name] = Count()
        once = FAULTS[name] is died  # that server kills itself once; what comes after it does not
        asked = argparse.Namespace(**{**vars(args), "times": 1}) if once else args
        asyncio.run(all_runs(name, asked, counts[name]))
        if args.table:
            with args.table.open("a") as file:
                file.write(counts[name].row(f"{name} ({args.seconds:g} s)") + "\n")
    print(
        f"\n| fault, {args.people} phones in {STEP!r} | runs | acknowledged | failed | back, median | back, slowest |"
    )
    print("|---|---|---|---|---|---|")
    for name, count in counts.items():
        print(count.row(name))
    for failure in [failure for count in counts.values() for failure in count.lost]:
        print(failure)
    bad = any(count.lost or max(count.back, default=0) > BACK_WITHIN for count in counts.values())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
