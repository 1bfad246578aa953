"""The Excel workbook: one sheet a table, hostile cells as text, the same bytes for the same recap."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from alignlab.model.outcome import Outcome, Sheet
from alignlab.recap import exports, fields, file
from alignlab.recap.model import Decision, Recap
from alignlab.recap.workbook import workbook

SAMPLE = file.read(Path(file.__file__).with_name("sample.json"))
HOSTILE = ('=HYPERLINK("http://evil.test")', "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1+1", "a\x00b\x0bc", "x" * 40_000)


def opened(recap: Recap) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(recap)))


def test_each_table_is_a_sheet_with_its_columns() -> None:
    table = Sheet(id="order", title="The order", columns=("Item", "Days", "In"), rows=(("Paging", 2.5, True),))
    outcomes = tuple(Outcome(step="v" * 30, exercise="x", title="T", tables=(table, table)) for _ in range(2))
    book = opened(SAMPLE.model_copy(update={"outcomes": outcomes}))
    assert book.sheetnames[: len(fields.COLUMNS)] == list(fields.COLUMNS)
    assert len(book.sheetnames) == len(set(book.sheetnames)) == len(fields.COLUMNS) + 4
    assert all(len(name) <= 31 for name in book.sheetnames)
    for name, columns in fields.COLUMNS.items():
        assert [cell.value for cell in book[name][1]] == list(columns)
        assert book[name].freeze_panes == "A2"
    assert [cell.value for cell in book[book.sheetnames[-1]][2]] == ["Paging", 2.5, True]
    rows = exports.tables(SAMPLE)["counts"]
    assert book["counts"].max_row == len(rows) + 1
    assert book["counts"].cell(2, 4 + 1).value == rows[0][4]


def test_hostile_cells_are_text() -> None:
    recap = SAMPLE.model_copy(update={"decisions": tuple(Decision(text=text, owner=text) for text in HOSTILE)})
    for row in opened(recap)["decisions"].iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "＝"))


def test_the_same_recap_gives_the_same_bytes() -> None:
    assert workbook(SAMPLE) == workbook(SAMPLE)
