"""Every number that a recap or an export tells stands in an event *step shown* of the log."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from alignlab.fold import fold
from alignlab.model.events import Event
from alignlab.model.measures import Released
from alignlab.recap import charts, exports, file, told
from alignlab.recap.making import from_state
from alignlab.recap.model import Recap
from alignlab.recap.page import page
from recap.held import held, settle

Place = tuple[str, int]


@pytest.fixture(scope="module")
def events() -> list[Event]:
    room, people = held()
    settle(room, people)
    return room.log.read("ABCDEF")


@pytest.fixture(scope="module")
def recap(events) -> Recap:
    return from_state(fold("ABCDEF", events))


@pytest.fixture(scope="module")
def shown(events) -> dict[Place, dict[str, Any]]:
    found = {(e.data["step"], e.data["round"]): e.data for e in events if e.kind == "step shown" and e.data}
    assert len(found) == 2
    return found


def numbers(value: Any) -> list[float]:
    """All numbers in a JSON value."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return []
    if isinstance(value, int | float):
        return [value]
    inner = value.values() if isinstance(value, dict) else value
    return [number for some in inner for number in numbers(some)]


def counts(picture: dict[str, Any]) -> list[int]:
    """All counts of people that a shown picture tells."""
    found: list[int] = []
    for quantity in picture["quantities"].values():
        if quantity["type"] == "counts":
            found += quantity["cells"].values()
        elif quantity["type"] == "bars":
            found += [bar["count"] for bar in quantity["bars"]]
        elif quantity.get("count") is not None:
            found.append(quantity["count"])
    return found


def test_json(recap, shown):
    data = json.loads(file.text_of(recap))
    for picture in data["pictures"]:
        event = shown[(picture["step"], picture["round"])]
        assert picture["released"] == Released.model_validate(event["picture"]).model_dump(mode="json")
        assert sorted(numbers(picture["released"])) == sorted(numbers(event["picture"]))
        assert picture["findings"] == event["findings"]
        assert picture["picks"] == event["picks"]
    assert len(data["pictures"]) == len(shown)
    outside = {key: value for key, value in data.items() if key != "pictures"}
    assert sorted(numbers(outside)) == [2, 8]  # the format's version, and how many joined


def test_csv(recap, shown):
    files = exports.csv_files(recap)
    rows = list(csv.DictReader(io.StringIO(files["counts.csv"].removeprefix("\ufeff"))))
    assert rows
    seen = set()
    for row in rows:
        event = shown[(row["step"], int(row["round"]))]["picture"]
        assert row["answered"] == str(event["n"])
        quantity = event["quantities"][row["quantity"]]
        seen.add((row["step"], row["quantity"]))
        assert row["type"] == quantity["type"]
        for column in ("count", "value", "low", "high", "n"):
            if row[column]:
                assert float(row[column]) in numbers(quantity), (row, quantity)
    assert seen == {(place[0], name) for place, data in shown.items() for name in data["picture"]["quantities"]}
    counted = [count for place in shown.values() for count in counts(place["picture"])]
    assert sorted(int(row["count"]) for row in rows if row["count"]) == sorted(counted)


def test_findings_csv(recap, shown):
    files = exports.csv_files(recap)
    rows = list(csv.DictReader(io.StringIO(files["findings.csv"].removeprefix("\ufeff"))))
    for row in rows:
        event = shown[(row["step"], int(row["round"]))]
        assert {"id": row["finding"], "kind": row["kind"], "text": row["text"], "question": row["question"]} in event[
            "findings"
        ]
        assert (row["picked"] == "true") == (row["finding"] in event["picks"])
    assert len(rows) == sum(len(event["findings"]) for event in shown.values())


def test_the_page_tells_every_count_and_no_other(recap, shown):
    html = page(recap, charts.draw_here(recap))
    for picture in recap.pictures:
        event = shown[(picture.step, picture.round)]
        for finding in event["findings"]:
            assert finding["text"].replace("'", "&#39;") in html
        for quantity in picture.released.quantities.values():
            for words in told.in_words(quantity):
                assert words.replace("'", "&#39;") in html


def test_no_answer_of_anybody_is_in_any_export(events, recap):
    """Pseudonyms, person ids, devices: nothing that joins an answer to somebody."""
    drawn = charts.draw_here(recap)
    texts = [exports.content(recap, format_, drawn) for format_ in ("html", "json", "md")]
    texts += [text.encode() for text in exports.csv_files(recap).values()]
    ids = {e.actor for e in events if e.kind in ("joined", "answer saved") and e.actor not in ("", "host")}
    assert len(ids) > 8
    for text in texts:
        for id_ in ids:
            assert id_.encode() not in text
