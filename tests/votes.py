"""Helpers of the tests: votes of simulated people, and the picture made of them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import SimpleNamespace
from typing import Any

from alignlab.exercises import prioritization
from alignlab.exercises.prioritization.setup import Setup
from alignlab.model.measures import Released
from alignlab.release import policy_for, release

Answers = Mapping[str, Mapping[str, Any]]
METHODS = ("ranking", "points", "pairwise", "impact_effort", "weighted", "dots", "moscow")


def tell(setup: Setup, answers: Answers, seed: int = 1) -> Released:
    """The released picture of these answers."""
    result = prioritization.analyse(setup, answers, Random(seed))
    return release(result, policy_for("about_work"), Random(seed))


def rehearsed(setup: Setup, people: int, story: str, seed: int = 1, round_: int = 1) -> dict[str, dict[str, Any]]:
    """What simulated people answer."""
    parts = prioritization.every_part(setup)
    return {
        f"p{i:03}": prioritization.rehearse(
            setup,
            parts,
            SimpleNamespace(name=f"Person {i}", index=i, people=people, story=story),
            round_,
            None,
            Random(f"{seed}|{i}"),
        )
        for i in range(people)
    }


def items(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"i{n}", "title": f"Item {n}", **more} for n in range(count)]
