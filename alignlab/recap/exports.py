"""Recaps for other programs: HTML, Markdown, JSON, and CSV tables whose columns are documented beside them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from alignlab.errors import InvalidInput
from alignlab.log.home import cannot_use
from alignlab.model.cells import neutralise
from alignlab.recap import told
from alignlab.recap.charts import Charts
from alignlab.recap.fields import COLUMNS, fields_text
from alignlab.recap.file import replace_file, text_of
from alignlab.recap.markdown import markdown
from alignlab.recap.model import Picture, Recap
from alignlab.recap.page import page

Format = Literal["html", "csv", "json", "md"]
FORMATS: tuple[Format, ...] = get_args(Format)
ENDINGS: Mapping[Format, str] = {"html": ".html", "csv": ".zip", "json": ".json", "md": ".md"}

Row = Sequence[str | int | float | bool | None]
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same recap gives the same bytes


def export(recap: Recap, format_: str, out: Path, charts: Charts) -> Path:
    """Write the recap and give the file's path. `out` is a file, or a folder in which it gets the session's code.

    CSV is several tables and the description of their columns, so it becomes a .zip of them. Raises InvalidInput for an
    unknown format, StoreError or CannotSave where nothing can be written.
    """
    if format_ not in FORMATS:
        raise InvalidInput(f"There is no export {format_!r}. Choose one of: {', '.join(FORMATS)}.")
    path = out / f"{recap.code}{ENDINGS[format_]}" if out.is_dir() else out
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content(recap, format_, charts))
    except OSError as error:
        raise cannot_use(path, error) from error
    return path


def content(recap: Recap, format_: Format, charts: Charts) -> bytes:
    """What the exported file holds."""
    makers: dict[Format, Callable[[], bytes]] = {
        "html": lambda: page(recap, charts).encode(),
        "csv": lambda: _zipped(csv_files(recap)),
        "json": lambda: text_of(recap).encode(),
        "md": lambda: markdown(recap, charts).encode(),
    }
    return makers[format_]()


def csv_files(recap: Recap) -> dict[str, str]:
    """File name -> content: one CSV a table, and README.md, which says what each column means."""
    files = {f"{name}.csv": _csv(list(COLUMNS[name]), rows) for name, rows in tables(recap).items()}
    return {**files, "README.md": fields_text()}


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
    }


def _session(recap: Recap) -> Row:
    days = [day.isoformat() for day in recap.dates]
    rubric = (recap.rubric.id, recap.rubric.version, recap.rubric.fingerprint)
    told_by_host = (recap.edits.headline, recap.edits.next_date, recap.edits.note)
    who = (recap.code, recap.title, recap.team, recap.host, recap.plan)
    when = (days[0] if days else None, days[-1] if days else None, recap.delete_after.isoformat())
    return (*who, *when, recap.joined, recap.simulated, recap.practice, *told_by_host, *rubric, recap.log_fingerprint)


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


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()  # with the mark by which spreadsheets know UTF-8


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutralise(value) if isinstance(value, str) else value


def _zipped(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
