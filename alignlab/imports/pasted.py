"""Pasted text -> rows."""

from __future__ import annotations

import csv
import io
import re

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
    return [[stripped] if (stripped := _BULLET.sub(r"\1", line)).strip() else [] for line in lines], True
