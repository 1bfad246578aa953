"""200 people vote on 40 items: every method's whole picture, and 1,000 draws of an order beside public libraries.

    python benchmarks/voting.py
    python benchmarks/voting.py --with-peers PYTHON     a Python that has pref_voting, choix and scipy

A line of JSON a row; CPU seconds, the best of two, as other programs on the machine do not count then. *picture*: all
that `analyse` makes of the votes: three ways of counting, whoever of us is missing, 1,000 draws, inputs, agreement.
*draws*: the same 200 people drawn anew 1,000 times and counted again. A library that has no draws of its own is called
once a draw; where 1,000 calls would take over four seconds, fewer are made and the time is scaled up (`measured` tells
how many).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np

PEOPLE, ITEMS, DRAWS, PAIRS, SEED = 200, 40, 1_000, 15, 7
MOST_SECONDS = 4.0
OPTIONS = [f"i{number}" for number in range(ITEMS)]


def orders() -> list[list[int]]:
    """Everybody's order: a common one, shaken (Plackett-Luce with worths from 1 to e²)."""
    source = np.random.default_rng(SEED)
    strengths = np.linspace(2, 0, ITEMS)
    return [[int(i) for i in np.argsort(-(strengths + source.gumbel(size=ITEMS)))] for _ in range(PEOPLE)]


def compared() -> list[list[tuple[int, int]]]:
    """Fifteen pairs of each person, winner first."""
    source = np.random.default_rng(SEED)
    found = []
    for order in orders():
        place = {item: number for number, item in enumerate(order)}
        pairs = [source.choice(ITEMS, 2, replace=False) for _ in range(PAIRS)]
        found.append([(int(a), int(b)) if place[a] < place[b] else (int(b), int(a)) for a, b in pairs])
    return found


def drawn() -> Any:
    """(draws, people): how often each person counts."""
    return np.random.default_rng(SEED).multinomial(PEOPLE, np.full(PEOPLE, 1 / PEOPLE), size=DRAWS)


def best(what: Callable[[], object], times: int = 2) -> float:
    """Seconds of the fastest of some runs."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        what()
        taken.append(time.process_time() - began)
    return min(taken)


def told(row: str, seconds: float, **more: object) -> None:
    sys.stdout.write(json.dumps({"row": row, "seconds": round(seconds, 4), **more}) + "\n")
    sys.stdout.flush()


# --- ours -----------------------------------------------------------------------------------------------------------


def pictures() -> None:
    """The whole picture of each method."""
    from alignlab.exercises import prioritization
    from alignlab.exercises.prioritization.setup import Setup

    items = [{"id": id_, "title": id_, "effort": 2} for id_ in OPTIONS]
    for method in ("ranking", "points", "pairwise", "impact_effort", "weighted", "dots", "moscow"):
        setup = Setup.model_validate({"items": items, "method": method, "capacity": 30})
        parts = prioritization.every_part(setup)
        answers = {}
        for index in range(PEOPLE):
            persona = SimpleNamespace(name=str(index), index=index, people=PEOPLE, story="two-camps")
            said = prioritization.rehearse(setup, parts, persona, 1, None, Random(index))
            if method == "pairwise":  # of all 780 pairs a person is asked 15
                said = {part: said[part] for part in Random(index).sample(sorted(said), PAIRS) if " | " in part}
            answers[f"p{index:03}"] = said
        told(f"picture {method}", best(lambda s=setup, a=answers: prioritization.analyse(s, a, Random(1))))


def counted() -> None:
    """Single counts and 1,000 draws of them."""
    from alignlab.methods import ranking
    from alignlab.methods.resampling import strengths

    ballots = [(1, [OPTIONS[i] for i in order]) for order in orders()]
    for name in ("schulze", "borda", "copeland"):
        told(f"ours {name} once", best(lambda n=name: getattr(ranking, n)(ballots, OPTIONS)))
        told(
            f"ours {name} draws",
            best(
                lambda n=name: ranking.rank_stability(
                    ballots, OPTIONS, draws=DRAWS, rng=np.random.default_rng(1), method=n
                )
            ),
        )
    told("ours kemeny once", best(lambda: ranking.kemeny_ranks(ballots, OPTIONS)))
    tables = np.zeros((PEOPLE, ITEMS, ITEMS))
    for person, pairs in enumerate(compared()):
        for winner, loser in pairs:
            tables[person, winner, loser] += 1
    whole = (drawn() @ tables.reshape(PEOPLE, -1)).reshape(DRAWS, ITEMS, ITEMS)
    told("ours bradley-terry draws", best(lambda: strengths(whole)))


# --- public libraries, in a Python of their own ---------------------------------------------------------------------


def each_draw(name: str, count: Callable[[Any], object]) -> None:
    """Call once for each draw, for at most four seconds; scale the rest up."""
    began, done = time.process_time(), 0
    for weights in drawn():
        count(weights)
        done += 1
        if time.process_time() - began > MOST_SECONDS:
            break
    told(f"{name} draws", (time.process_time() - began) * DRAWS / done, measured=done)


def peers() -> None:
    """pref_voting counts rankings, choix compares pairs."""
    import choix
    from pref_voting import voting_methods as methods
    from pref_voting.profiles import Profile

    rows = orders()
    for name, rule in (("schulze", methods.beat_path), ("borda", methods.borda), ("copeland", methods.copeland)):
        rule(Profile(rows))  # compiled at the first call
        told(f"pref_voting {name} once", best(lambda r=rule: r(Profile(rows))))
        each_draw(f"pref_voting {name}", lambda weights, r=rule: r(Profile(rows, rcounts=weights.tolist())))
    pairs = compared()

    def strengths(weights: Any) -> Any:
        data = [pair for person, times in enumerate(weights) for pair in pairs[person] * int(times)]
        return choix.ilsr_pairwise(ITEMS, data, alpha=0.5)

    each_draw("choix bradley-terry", strengths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--with-peers", metavar="PYTHON", help="a Python that has pref_voting, choix and scipy")
    parser.add_argument("--peers", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.peers:
        peers()
        return
    pictures()
    counted()
    if wanted.with_peers:
        subprocess.run([wanted.with_peers, __file__, "--peers"], check=True)


if __name__ == "__main__":
    main()
