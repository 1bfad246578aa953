"""What the commands print on. Names, titles and paths are other people's words: nothing in them is markup."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text


def terminal(*, quiet: bool = False) -> Console:
    """Standard output. `quiet`: print nothing, as a program reads it."""
    return Console(highlight=False, markup=False, emoji=False, quiet=quiet)


def bold(first: str, *rest: str) -> Text:
    """A line of which the first part is bold, and every second one after it."""
    return Text.assemble(*((part, "bold" if at % 2 == 0 else "") for at, part in enumerate((first, *rest))))


def columns(console: Console, rows: list[tuple[Text, ...]]) -> None:
    """Rows in columns of which the last one wraps; where no terminal is, a line a row."""
    if not console.is_terminal:
        for row in rows:
            console.print(Text("  ").join(row), soft_wrap=True)
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        grid.add_row(*row)
    console.print(grid)
