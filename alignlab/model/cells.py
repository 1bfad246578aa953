"""Cells of exported tables: text that a spreadsheet must not take for a formula."""

from __future__ import annotations

GUARD = "'"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet could run it as a formula; otherwise as it is.

    Applies to text only: write numbers as numbers.
    """
    return GUARD + cell if cell.startswith(_FORMULA_STARTS) else cell


def restore(cell: str) -> str:
    """Undo `neutralise`, so that our own exports come back as they were."""
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(_FORMULA_STARTS) else cell
