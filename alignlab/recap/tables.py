"""The tables of a recap, for spreadsheets and programs; `fields.COLUMNS` says what their columns mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alignlab.model.outcome import Sheet
from alignlab.recap import told
from alignlab.recap.compare import Share
from alignlab.recap.model import Picture, Recap

Row = Sequence[str | int | float | bool | None]


def tables(recap: Recap) -> dict[str, list[Row]]:
    """Table -> rows, with the columns of `fields.COLUMNS`. Empty cells are None."""
    refused = [("no", decision) for decision in recap.said_no_to]
    decided = [("yes", decision) for decision in recap.decisions]
    return {
        "session": [_session(recap)],
        "findings": _findings(recap),
        "counts": _counts(recap),
        "decisions": [(kind, d.text, d.owner, d.by, d.first_step, d.until) for kind, d in (*decided, *refused)],
        "commitments": [(c.name, c.when, c.text, c.by) for c in recap.commitments],
        "people": [(name,) for name in recap.took_part],
        "outcomes": [(o.step, o.exercise, o.title, text) for o in recap.outcomes for text in o.sentences],
        "last_time": _last_time(recap),
    }


def _session(recap: Recap) -> Row:
    days = [day.isoformat() for day in recap.dates]
    rubric = (recap.rubric.id, recap.rubric.version, recap.rubric.fingerprint)
    edits = recap.edits
    told_by_host = (edits.headline, edits.ask, edits.next_date, edits.next_day, edits.note)
    who = (recap.code, recap.title, recap.team, recap.host, recap.plan)
    when = (days[0] if days else None, days[-1] if days else None, recap.delete_after.isoformat())
    return (
        *who,
        *when,
        recap.joined,
        recap.audience,
        recap.shared,
        recap.simulated,
        recap.practice,
        *told_by_host,
        *rubric,
        recap.log_fingerprint,
    )


def _findings(recap: Recap) -> list[Row]:
    return [
        (*_place(picture), f.id, f.kind, f.id in picture.picks, f.text, f.question)
        for picture in recap.pictures
        for f in picture.findings
    ]


def _place(picture: Picture) -> tuple[str, int, str, str]:
    return picture.step, picture.round, picture.exercise, picture.privacy


def _counts(recap: Recap) -> list[Row]:
    return [(*_place(p), p.released.n, *_cells(line)) for p in recap.pictures for line in told.lines(p.released)]


def _cells(line: told.Line) -> Row:
    head = (line.quantity, line.type, line.title, line.told, line.cell, line.label)
    return (*head, line.count, line.value, line.low, line.high, line.unit, line.n)


def _last_time(recap: Recap) -> list[Row]:
    compared = recap.last.compared if recap.last else ()
    return [
        (
            *(c.step, c.exercise, c.privacy, row.title, row.then, row.now),
            *(*_ends(row.then_share), *_ends(row.now_share)),
            *(row.change, row.towards, c.then_answered, c.then_joined, c.now_answered, c.now_joined),
        )
        for c in compared
        for row in c.rows
    ]


def _ends(share: Share | None) -> tuple[float | None, float | None]:
    return (share.low, share.high) if share else (None, None)


def outcome_tables(recap: Recap) -> dict[str, Sheet]:
    """Name of a file or sheet -> a table that an exercise tells. A name is short, plain and unique."""
    found: dict[str, Sheet] = {}
    for outcome in recap.outcomes:
        for sheet in outcome.tables:
            plain = _plain(f"{outcome.step}_{sheet.id}") or "table"
            found[f"{len(found) + 1:02}_{plain}"] = sheet
    return found


def outcome_drawings(recap: Recap) -> dict[str, str]:
    """Name of a file -> a drawing that an exercise tells, as SVG."""
    drawings = [(outcome.step, drawing) for outcome in recap.outcomes for drawing in outcome.drawings]
    return {
        f"{place:02}_{_plain(f'{step}_{drawing.id}') or 'drawing'}.svg": drawing.svg
        for place, (step, drawing) in enumerate(drawings, start=1)
    }


def outcome_maps(recap: Recap) -> dict[str, str]:
    """Name of a file -> a map that an exercise tells, as JSON."""
    maps = [(outcome.step, outcome.map) for outcome in recap.outcomes if outcome.map is not None]
    return {
        f"{place:02}_{_plain(f'{step}_map')}.json": found.model_dump_json(indent=1) + "\n"
        for place, (step, found) in enumerate(maps, start=1)
    }


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:24]
