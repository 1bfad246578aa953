"""The preview of an import for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignlab.imports.result import Import, Preview, PreviewColumn

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

ROLE_WORDS = {
    "id": "id",
    "key": "key",
    "title": "title",
    "goal_title": "goal",
    "titles": "title, by depth",
    "description": "description",
    "status": "status",
    "level": "kind or level",
    "parent_id": "belongs to (id)",
    "parent_key": "belongs to (key)",
    "parent": "belongs to",
    "parent_title": "belongs to (title)",
    "mission": "mission",
    "company_goal": "company goal",
    "goal": "serves goal",
    "owner_team": "owner team",
    "person": "person, hidden",
    "capacity": "capacity",
    "size": "size",
    "share": "announced share",
    "date": "date",
    "link": "link",
    "labels": "labels",
    "outline": "outline number",
    "depth": "depth",
    "": "extra",
}
_DOUBTS = {"likely": "?", "guess": "??"}
_MOST_COLUMNS = 8
_MOST_LEFT_OUT = 10


def render(import_: Import, rows: int = 10) -> Group:
    """What was read as something rich can print: counts, first rows with guessed roles, remarks, rows left out.

    Hidden columns and extras are named below the table, not shown in it. "?" marks a likely guess, "??" an unsure one.
    """
    from rich.console import Group
    from rich.text import Text

    preview = import_.preview(rows)
    parts: list[Text | Table] = [Text(preview.title, style="bold"), Text(preview.counts), _table(preview)]
    for heading, names in (("Kept as extras", import_.extras), ("Hidden, names of people", import_.hidden)):
        if names:
            parts.append(Text(f"{heading}: {', '.join(dict.fromkeys(names))}"))
    parts += [Text(f"! {warning}", style="yellow") for warning in preview.warnings]
    parts += [Text(f"Row {one.row} left out: {one.why}. {one.text}") for one in preview.left_out[:_MOST_LEFT_OUT]]
    if len(preview.left_out) > _MOST_LEFT_OUT:
        parts.append(Text(f"… and {len(preview.left_out) - _MOST_LEFT_OUT} more rows left out"))
    return Group(*parts)


def role_words(column: PreviewColumn) -> str:
    """A column's role in plain words, with a question mark where it was guessed."""
    doubt = _DOUBTS.get(column.confidence or "", "")
    return f"{ROLE_WORDS.get(column.role, column.role)} {doubt}".strip()


def _table(preview: Preview) -> Table:
    from rich.table import Table
    from rich.text import Text

    shown = [
        index for index, column in enumerate(preview.columns) if column.role not in ("", "extra", "date", "person")
    ][:_MOST_COLUMNS]
    table = Table(show_lines=False)
    table.add_column("row", justify="right")
    for index in shown:
        column = preview.columns[index]
        # Text, not str: a file's cells must not be read as rich's markup
        table.add_column(Text(f"{column.header}\n{role_words(column)}"), overflow="ellipsis", max_width=40)
    for row in preview.rows:
        table.add_row(str(row.number), *(Text(row.cells[index]) for index in shown))
    if preview.more_rows:
        table.caption = f"and {preview.more_rows} more rows"
    return table
