"""Files that cannot be used are refused with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from alignlab import imports
from alignlab.errors import InvalidInput, NotFound

ROWS = "Key,Title,Days\nA-1,One,2\nA-2,Two,3\nA-3,Three,4\n"


@pytest.mark.parametrize(
    ("data", "says", "do"),
    [
        (b"", "is empty", "Export the list again"),
        (b" \n\n ", "is empty", "Export the list again"),
        (b"Key,Title,Days\n", "no row below", "Export the list again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel file (.xls)", "save it as CSV"),
        (b"%PDF-1.7 ...", "PDF", "CSV or .xlsx"),
        (b'[{"name": "a"}]', "JSON", "CSV or .xlsx"),
        (b'{"cards": []}', "JSON", "CSV or .xlsx"),
        (b'[\n  {\n    "name": "a"\n  }\n]\n', "JSON", "CSV or .xlsx"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web page", "save it as CSV"),
        (b'<?xml version="1.0"?><rss/>', "XML", "CSV or .xlsx"),
        (b"a\x00\x01\x02b,c\n", "no text file", "save it as CSV"),
        (b"\xff\xfea", "damaged", "save it as CSV"),
        (b"Key,Title,Days\nA-1,,2\nA-2,,3\n", "No column", "Say which one"),
        (b'Key,Title\nA-1,"One\nA-2,Two\nA-3,Three\n', "damaged: a quotation mark in row 2", "save it again"),
        (b'Key,Title\nA-1,"One\nA-2,"Two",x\nA-3,Three\n', "damaged", "save it again"),
        (
            b'Key,Title\nA-1,"' + b"y" * 200_000 + b'"\n',
            "131,072 characters in one cell of row 2",
            "without that column",
        ),
        (
            b'"Key,Title,Days"\n"A-1,One,2"\n"A-2,Two,3"\n',
            "each whole line stands in quotation marks",
            "Export it again",
        ),
        (b'"Key;Title;Days"\r\n"A-1;""One"";2"\r\n', "each whole line", "Export it again"),
        (b"Key,A-1,A-2,A-3\nTitle,One,Two,Three\nStatus,open,open,done\nDays,1,2,3\n", "lies on its side", "Transpose"),
        (b"Key,Title\nA,One,two,three\nB,Two,x,y\nC,Three,x,y\nD,Four,x,y\n", "more cells than", "Export it again"),
    ],
)
def test_refused(data: bytes, says: str, do: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        imports.read_bytes(data, "work.csv")
    assert says in str(caught.value)
    assert do in str(caught.value)


def test_more_than_ten_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    with pytest.raises(InvalidInput, match=r"10\.0 MB; at most 10 MB"):
        imports.read(path)


def test_too_many_rows() -> None:
    data = "Title\n" + "".join(f"Item {number}\n" for number in range(50_001))
    with pytest.raises(InvalidInput, match="50,001 rows"):
        imports.read_bytes(data.encode(), "long.csv")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file"):
        imports.read(tmp_path / "none.csv")
    with pytest.raises(InvalidInput, match="Choose a CSV"):
        imports.read(tmp_path)


def test_a_circle_of_goals_is_spelled_out() -> None:
    data = b"Key,Goal,Level,Serves\nG1,Grow,company goal,G2\nG2,Trust,company goal,G3\nG3,Calm,team goal,G1\n"
    with pytest.raises(InvalidInput, match="Grow -> Trust -> Calm -> Grow"):
        imports.read_bytes(data, "goals.csv")


def test_a_circle_of_items_is_spelled_out() -> None:
    with pytest.raises(InvalidInput, match="One -> Two -> One"):
        imports.read_bytes(b"ID,Title,Parent\n1,One,2\n2,Two,1\n", "work.csv")


def test_one_row_one_column_and_no_heading_are_fine() -> None:
    assert [one.title for one in imports.read_bytes(b"Title\nOnly one\n", "a.csv").items] == ["Only one"]
    assert [one.title for one in imports.read_bytes(b"Only one\n", "a.csv").items] == ["Only one"]
    two = imports.read_bytes(b"Fix the door, then the bell\nPaint\n", "a.csv")
    assert [one.title for one in two.items] == ["Fix the door, then the bell", "Paint"]


def test_nothing_is_lost_by_bad_cells() -> None:
    data = (
        b"Key,Title,Days,Team\nA-1,One,-2,Red\nA-1,One again,lots,Red\nA-1,One,2,Red\n,,4,Red\nKey,Title,Days,Team\n"
        b"A-9,Nine,5,Blue\n,Total,9,\n"
    )
    found = imports.read_bytes(data, "work.csv")
    assert [(one.id, one.title, one.capacity) for one in found.items] == [
        ("A-1", "One", None),
        ("A-1 (2)", "One again", None),
        ("A-9", "Nine", 5.0),
    ]
    assert found.items[0].extras == {"Days": "-2"}
    assert found.items[1].extras == {"Days": "lots"}
    assert [(one.row, one.why) for one in found.left_out] == [
        (4, "has the same id and title as row 2"),
        (5, "has no title"),
        (6, "repeats the headings"),
        (8, "is a sum of the rows above"),
    ]
    told = " ".join(found.warnings)
    assert "'Days' is below zero in row 2" in told
    assert "in row 3; capacity was left empty" in told
    assert "The id 'A-1' comes twice; in row 3 it became 'A-1 (2)'." in told


def test_damaged_letters_are_told() -> None:
    cut = "Titel,Tage\nFähre prüfen,2\nÖl wechseln,3\nGrün streichen,4\nMärz planen,1\n".encode() + b"Stra\xdfe,1\n"
    found = imports.read_bytes(cut, "a.csv")
    assert found.items[0].title == "Fähre prüfen"
    assert any("damaged" in one for one in found.warnings)


def test_japanese_windows_page() -> None:
    text = "課題キー,要約,担当者,ストーリーポイント,親課題\nKAI-1,予約を早くする,佐藤,5,\nKAI-2,電話を減らす,,3,KAI-1\n"
    found = imports.read_bytes(text.encode("cp932"), "jira.csv")
    assert [(one.id, one.title, one.parents, one.capacity) for one in found.items] == [
        ("KAI-1", "予約を早くする", (), 5.0),
        ("KAI-2", "電話を減らす", ("KAI-1",), 3.0),
    ]
    assert found.hidden == ("担当者",)


def test_excel_line_that_names_the_delimiter() -> None:
    found = imports.read_bytes(b"sep=;\r\nTitle;Days\r\nOne, two;3\r\n", "a.csv")
    assert [(one.title, one.capacity) for one in found.items] == [("One, two", 3.0)]
