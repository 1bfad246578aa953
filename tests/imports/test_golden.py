"""Every export in data/ gives the tool, columns, items, goals and left out rows that data/expected.yaml says."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlab import imports

DATA = Path(__file__).parent / "data"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "expected.yaml").read_text(encoding="utf-8"))
TITLED = [name for name in EXPECTED if name not in ("ms_lists.csv", "no_header.csv")]


def essence(found: imports.Import) -> dict[str, Any]:
    essence: dict[str, Any] = {
        "tool": found.tool,
        "columns": {role: list(guess.headers) for role, guess in found.columns.items()},
        "items": [
            [one.id, one.title, list(one.parents), one.capacity, one.unit if one.capacity is not None else None]
            for one in found.items
        ],
        "hidden": list(found.hidden),
    }
    if found.goals:
        essence["goals"] = [[one.id, one.title, one.level.value, list(one.parents)] for one in found.goals]
    if found.left_out:
        essence["left_out"] = [[one.row, one.why] for one in found.left_out]
    return essence


def test_every_file_has_an_expectation() -> None:
    assert {path.name for path in DATA.iterdir() if path.suffix in (".csv", ".tsv")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_golden(name: str) -> None:
    assert essence(imports.read(DATA / name)) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_person_is_kept(name: str) -> None:
    found = imports.read(DATA / name)
    named = {
        cell
        for guess in found.columns.values()
        if guess.role == "person"
        for row in found.rows
        for cell in (row[1][index] for index in guess.indexes)
        if len(cell) > 3
    }
    kept = {text for one in (*found.items, *found.goals) for text in (one.title, *one.extras.values())}
    shown = {cell for row in found.preview(50).rows for cell in row.cells}
    assert not named & (kept | shown)


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(name: str, encoding: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8-sig")
    assert essence(imports.read_bytes(text.encode(encoding), name)) == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "notion.csv"])
def test_western_windows_page(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8-sig")
    assert essence(imports.read_bytes(text.encode("cp1252"), name)) == EXPECTED[name]


@pytest.mark.parametrize("name", TITLED)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(name: str, delimiter: str, end: str) -> None:
    text = written(rows_of(name), delimiter, end)
    assert essence(imports.read_bytes(text.encode(), name)) == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in TITLED if "hand_made_goals" not in name and "sheet" not in name])
def test_shuffled_columns(name: str) -> None:
    rows = rows_of(name)
    width = max(map(len, rows))
    order = list(range(width))
    random.Random(name).shuffle(order)
    shuffled = [[([*row, *[""] * width])[index] for index in order] for row in rows]
    expected = EXPECTED[name]
    found = essence(imports.read_bytes(written(shuffled, ",", "\n").encode(), name))
    assert found["items"] == expected["items"]
    assert found.get("goals") == expected.get("goals")
    assert {role: sorted(headers) for role, headers in found["columns"].items()} == {
        role: sorted(headers) for role, headers in expected["columns"].items()
    }


def rows_of(name: str) -> list[list[str]]:
    delimiter = {"hand_made_goals.csv": ";", "hand_made_levels.csv": "|"}.get(
        name, "\t" if name.endswith("tsv") else ","
    )
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def written(rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    # csv quotes a cell with \n in it only if rows end with \n
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()
