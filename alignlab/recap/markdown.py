"""The recap as Markdown, for a wiki or a mail. What people wrote stays plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from alignlab.model.catalogue import say
from alignlab.model.outcome import Outcome
from alignlab.model.words import answered, day_in_words
from alignlab.recap import beside, told
from alignlab.recap import front as fronts
from alignlab.recap.charts import Charts, Drawn
from alignlab.recap.model import Decision, Picture, Recap

_SPECIAL = re.compile(r"([\\`*_\[\]{}|~$^@]|!(?=\[)|:(?=//)|(?<=www)\.|(?<=mailto):)", re.IGNORECASE)
_AT_START = re.compile(r"^(\d*)([#=]|[+\-.)](?!\d))")  # a number is no list


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
    team = recap.audience == "team"
    where = say("recap.session_code", code=escape(recap.code)) if team else say("recap.leadership_short")
    parts.append(", ".join([where, *([say("recap.rubric_short", rubric=escape(rubric))] if rubric else [])]))
    if recap.log_fingerprint:
        parts.append(say("recap.log_fingerprint", fingerprint=escape(recap.log_fingerprint)))
    return "\n\n".join(parts) + "\n"


def _head(recap: Recap, front: fronts.Front) -> Iterator[str]:
    yield f"# {escape(front.headline)}"
    if not recap.shared:
        yield f"**{say('recap.draft')}**: {say('recap.not_shared')}"
    if recap.simulated:
        yield f"**{say('recap.simulated')}**"
    yield escape(" · ".join(front.about))
    if front.lead:
        yield _bullets(map(escape, front.lead))
    if front.chart:
        yield _chart(front.chart)
    if front.ask:
        yield _section(say("recap.ask"), _bullets(map(escape, front.ask)))


def _settled(recap: Recap) -> Iterator[str]:
    if recap.decisions:
        yield _section(say("recap.decided"), _bullets(map(_decision, recap.decisions)))
    if recap.said_no_to:
        yield _section(say("recap.said_no_to"), _bullets(map(_decision, recap.said_no_to)))
    if recap.commitments:
        rows = [(c.name, "".join(fronts.in_a_sentence(c)), fronts.in_words(c.by)) for c in recap.commitments]
        yield _section(say("recap.committed"), _table((say("recap.who"), say("recap.what"), say("recap.by")), rows))
    if recap.practice:
        yield _section(say("recap.practice"), escape(recap.practice))


def _open(recap: Recap, front: fronts.Front) -> Iterator[str]:
    if front.questions:
        asked = [f"**{escape(q)}**" + (f" {escape(about)}" if about else "") for q, about in front.questions]
        yield _section(say("recap.questions"), _bullets(asked))
    if front.next_time:
        yield _section(say("recap.next_time"), "\n\n".join(map(escape, front.next_time)))
    if recap.edits.note:
        yield _section(say("recap.note"), "\n\n".join(map(escape, fronts.lines(recap.edits.note))))
    if front.nothing_settled:
        yield escape(front.nothing_settled)


def _picture(picture: Picture, charts: Iterable[Drawn]) -> Iterator[str]:
    yield "## " + say("recap.detail_of", title=escape(fronts.title_of(picture)))
    yield escape(answered(picture.released))
    for chart in charts:
        yield _chart(chart)
    if picture.findings:
        yield _bullets(f"{escape(finding.text)} *{escape(finding.question)}*" for finding in picture.findings)
    some = picture.released.quantities.values()
    yield _table(
        (say("recap.what"), say("recap.told")), [(getattr(q, "title", ""), "; ".join(told.in_words(q))) for q in some]
    )


def _outcome(outcome: Outcome) -> Iterator[str]:
    yield "## " + say("recap.came_of", title=escape(outcome.title))
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
    yield "## " + say("recap.compared_with", title=escape(recap.last.title), day=day_in_words(recap.last.day))
    if not recap.last.same_rubric:
        yield say("recap.other_rubric")
    for compared in recap.last.compared:
        yield f"**{escape(compared.title)}**. {escape(beside.response(compared))}"
        rows = [(row.title, row.then, row.now, beside.change(row)) for row in compared.rows]
        yield _table((say("recap.what"), say("recap.last"), say("recap.now"), say("recap.change")), rows)
        if compared.left_out:
            yield beside.left_out(compared.left_out)
    if recap.last.decisions:
        yield f"**{say('recap.last_decided')}**\n\n" + _bullets(map(_decision, recap.last.decisions))
    if recap.last.said_no_to:
        yield f"**{say('recap.last_said_no_to')}**\n\n" + _bullets(map(_decision, recap.last.said_no_to))


def _people(recap: Recap) -> Iterator[str]:
    if recap.took_part:
        yield _section(say("recap.took_part"), escape(", ".join(recap.took_part)))


def _chart(chart: Drawn) -> str:
    text = chart.text.removeprefix(f"{chart.title}: ")
    return f"**{escape(chart.title)}**: {escape(text)}"


def _decision(decision: Decision) -> str:
    more = " · ".join(fronts.particulars(decision))
    return escape(decision.text) + (f" ({escape(more)})" if more else "")


def _section(heading: str, text: str) -> str:
    return f"## {heading}\n\n{text}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(escape, row)) + " |" for row in rows)])
