"""Golden cases of stage self-placement: files that a facilitator can read and correct."""

from __future__ import annotations

from importlib import resources
from random import Random
from typing import Any

import pytest
import yaml

from alignlab.exercises import stage_self_placement as placement
from alignlab.exercises.stage_self_placement.form import comparison
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.release import policy_for, release

FOLDER = resources.files("alignlab.exercises.stage_self_placement").joinpath("cases")
FILES = {f.name: yaml.safe_load(f.read_text(encoding="utf-8")) for f in FOLDER.iterdir() if f.name.endswith(".yaml")}
GROUPS = {name: case for name, case in FILES.items() if "people" in case}
CODES = {"n": "never", "s": "now_and_then", "m": "mostly", "e": "every_time", "x": "no_occasion", "-": None}


def answers_of(setup: Setup, entry: dict[str, Any]) -> dict[str, Any]:
    if setup.form == "short":
        return {"placement": entry["placed"], "caught": entry["asks"]}
    values: dict[str, Any] = {b.id: "never" for b in setup.behaviours}
    values |= {b.id: "mostly" for b in setup.behaviours if {b.id, b.stage} & set(entry["carried"])}
    values |= dict.fromkeys(entry.get("did_not_come_up", ()), "no_occasion")
    return {**values, "placement": entry["placed"], "struggles": entry.get("knows", [])}


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_group(name: str) -> None:
    case = GROUPS[name]
    setup = Setup.model_validate({"form": case.get("form", "full")})
    everyone = [entry for entry in case["people"] for _ in range(entry["count"])]
    answers = {f"p{i}": answers_of(setup, entry) for i, entry in enumerate(everyone)}
    released = release(placement.analyse(setup, answers, Random(1)), policy_for("about_me"), Random(1))
    if "n" in case:
        assert released.n == case["n"]
    for quantity, expected in case["picture"].items():
        told = released.quantities[quantity].model_dump()
        assert {key: told[key] for key in expected} == expected
    if "bars" in case:
        bars = released.quantities["placement"].bars  # type: ignore[union-attr]
        told_bars = [{"places": list(bar.cells), "count": bar.count} for bar in bars if bar.count]
        assert told_bars == case["bars"]
    found = placement.findings(setup, released)
    for finding, expected in zip(found, case["findings"], strict=False):
        assert {key: getattr(finding, key) for key in expected} == expected
    assert len(found) >= len(case["findings"])


@pytest.mark.parametrize("page", FILES["own_pages.yaml"]["pages"], ids=lambda page: page["about"])
def test_own_page(page: dict[str, Any]) -> None:
    setup = Setup()
    values: dict[str, Any] = {"placement": page["placed"]}
    for stage, codes in page["did"].items():
        behaviours = setup.behaviours_of(stage)
        values |= {b.id: CODES[code] for b, code in zip(behaviours, codes.split(), strict=True)}
    blocks = comparison(setup, values).blocks
    texts = [block.text for block in blocks if block.type in ("text", "question")]
    assert texts == [text for text in (page["reach"], page["kind"]) if text]
    rows = next(block.rows for block in blocks if block.type == "rows")
    assert [row.label for row in rows] == [stage.plain for stage in setup.stages]
    passed = [row.label for row in rows if "passed over" in row.text]
    if "passed_over" in page:
        assert page["passed_over"] in passed
    if "not_seen" in page:
        listed = next(block.items for block in blocks if block.type == "list")
        assert list(listed) == [b.text for b in setup.behaviours if b.id in page["not_seen"]]
