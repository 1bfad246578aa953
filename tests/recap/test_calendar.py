"""Calendar files: RFC 5545 to the letter, whole days only, the same entry under the same name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from alignlab.recap import exports, file
from alignlab.recap.calendar import Entry, calendar, day_of, document, escape, fold, own_entries
from alignlab.recap.model import Commitment, Decision, Edits

SAMPLE = file.read(Path(file.__file__).with_name("sample.json"))
DAY = date(2027, 3, 31)


def read(text: str) -> list[dict[str, str]]:
    """The entries of a file, unfolded and unescaped, as a calendar reads them."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub("\r\n ", "", text).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0", "METHOD:PUBLISH"} <= set(lines)
    assert any(line.startswith("PRODID:") for line in lines)
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name != "END":
            found[-1][name] = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)
    for entry in found:
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY"} <= set(entry)
        assert re.fullmatch(r"\d{8}T\d{6}Z", entry["DTSTAMP"])
    return found


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a;b,c\\d",
        "two\nlines",
        "ä" * 200,
        "🦊" * 60,
        "x" * 75,
        "x" * 74 + "é",
        "BEGIN:VEVENT\r\nEND:VEVENT",
        "\x00\x07",
    ],
)
def test_any_text_comes_back(text: str) -> None:
    (entry,) = read(document("ABCDEF", DAY, [Entry("k", DAY, text, text)]))
    clean = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or c >= " ")
    assert entry["SUMMARY"] == clean
    assert entry.get("DESCRIPTION", "") == clean


def test_lines_are_folded_between_characters() -> None:
    pieces = list(fold("SUMMARY:" + "é" * 100))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == "SUMMARY:" + "é" * 100
    assert escape("a,b;c\\") == "a\\,b\\;c\\\\"


def test_the_recap_s_days() -> None:
    recap = SAMPLE.model_copy(
        update={
            "edits": Edits(next_day="2027-04-01", next_date="10:00, small room"),
            "decisions": (
                Decision(text="Do it, now; all", owner="Dana", by="2027-02-28"),
                Decision(text="x", by="soon"),
            ),
            "said_no_to": (Decision(text="Second meeting", until="2027-12-31"),),
            "commitments": (
                Commitment(name="Maya", text="ask", when="w", by="2027-01-29"),
                Commitment(name="N", text="t"),
            ),
        }
    )
    found = read(calendar(recap))
    days = [(entry["DTSTART;VALUE=DATE"], entry["DTEND;VALUE=DATE"]) for entry in found]
    assert days == [
        ("20270401", "20270402"),
        ("20270228", "20270301"),
        ("20271231", "20280101"),
        ("20270129", "20270130"),
    ]
    assert found[1]["SUMMARY"] == "Do it, now; all (Dana)"
    assert "10:00, small room" in found[0]["DESCRIPTION"]
    assert "What happened? What did we learn? What next?" in found[3]["DESCRIPTION"]
    assert len({entry["UID"] for entry in found}) == 4
    again = recap.model_copy(update={"edits": Edits(next_day="2027-05-01")})
    assert read(calendar(again))[0]["UID"] == found[0]["UID"]
    assert exports.content(recap, "ics", {}) == calendar(recap).encode()


def test_own_commitments() -> None:
    own = [
        {"step": "commit", "text": "ask first", "when": "two goals pull apart", "by": "2027-01-29", "shared": False},
        {"step": "other", "text": "no day", "when": "", "by": "", "shared": True},
    ]
    (entry,) = read(document("ABCDEF|p1", DAY, own_entries(own)))
    assert entry["SUMMARY"] == "Check-in: ask first"
    assert read(document("ABCDEF|p2", DAY, own_entries(own)))[0]["UID"] != entry["UID"]


@pytest.mark.parametrize("text", ["", "soon", "20270101", "2027-W01-1", "2027-02-30", "2027-1-1"])
def test_what_is_no_day(text: str) -> None:
    assert day_of(text) is None
