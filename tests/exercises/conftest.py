"""What tests of exercises share."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from alignlab import exercises
from alignlab.model.measures import Privacy, Released
from alignlab.release import policy_for, release


class Rehearsal:
    """Answers of simulated people, and the picture made of them."""

    def told(
        self, exercise: str, setup: Any, answers: Mapping[str, Mapping[str, Any]], privacy: Privacy = "about_me"
    ) -> Released:
        result = exercises.get(exercise).analyse(setup, answers, Random(1))
        return release(result, policy_for(privacy), Random(1))

    def answers(self, exercise: str, setup: Any, people: int, story: str = "", seed: int = 1) -> dict[str, Any]:
        module = exercises.get(exercise)
        ids = [f"p{i}" for i in range(people)]
        assigned = module.assign(setup, ids, seed)
        return {
            person: module.rehearse(
                setup,
                assigned[person],
                SimpleNamespace(name=f"Person {i}", index=i, people=people, story=story),
                1,
                None,
                Random(f"{seed}|{i}"),
            )
            for i, person in enumerate(ids)
        }


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal()
