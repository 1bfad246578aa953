"""Pasted text -> rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_BULLET = re.compile(r"^(\s*)(?:(?:[-*+•‣◦▪●○·–—→☐☑☒✓✔]|\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-z]\))\s+)?(?:\[[ xX]?\]\s+)?")


def rows_of_lines(text: str) -> tuple[list[list[str]], bool]:
    """Rows of pasted text, and whether it is a plain list (one cell a row, indentation kept) rather than cells.

    Most lines of copied cells have a tab between words; tabs in front of words only indent.
    """
    lines = text.lstrip("\ufeff").splitlines()
    filled = [line for line in lines if line.strip()]
    with_tabs = sum("\t" in line.strip() for line in filled)
    if with_tabs > 0.6 * len(filled):
        return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter="\t")), False
    return without_bullets([[line] for line in lines]), True


def without_bullets(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Lines of a plain list without what stands in front of them, indentation kept; blank ones are empty rows."""
    bare = (_BULLET.sub(r"\1", row[0]) if row else "" for row in rows)
    return [[line] if line.strip() else [] for line in bare]
