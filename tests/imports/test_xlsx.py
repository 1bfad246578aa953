"""Workbooks: sheets, values, formulas, indents, and what must never be unpacked."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from alignlab import imports
from alignlab.errors import InvalidInput, NotFound

HEADINGS = (
    "Task ID,Task Name,Bucket Name,Progress,Priority,Assigned To,Created By,Created Date,Start date,Due date,"
    "Is Recurring,Late,Completed Date,Completed By,Completed Checklist Items,Checklist Items,Labels,Description"
)


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  (Excel knows no time zones)


PLANNER = HEADINGS.split(",")


def saved(fill: Callable[[Workbook], Any]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_rows(*rows: list[object]) -> bytes:
    return saved(lambda book: [book.active.append(row) for row in rows])


def planner(book: Workbook) -> None:
    tasks = book.active
    tasks.title = "Tasks"
    tasks.append(PLANNER)
    tasks.append(
        [
            *["x1", "Order new signs", "Front", "In progress", "Important", "Olu Bello", "Ada Roth", at(2025, 9, 1)],
            *[None, at(2025, 10, 15, 17, 30), False, False, None, None, "0/2", "Ask;Pay", "Signs", "Three sizes"],
        ]
    )
    tasks.append(["x2", "Clean the hall", "Inside", "Completed", "Low", None, "Ada Roth", at(2025, 9, 2)])
    about = book.create_sheet("Plan name")
    about.append(["Plan name", "House autumn"])
    about.append(["Date of export", at(2025, 9, 20)])


def test_planner_export() -> None:
    found = imports.read_bytes(saved(planner), "House.xlsx")
    assert (found.tool, found.sheet, found.sheets) == ("Planner", "Tasks", ("Tasks", "Plan name"))
    assert [(one.id, one.title, one.description) for one in found.items] == [
        ("x1", "Order new signs", "Three sizes"),
        ("x2", "Clean the hall", ""),
    ]
    assert found.hidden == ("Assigned To", "Created By")
    assert found.items[0].extras["Due date"] == "2025-10-15"
    assert "Olu" not in str(found.items)
    assert any("Others: Plan name" in one for one in found.warnings)


@pytest.mark.parametrize("sheet", ["Plan name", "plan name", 2])
def test_a_sheet_by_name_or_number(sheet: str | int) -> None:
    assert imports.read_bytes(saved(planner), "House.xlsx", sheet=sheet).sheet == "Plan name"


def test_a_sheet_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="It has: 'Tasks', 'Plan name'"):
        imports.read_bytes(saved(planner), "House.xlsx", sheet="Ideas")


def test_hidden_sheets_are_not_chosen() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Title", "Days"])
        book.active.append(["Old", 3])
        book.active.sheet_state = "hidden"
        new = book.create_sheet("New")
        new.append(["Title"])
        new.append(["Fresh"])

    assert [one.title for one in imports.read_bytes(saved(fill), "a.xlsx").items] == ["Fresh"]


def test_junk_above_the_headings_and_values_of_all_kinds() -> None:
    found = imports.read_bytes(
        with_rows(
            ["Roadmap 2026"],
            [],
            [None, "Title", "Days", "Due", "Ready"],
            [None, "One", 2.0, dt.date(2026, 3, 1), True],
            [None, "Two", 0.5, at(2026, 3, 2, 9, 15), False],
        ),
        "a.xlsx",
    )
    assert [(one.title, one.capacity, one.source_row) for one in found.items] == [("One", 2.0, 4), ("Two", 0.5, 5)]
    assert found.items[0].extras == {"Due": "2026-03-01", "Ready": "TRUE"}
    assert [one.row for one in found.left_out] == [1]


def test_formulas_are_never_run() -> None:
    found = imports.read_bytes(
        with_rows(["Title", "Days", "Idea"], ["One", "=1+1", '=HYPERLINK("http://x.example")'], ["Two", 3, None]),
        "a.xlsx",
    )
    assert [(one.title, one.capacity) for one in found.items] == [("One", None), ("Two", 3.0)]
    assert found.items[0].extras == {"Days": "=1+1", "Idea": '=HYPERLINK("http://x.example")'}


def test_saved_values_of_formulas_are_read() -> None:
    book = edited(
        with_rows(["Title", "Days"], ["One", "=1+1"], ["Two", 5]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"
        ),
    )
    assert [one.capacity for one in imports.read_bytes(book, "a.xlsx").items] == [2.0, 5.0]


def test_indented_cells_give_parents() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Nr", "Title"])
        for row, (number, title, indent) in enumerate(
            [(1, "House", 0), (2, "Roof", 1), (3, "Tiles", 2), (4, "Yard", 0)], 2
        ):
            book.active.append([number, title])
            book.active.cell(row, 2).alignment = Alignment(indent=indent)

    found = imports.read_bytes(saved(fill), "a.xlsx")
    assert [(one.title, one.parents) for one in found.items] == [
        ("House", ()),
        ("Roof", ("1",)),
        ("Tiles", ("2",)),
        ("Yard", ()),
    ]


def test_percent_cells_are_shares() -> None:
    found = imports.read_bytes(
        with_rows(["Goal", "Level", "Share"], ["Grow", "company goal", 0.6], ["Trust", "company goal", 0.4]), "a.xlsx"
    )
    assert [one.announced for one in found.goals] == [60.0, 40.0]


def edited(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def test_a_bomb_is_refused_by_its_directory_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = edited(with_rows(["Title"], ["One"]), "xl/worksheets/sheet1.xml", lambda _: b" " * 150_000_000)
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("something was unpacked"))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("something was unpacked"))
    with pytest.raises(InvalidInput, match="unpacks to 143 MB"):
        imports.read_bytes(bomb, "a.xlsx")


def test_a_small_bomb_is_refused_by_its_ratio() -> None:
    bomb = edited(with_rows(["Title"], ["One"]), "xl/worksheets/sheet1.xml", lambda _: b" " * 20_000_000)
    with pytest.raises(InvalidInput, match="too much for a list of work"):
        imports.read_bytes(bomb, "a.xlsx")


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        (SHEET, lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml, "XML definitions"),
        (SHEET, lambda xml: xml.replace(b'r="A1"', b'r="ZZZZZZZ1"'), "damaged"),
        (SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999"'), "damaged"),
        (SHEET, lambda xml: xml[: len(xml) // 2], "damaged workbook"),
        (SHEET, lambda xml: xml.replace(b'r="A1"', b'r="XFD1"'), "more than 512 columns"),
        ("xl/workbook.xml", lambda _: b"", "damaged workbook"),
    ],
)
def test_hostile_and_damaged_workbooks(part: str, change: Callable[[bytes], bytes], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        imports.read_bytes(edited(with_rows(["Title"], ["One"], ["Two"]), part, change), "a.xlsx")


def test_rows_far_below_do_not_hang() -> None:
    far = edited(
        with_rows(["Title"], ["One"], ["Two"]), SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="1048576"')
    )
    assert [one.title for one in imports.read_bytes(far, "a.xlsx").items] == ["One"]


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("word/document.xml", "Word document"),
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", "xlsb"),
        ("a", "no Excel"),
    ],
)
def test_other_packed_files(part: str, says: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(InvalidInput, match=says):
        imports.read_bytes(out.getvalue(), "a.xlsx")


def test_a_torn_download() -> None:
    with pytest.raises(InvalidInput, match="does not open as a workbook"):
        imports.read_bytes(with_rows(["Title"], ["One"])[:2000], "a.xlsx")
