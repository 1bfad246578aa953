"""The recap's first page: what it says, before it is a page. Page and Markdown are written from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from alignlab.model.picture import Finding
from alignlab.recap.charts import Charts, Drawn
from alignlab.recap.model import Picture, Recap

LINES = 3  # of what we saw
QUESTIONS = 4
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SIMULATED = "Rehearsal: simulated people"


@dataclass(frozen=True, slots=True)
class Front:
    """`about` is the small line on top; `nothing_settled` says so where nobody decided or committed to anything."""

    about: tuple[str, ...]
    headline: str
    lead: tuple[str, ...]
    chart: Drawn | None
    questions: tuple[str, ...]
    nothing_settled: str


def front(recap: Recap, charts: Charts) -> Front:
    """The host's own words go before what is made from the findings."""
    wall = _wall(recap)
    headline = recap.edits.headline or (_heading(wall[0].text) if wall else recap.title)
    seen = wall if recap.edits.headline else wall[1:]
    told = [*wall[:1], *seen[:LINES]] if wall else []
    asked = [finding.question for finding in told if finding.question]
    return Front(
        about=about(recap),
        headline=headline,
        lead=lines(recap.edits.lead) or tuple(finding.text for finding in seen[:LINES]),
        chart=next((drawn for picture in latest(recap) for drawn in charts.get(picture.key, ())), None),
        questions=lines(recap.edits.questions) or tuple(dict.fromkeys(asked))[:QUESTIONS],
        nothing_settled=_nothing_settled(recap),
    )


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def latest(recap: Recap) -> list[Picture]:
    """The last round of each step; if a workshop's own exercise was shown, without the small questions beside it."""
    last = {picture.step: picture for picture in recap.pictures}
    return [p for p in last.values() if p.core] or list(last.values())


def _wall(recap: Recap) -> list[Finding]:
    """What stood on the wall: the first finding of each picture, then the second of each …"""
    columns = [picture.picked for picture in latest(recap)]
    return [finding for row in zip_longest(*columns) for finding in row if finding]


def _heading(text: str) -> str:
    """A single sentence stands as a heading without its full stop."""
    return text[:-1] if text.endswith(".") and ". " not in text else text


def _nothing_settled(recap: Recap) -> str:
    if recap.decisions or recap.said_no_to or recap.commitments:
        return ""
    return "We wrote down no decisions or commitments." if recap.ended else "The session is still going on."


def about(recap: Recap) -> tuple[str, ...]:
    """Title, team, date, how many people, and until when the answers are kept."""
    people = "one person took part" if recap.joined == 1 else f"{recap.joined} people took part"
    some = (recap.title, recap.team, " to ".join(map(day, recap.dates)), people if recap.joined else "")
    return tuple(part for part in (*some, f"answers deleted after {day(recap.delete_after)}") if part)


def day(when: date) -> str:
    """22 November 2026"""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
