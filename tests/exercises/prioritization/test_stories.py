"""Each story's planted findings are found, whoever is in the room."""

from __future__ import annotations

import pytest
from votes import METHODS, items, rehearsed, tell

from alignlab.exercises import prioritization
from alignlab.exercises.prioritization.as_read import as_read
from alignlab.exercises.prioritization.setup import Setup

STORIES = prioritization.STORIES
SEEDS = range(1, 11)


def missed(setup: Setup, people: int, story: str, seed: int) -> list[str]:
    found = prioritization.findings(setup, tell(setup, rehearsed(setup, people, story, seed), seed))
    return [planted.id for planted in STORIES[story].planted_in(setup) if not planted.seen_in(found)]


@pytest.mark.parametrize("people", [8, 12])
@pytest.mark.parametrize("story", STORIES)
def test_what_is_planted_is_found(story: str, people: int, method: str) -> None:
    setup = Setup.model_validate({"method": method})
    assert not {seed: lost for seed in SEEDS if (lost := missed(setup, people, story, seed))}


@pytest.mark.parametrize("story", STORIES)
def test_what_is_planted_is_found_in_other_lists(story: str) -> None:
    for method in ("ranking", "points"):
        for count in (6, 9, 12):
            setup = Setup.model_validate({"items": items(count, effort=1), "capacity": 4, "method": method})
            assert not missed(setup, 10, story, 1), (method, count)


def test_no_story_finds_what_another_one_plants() -> None:
    setup = Setup()
    found = {
        story: {f.id for f in prioritization.findings(setup, tell(setup, rehearsed(setup, 9, story)))}
        for story in STORIES
    }
    assert [story for story, ids in found.items() if "circle" in ids] == ["cycle"]
    assert [story for story, ids in found.items() if "camps" in ids] == ["two-camps"]
    assert [story for story, ids in found.items() if any(id_.startswith("favourite") for id_ in ids)] == [
        "loud-favourite"
    ]
    assert [story for story, ids in found.items() if any(id_.startswith("one_person") for id_ in ids)] == [
        "one-person-item"
    ]


def test_every_story_plants_something_for_every_plan() -> None:
    for method in ("ranking", "points"):
        for story in STORIES.values():
            assert story.planted_in(Setup.model_validate({"method": method}))
        assert not STORIES["cycle"].planted_in(Setup.model_validate({"task": "narrow"}))


def test_a_foreign_story_still_answers() -> None:
    setup = Setup()
    assert rehearsed(setup, 3, "aligned") == rehearsed(setup, 3, "clear-winner")
    assert set(METHODS) == {"ranking", "points", "pairwise", "impact_effort", "weighted", "dots", "moscow"}


def test_a_phone_reads_the_list_that_is_made_shorter_off_its_form():
    items = [{"value": f"w{i:02}", "label": f"Work {i}", "apart": False} for i in range(14)]
    rescue = {"kind": "choice", "options": [*items[10:], {"value": "-", "label": "none", "apart": True}]}
    read = as_read(Setup(task="narrow"), [rescue, {"kind": "many", "options": items}], 1)
    assert [item.id for item in read.live] == [item["value"] for item in items]
    assert {item.id for item in read.live if item.fit == 0} == {"w10", "w11", "w12", "w13"}
