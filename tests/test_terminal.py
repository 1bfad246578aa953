"""What the commands print on: other people's words are printed as they are, and fit a narrow window."""

from __future__ import annotations

import io

import pytest
from rich.text import Text

from alignlab import terminal


def test_names_and_paths_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    console = terminal.terminal()
    console.print("Maya [/b] [red]x :smile:")
    console.print(terminal.bold("[/i]", " http://[fd00::2]:8765/ ", "[bold]"))
    assert capsys.readouterr().out == "Maya [/b] [red]x :smile:\n[/i] http://[fd00::2]:8765/ [bold]\n"


@pytest.mark.parametrize("narrow", [True, False])
def test_the_last_column_wraps_in_a_window_and_is_one_line_in_a_pipe(narrow: bool) -> None:
    console = terminal.terminal()
    console.file, console._force_terminal, console.width = io.StringIO(), narrow, 30
    terminal.columns(console, [(Text("good"), Text("Port"), Text("8765 is free, and so are many others."))])
    lines = console.file.getvalue().splitlines()
    assert [len(line) <= 30 for line in lines] == ([True] * len(lines) if narrow else [False])
    assert (len(lines) > 1) is narrow
