"""The recap as Markdown, for a wiki or a mail. What people wrote stays plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from alignlab.model.words import answered
from alignlab.recap import front as fronts
from alignlab.recap import told
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
    rubric = " ".join(filter(None, (recap.rubric.id, recap.rubric.version, recap.rubric.fingerprint)))
    parts.append(f"Session {escape(recap.code)}" + (f", rubric {escape(rubric)}" if rubric else ""))
    return "\n\n".join(parts) + "\n"


def _head(recap: Recap, front: fronts.Front) -> Iterator[str]:
    yield f"# {escape(front.headline)}"
    if recap.simulated:
        yield f"**{fronts.SIMULATED}**"
    yield escape(" · ".join(front.about))
    if front.lead:
        yield _bullets(map(escape, front.lead))
    if front.chart:
        yield _chart(front.chart)
    if recap.practice:
        yield f"## Today we tried together\n\n{escape(recap.practice)}"


def _settled(recap: Recap) -> Iterator[str]:
    if recap.decisions:
        yield "## We decided\n\n" + _bullets(map(_decision, recap.decisions))
    if recap.said_no_to:
        yield "## We said no to\n\n" + _bullets(map(_decision, recap.said_no_to))
    if recap.commitments:
        rows = [(c.name, "".join(fronts.in_a_sentence(c)), fronts.in_words(c.by)) for c in recap.commitments]
        yield "## We committed\n\n" + _table(("Who", "What", "By"), rows)


def _open(recap: Recap, front: fronts.Front) -> Iterator[str]:
    if front.questions:
        asked = [f"**{escape(q)}**" + (f" {escape(about)}" if about else "") for q, about in front.questions]
        yield "## Questions that stay open\n\n" + _bullets(asked)
    if recap.edits.note:
        yield "## A note\n\n" + "\n\n".join(map(escape, fronts.lines(recap.edits.note)))
    if recap.edits.next_date:
        yield f"## Next time\n\n{escape(recap.edits.next_date)}"
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
