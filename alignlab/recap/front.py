"""The recap's first page: what it says, before it is a page. Page and Markdown are written from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from alignlab.model.catalogue import say
from alignlab.model.picture import Finding
from alignlab.model.words import day_in_words, undertaken
from alignlab.recap.charts import Charts, Drawn
from alignlab.recap.model import Commitment, Decision, Picture, Recap

LINES = 3  # of what we saw
QUESTIONS = 3
QUESTION = "question"  # the exercise of the doors and the close


@dataclass(frozen=True, slots=True)
class Front:
    """`about` is the small line on top; `questions` are each with the sentence they belong to, or ""; `nothing_settled`
    says so where nobody decided or committed to anything."""

    about: tuple[str, ...]
    headline: str
    lead: tuple[str, ...]
    chart: Drawn | None
    ask: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    next_time: tuple[str, ...]
    nothing_settled: str


def front(recap: Recap, charts: Charts) -> Front:
    """The host's own words go before what is made from the findings."""
    wall, pictures = _wall(recap), latest(recap)
    own_headline = recap.edits.headline or (recap.title if not _core(recap) else "")
    seen = wall if own_headline or not wall else wall[1:]
    return Front(
        about=about(recap, titled=own_headline != recap.title),
        headline=own_headline or (_heading(wall[0].text) if wall else recap.title),
        lead=lines(recap.edits.lead) or tuple(finding.text for finding in seen[:LINES]),
        chart=next((drawn for picture in _newest(pictures) for drawn in charts.get(picture.key, ())), None),
        ask=lines(recap.edits.ask),
        questions=_questions(recap, wall),
        next_time=_next_time(recap),
        nothing_settled=_nothing_settled(recap),
    )


def _core(recap: Recap) -> bool:
    return any(picture.core for picture in recap.pictures)


def _questions(recap: Recap, wall: list[Finding]) -> tuple[tuple[str, str], ...]:
    if own := lines(recap.edits.questions):
        return tuple((question, "") for question in own)
    if recap.audience == "leadership":
        return ()
    parked = tuple((point, "") for point in recap.parked)
    if all(picture.exercise == QUESTION for picture in recap.pictures):
        return parked  # how we got here today leaves nothing open
    first = {finding.question: finding.text for finding in reversed(wall[:QUESTIONS]) if finding.question}
    return (*reversed(first.items()), *parked)


def _next_time(recap: Recap) -> tuple[str, ...]:
    """The day, and what the host wrote of it."""
    when = in_words(recap.edits.next_day)
    return tuple(line for line in (when, *lines(recap.edits.next_date)) if line)


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def latest(recap: Recap) -> list[Picture]:
    """The last round of each step; if a workshop's own exercise was shown, without the small ones beside it; and the
    questions at doors and close alone where nothing else was."""
    last = list({picture.step: picture for picture in recap.pictures}.values())
    return [p for p in last if p.core] or [p for p in last if p.exercise != QUESTION] or last


def _newest(pictures: list[Picture]) -> list[Picture]:
    """Of two pictures of one exercise the later one: the list that was made shorter is the vote's by then."""
    return list({picture.exercise if picture.core else picture.step: picture for picture in pictures}.values())


def _wall(recap: Recap) -> list[Finding]:
    """What stood on the wall: the first finding of each picture, then the second of each …"""
    columns = [picture.picked for picture in _newest(latest(recap))]
    return [finding for row in zip_longest(*columns) for finding in row if finding]


def _heading(text: str) -> str:
    """A single sentence stands as a heading without its full stop and without the exact words of "most of us"."""
    exact = re.escape(say("words.most_of", n="#")).replace(re.escape("#"), r"\w+")
    text = re.sub(rf" \({exact}\)", "", text)
    return text[:-1] if text.endswith(".") and ". " not in text else text


def title_of(picture: Picture) -> str:
    """The step's title; of a second vote with its number."""
    return picture.title if picture.round == 1 else say("recap.vote", title=picture.title, round=picture.round)


def days(recap: Recap) -> str:
    """The session's day, or from the first to the last."""
    some = [day_in_words(one) for one in recap.dates]
    return say("words.span", first=some[0], last=some[-1]) if len(some) > 1 else "".join(some)


def _nothing_settled(recap: Recap) -> str:
    if recap.decisions or recap.said_no_to or recap.commitments:
        return ""
    return say("recap.nothing_settled") if recap.ended else say("recap.going_on")


def about(recap: Recap, *, titled: bool = True) -> tuple[str, ...]:
    """Title (unless it stands as the heading), team, date, how many people, and until when the answers are kept."""
    people = say("recap.one_person") if recap.joined == 1 else say("recap.people", count=recap.joined)
    some = (
        recap.title if titled else "",
        recap.team,
        days(recap),
        people if recap.joined else "",
    )
    return tuple(part for part in (*some, say("recap.deleted_after", day=day_in_words(recap.delete_after))) if part)


def in_a_sentence(commitment: Commitment) -> tuple[str, str]:
    """("When two goals pull apart, ", "I will ask which comes first"): the occasion, or "", and what follows."""
    return undertaken(commitment.when, commitment.text)


def particulars(decision: Decision) -> list[str]:
    """What belongs to a decision: who, what first, by when, until when."""
    step, by, until = decision.first_step, in_words(decision.by), in_words(decision.until)
    some = (
        decision.owner,
        step and say("recap.first_step", text=step),
        by and say("recap.by_day", day=by),
        until and say("recap.until_day", day=until),
    )
    return [part for part in some if part]


def in_words(when: str) -> str:
    """A day as a phone sends it (2026-11-22) in words; anything else as it was written."""
    try:
        return day_in_words(when)
    except ValueError:
        return when
