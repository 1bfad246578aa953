"""The recap as Markdown, for a wiki or a mail. What people wrote stays plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from alignlab.model.outcome import Outcome
from alignlab.model.words import answered
from alignlab.recap import beside, told
from alignlab.recap import front as fronts
from alignlab.recap.charts import Charts, Drawn
from alignlab.recap.model import Decision, Picture, Recap

_SPECIAL = re.compile(r"([\\`*_\[\]{}|~$^@]|!(?=\[)|:(?=//)|(?<=www)\.|(?<=mailto):)", re.IGNORECASE)
_AT_START = re.compile(r"^(\d*)([#+\-=.)])")


def escape(text: str) -> str:
    """One line of plain text that no Markdown reader takes for anything else: a list, a link, HTML, a formula."""
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat))


def markdown(recap: Recap, charts: Charts) -> str:
    """The whole recap; charts as the text that says the same."""
    front = fronts.front(recap, charts)
    parts = [*_head(recap, front), *_settled(recap), *_open(recap, front)]
    for picture in recap.pictures:
        parts += _picture(picture, charts.get(picture.key, ()))
    for outcome in recap.outcomes:
        parts += _outcome(outcome)
    parts += [*_last_time(recap), *_people(recap)]
    rubric = " ".join(filter(None, (recap.rubric.id, recap.rubric.version, recap.rubric.fingerprint)))
    where = f"Session {escape(recap.code)}" if recap.audience == "team" else "The version for leadership"
    parts.append(where + (f", rubric {escape(rubric)}" if rubric else ""))
    if recap.log_fingerprint:
        parts.append(f"Log fingerprint {escape(recap.log_fingerprint)}")
    return "\n\n".join(parts) + "\n"


def _head(recap: Recap, front: fronts.Front) -> Iterator[str]:
    yield f"# {escape(front.headline)}"
    if not recap.shared:
        yield "**Draft**: not shared yet"
    if recap.simulated:
        yield f"**{fronts.SIMULATED}**"
    yield escape(" · ".join(front.about))
    if front.lead:
        yield _bullets(map(escape, front.lead))
    if front.chart:
        yield _chart(front.chart)
    if front.ask:
        yield "## We ask for\n\n" + _bullets(map(escape, front.ask))


def _settled(recap: Recap) -> Iterator[str]:
    if recap.decisions:
        yield "## We decided\n\n" + _bullets(map(_decision, recap.decisions))
    if recap.said_no_to:
        yield "## We said no to\n\n" + _bullets(map(_decision, recap.said_no_to))
    if recap.commitments:
        rows = [(c.name, "".join(fronts.in_a_sentence(c)), fronts.in_words(c.by)) for c in recap.commitments]
        yield "## We committed\n\n" + _table(("Who", "What", "By"), rows)
    if recap.practice:
        yield f"## Today we tried together\n\n{escape(recap.practice)}"


def _open(recap: Recap, front: fronts.Front) -> Iterator[str]:
    if front.questions:
        asked = [f"**{escape(q)}**" + (f" {escape(about)}" if about else "") for q, about in front.questions]
        yield "## Questions that stay open\n\n" + _bullets(asked)
    if front.next_time:
        yield "## Next time\n\n" + "\n\n".join(map(escape, front.next_time))
    if recap.edits.note:
        yield "## A note\n\n" + "\n\n".join(map(escape, fronts.lines(recap.edits.note)))
    if front.nothing_settled:
        yield escape(front.nothing_settled)


def _picture(picture: Picture, charts: Iterable[Drawn]) -> Iterator[str]:
    yield f"## In detail: {escape(picture.title)}"
    yield escape(answered(picture.released))
    for chart in charts:
        yield _chart(chart)
    if picture.findings:
        yield _bullets(f"{escape(finding.text)} *{escape(finding.question)}*" for finding in picture.findings)
    some = picture.released.quantities.values()
    yield _table(("What", "Told"), [(getattr(q, "title", ""), "; ".join(told.in_words(q))) for q in some])


def _outcome(outcome: Outcome) -> Iterator[str]:
    yield f"## What came of it: {escape(outcome.title)}"
    if outcome.sentences:
        yield _bullets(map(escape, outcome.sentences))
    for drawing in outcome.drawings:
        yield f"**{escape(drawing.title)}**: {escape(drawing.text)}"
    for table in outcome.tables:
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in table.rows]
        yield f"**{escape(table.title)}**"
        yield _table(tuple(map(escape, table.columns)), rows)


def _last_time(recap: Recap) -> Iterator[str]:
    if recap.last is None:
        return
    yield f"## Compared with last time: {escape(recap.last.title)}, {fronts.day(recap.last.day)}"
    if not recap.last.same_rubric:
        yield "The rubric has another version now, so the pictures are not compared."
    for compared in recap.last.compared:
        yield f"**{escape(compared.title)}**. {escape(beside.response(compared))}"
        rows = [(row.title, row.then, row.now, beside.change(row)) for row in compared.rows]
        yield _table(("What", "Last time", "Now", "Change"), rows)
        if compared.left_out:
            yield beside.left_out(compared.left_out)
    if recap.last.decisions:
        yield "**What we decided last time**\n\n" + _bullets(map(_decision, recap.last.decisions))
    if recap.last.said_no_to:
        yield "**What we said no to last time**\n\n" + _bullets(map(_decision, recap.last.said_no_to))


def _people(recap: Recap) -> Iterator[str]:
    if recap.took_part:
        yield "## Who took part\n\n" + escape(", ".join(recap.took_part))


def _chart(chart: Drawn) -> str:
    text = chart.text.removeprefix(f"{chart.title}: ")
    return f"**{escape(chart.title)}**: {escape(text)}"


def _decision(decision: Decision) -> str:
    by, until = fronts.in_words(decision.by), fronts.in_words(decision.until)
    extra = {"": decision.owner, "first step: ": decision.first_step, "by ": by, "until ": until}
    more = " · ".join(f"{label}{value}" for label, value in extra.items() if value)
    return escape(decision.text) + (f" ({escape(more)})" if more else "")


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(escape, row)) + " |" for row in rows)])
