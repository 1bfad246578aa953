"""Recaps for other programs: HTML, Markdown, JSON, CSV and Excel tables whose columns are documented, a calendar."""

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
from alignlab.recap.calendar import calendar
from alignlab.recap.charts import Charts
from alignlab.recap.fields import COLUMNS, fields_text
from alignlab.recap.file import replace_file, text_of
from alignlab.recap.markdown import markdown
from alignlab.recap.model import Recap
from alignlab.recap.page import page
from alignlab.recap.tables import Row, outcome_drawings, outcome_maps, outcome_tables, tables
from alignlab.recap.workbook import workbook

Format = Literal["html", "md", "xlsx", "csv", "json", "ics"]
FORMATS: tuple[Format, ...] = get_args(Format)
ENDINGS: Mapping[Format, str] = {
    "html": ".html",
    "md": ".md",
    "xlsx": ".xlsx",
    "csv": ".zip",
    "json": ".json",
    "ics": ".ics",
}

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same recap gives the same bytes


def export(recap: Recap, format_: str, out: Path, charts: Charts) -> Path:
    """Write the recap and give the file's path. `out` is a file, or a folder (what has no ending) in which it gets the
    session's code.

    CSV is several tables and the description of their columns, so it becomes a .zip of them. Raises InvalidInput for an
    unknown format, StoreError or CannotSave where nothing can be written.
    """
    if format_ not in FORMATS:
        raise InvalidInput(f"There is no export {format_!r}. Choose one of: {', '.join(FORMATS)}.")
    path = out / file_name(recap, format_) if out.is_dir() or not out.suffix else out
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content(recap, format_, charts))
    except OSError as error:
        raise cannot_use(path, error) from error
    return path


def file_name(recap: Recap, format_: Format) -> str:
    """What the file is called: the session's code; the version for leadership has a name that does not tell it."""
    days = "-".join(day.isoformat() for day in recap.dates[-1:])
    return f"{recap.code or f'for-leadership-{days}'}{ENDINGS[format_]}"


def content(recap: Recap, format_: Format, charts: Charts) -> bytes:
    """What the exported file holds."""
    makers: dict[Format, Callable[[], bytes]] = {
        "html": lambda: page(recap, charts).encode(),
        "csv": lambda: _zipped(csv_files(recap)),
        "json": lambda: text_of(recap).encode(),
        "md": lambda: markdown(recap, charts).encode(),
        "xlsx": lambda: workbook(recap),
        "ics": lambda: calendar(recap).encode(),
    }
    return makers[format_]()


def csv_files(recap: Recap) -> dict[str, str]:
    """File name -> content: one CSV a table, one SVG a drawing, one JSON a map, and README.md, which says what each
    column and field means."""
    files = {f"{name}.csv": _csv(list(COLUMNS[name]), rows) for name, rows in tables(recap).items()}
    sheets = outcome_tables(recap)
    files |= {f"{name}.csv": _csv(sheet.columns, sheet.rows) for name, sheet in sheets.items()}
    return {**files, **outcome_drawings(recap), **outcome_maps(recap), "README.md": fields_text(sheets)}


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
