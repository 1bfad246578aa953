"""Exports: documented, safe in a spreadsheet and in a Markdown reader, and the same bytes for the same recap."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from alignlab.errors import CannotSave, InvalidInput, StoreError
from alignlab.model.cells import restore
from alignlab.recap import charts, exports, fields, file
from alignlab.recap.markdown import escape
from alignlab.recap.model import Commitment, Decision, Edits, Recap
from recap.held import HOSTILE

SAMPLE = file.read(Path(file.__file__).with_name("sample.json"))
FORMULAS = ('=HYPERLINK("http://evil.test")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def with_texts(text: str) -> Recap:
    decision = Decision(text=text, owner=text, by=text, first_step=text, until=text)
    edits = Edits(headline=text, lead=text, questions=text, next_date=text, note=text)
    commitment = Commitment(name=text, text=text, when=text, by=text)
    update = {"title": text, "practice": text, "decisions": (decision,), "said_no_to": (decision,), "edits": edits}
    return SAMPLE.model_copy(update={**update, "commitments": (commitment,)})


def test_every_column_is_documented_and_in_this_order():
    files = exports.csv_files(SAMPLE)
    assert set(files) == {f"{table}.csv" for table in fields.COLUMNS} | {"README.md"}
    for table, columns in fields.COLUMNS.items():
        header = next(csv.reader(io.StringIO(files[f"{table}.csv"].removeprefix("\ufeff"))))
        assert header == list(columns)
        section = files["README.md"].split(f"## {table}.csv\n")[1].split("\n## ")[0]
        for name, meaning in columns.items():
            assert f"- `{name}`: {meaning}\n" in section


def test_every_field_of_the_file_is_documented():
    text = fields.fields_text().split("## CODE.json")[1]

    def walk(value: object, before: str) -> None:
        for name, inner in value.items():  # type: ignore[attr-defined]
            many = isinstance(inner, list)
            dotted = f"{before}{name}{'[]' if many else ''}"
            assert f"- `{dotted}`: " in text, dotted
            deeper = inner[0] if many and inner else inner
            if isinstance(deeper, dict) and name not in ("released", "findings"):
                walk(deeper, f"{dotted}.")

    walk(json.loads(file.text_of(SAMPLE)), "")
    assert ": \n" not in text


def test_rows_are_whole():
    for table, some in exports.tables(SAMPLE).items():
        assert all(len(row) == len(fields.COLUMNS[table]) for row in some)
    files = exports.csv_files(SAMPLE)
    assert len(rows(files["session.csv"])) == 1
    assert [row["decided"] for row in rows(files["decisions.csv"])] == ["yes", "no"]
    assert len(rows(files["commitments.csv"])) == len(SAMPLE.commitments) > 0


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula):
    for name, text in exports.csv_files(with_texts(formula)).items():
        if name.endswith(".csv"):
            for row in rows(text):
                for cell in row.values():
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), (name, cell)
    assert restore(rows(exports.csv_files(with_texts(formula))["decisions.csv"])[0]["text"]) == formula


def test_quotes_commas_and_lines_come_back():
    text = 'He said "no", then\nleft; x,y'
    found = rows(exports.csv_files(with_texts(text))["commitments.csv"])
    assert found == [{"name": text, "when": text, "text": text, "by": text}]


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "# heading",
        "1. list",
        "12) list",
        "- list",
        "-3 days, 0.5 to 1.25",
        "0.5 of 2",
        "---",
        "> quote",
        "| a | b |",
        "`code`",
        "**bold** _it_",
        "http://evil.test www.evil.test <http://evil.test> mailto:a@b.test",
        "line\nbreak\n\n# two",
        "\\`x\\`",
        "&lt;b&gt;",
        "    indented",
        "~~gone~~",
    ],
)
def test_what_people_wrote_stays_plain_text_in_markdown(text):
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    tokens = reader.parse(f"- {escape(text)}")
    inner = [token for token in tokens if token.type == "inline"]
    assert len(inner) == 1
    assert {child.type for child in inner[0].children or []} <= {"text", "text_special"}
    assert "".join(child.content for child in inner[0].children or []) == " ".join(text.split())
    assert [t.type for t in tokens if t.type.endswith("_open")] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    ]


def test_the_markdown_of_a_hostile_recap_has_no_html_links_or_pictures():
    text = exports.content(with_texts(HOSTILE), "md", charts.draw_here(SAMPLE)).decode()
    kinds = set()
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text):
        kinds |= {token.type, *(child.type for child in token.children or [])}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_block", "fence"}


def test_markdown_reads_in_the_order_of_the_page():
    text = exports.content(SAMPLE, "md", charts.draw_here(SAMPLE)).decode()
    heads = [
        "# ",
        "Rehearsal",
        "## We decided",
        "## We said no",
        "## We committed",
        "## Today",
        "## Questions",
        "## Next",
    ]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)


# --- files


@pytest.mark.parametrize("format_", exports.FORMATS)
def test_into_a_folder_or_a_file(tmp_path, format_):
    drawn = charts.draw_here(SAMPLE)
    in_folder = exports.export(SAMPLE, format_, tmp_path, drawn)
    assert in_folder == tmp_path / f"SAMPLE{exports.ENDINGS[format_]}"
    named = exports.export(SAMPLE, format_, tmp_path / "new" / "mine.x", drawn)
    assert named.read_bytes() == in_folder.read_bytes() == exports.content(SAMPLE, format_, drawn)


def test_the_zip_holds_the_tables(tmp_path):
    path = exports.export(SAMPLE, "csv", tmp_path, {})
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == exports.csv_files(SAMPLE)


def test_json_is_the_recap_file(tmp_path):
    assert file.read(exports.export(SAMPLE, "json", tmp_path, {})) == SAMPLE


def test_an_unknown_format(tmp_path):
    with pytest.raises(InvalidInput, match="html, md, xlsx, csv, json, ics"):
        exports.export(SAMPLE, "docx", tmp_path, {})


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "in_the_way").write_text("x")
    with pytest.raises((StoreError, CannotSave), match="in_the_way"):
        exports.export(SAMPLE, "html", tmp_path / "in_the_way" / "out.html", {})


def test_the_sample_is_a_rehearsal_and_has_everything():
    assert SAMPLE.simulated
    assert SAMPLE.ended
    assert SAMPLE.commitments
    assert SAMPLE.decisions
    assert SAMPLE.practice
    assert any(p.core and p.picked for p in SAMPLE.pictures)
