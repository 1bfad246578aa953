"""Check-ins for a calendar: iCalendar files (RFC 5545).

Every entry is a whole day (`VALUE=DATE`): the same day wherever one is, so there is no time zone to get wrong. A day in
somebody's own words cannot be an entry and is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from alignlab.model.catalogue import say
from alignlab.recap.model import Decision, Recap

FOLD_AT = 75  # octets in a line, its end not counted


@dataclass(frozen=True, slots=True)
class Entry:
    """One day. `key` names the thing in its session, so that a newer file replaces the entry instead of doubling it."""

    key: str
    day: date
    summary: str
    description: str = ""


def calendar(recap: Recap) -> str:
    """The recap's days: when we meet again, when decisions are due, when shared commitments are looked at."""
    return document(recap.code or "leadership", recap.dates[-1] if recap.dates else recap.delete_after, entries(recap))


def entries(recap: Recap) -> Iterator[Entry]:
    """All that has a day."""
    if day := day_of(recap.edits.next_day):
        text = "\n".join(filter(None, (recap.edits.next_date, *_decided(recap))))
        yield Entry("next", day, say("calendar.next_time", title=recap.title), text)
    for n, decision in enumerate(recap.decisions):
        if day := day_of(decision.by):
            yield Entry(f"decision {n}", day, _owned(decision), say("calendar.questions"))
    for n, refused in enumerate(recap.said_no_to):
        if day := day_of(refused.until):
            yield Entry(f"no {n}", day, say("calendar.no_until", text=_owned(refused)), say("calendar.still"))
    for n, commitment in enumerate(recap.commitments):
        if day := day_of(commitment.by):
            text = f"{commitment.name}: {commitment.text}"
            yield Entry(f"commitment {n}", day, say("calendar.check_in", text=text), say("calendar.questions"))


def own_entries(commitments: Iterable[Mapping[str, object]]) -> Iterator[Entry]:
    """One person's own commitments (`text`, `when`, `by`, `step`), for nobody but them."""
    for own in commitments:
        day = day_of(str(own["by"] or ""))
        if day:
            text, when = own["text"], own["when"]
            first = say("calendar.when", when=when, text=text) if when else text
            summary = say("calendar.check_in", text=text)
            yield Entry(f"own {own['step']}", day, summary, f"{first}\n{say('calendar.questions')}")


def _decided(recap: Recap) -> list[str]:
    return [f"- {decision.text}" for decision in recap.decisions]


def _owned(decision: Decision) -> str:
    return f"{decision.text} ({decision.owner})" if decision.owner else decision.text


def day_of(text: str) -> date | None:
    """A day written as YYYY-MM-DD; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def document(place: str, made: date, some: Iterable[Entry]) -> str:
    """The whole file with these entries. `place` is the session, `made` the day that stands as the entries' own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//alignlab//check-ins//EN", "CALSCALE:GREGORIAN"]
    lines.append("METHOD:PUBLISH")
    for entry in some:
        lines += _event(place, made, entry)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in fold(line))


def _event(place: str, made: date, entry: Entry) -> list[str]:
    uid = hashlib.sha256(f"alignlab|{place}|{entry.key}".encode()).hexdigest()[:32]
    optional = [f"DESCRIPTION:{escape(entry.description)}"] if entry.description else []
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@alignlab",
        f"DTSTAMP:{made:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(entry.summary)}",
        *optional,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line ends written so that they are no syntax."""
    clean = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or c >= " ")
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        clean = clean.replace(plain, written)
    return clean.replace("\x7f", "")


def fold(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, those after the first with a space in front; no character is cut in two."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > FOLD_AT:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    yield piece
