"""How wide a text is, and where its lines break, for drawings that are made where no font is at hand."""

from __future__ import annotations

import functools
import re
import unicodedata

_EMS = {  # of the widest of the usual system fonts, DejaVu Sans; all others fit where it fits
    **dict.fromkeys("ilj.,:;|!'’", 0.31),
    **dict.fromkeys("tfrI ()[]-", 0.39),
    **dict.fromkeys("mMW%@", 0.95),
    "w": 0.82,
}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


def width_of(text: str, size: float) -> float:
    """About how wide this text is, in CSS pixels: no font is at hand where the drawing is made."""
    return sum(_em(character) for character in text) * size


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return _EMS.get(character, 0.7 if character.isupper() else 0.61)


BOLD = 1.14  # times as wide


def wrap(text: str, width: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in at most so many lines of this width; what does not fit ends in "…"."""
    return list(_wrapped(text, width / (BOLD if bold else 1), size, most))


@functools.lru_cache(maxsize=2_000)  # a map is laid out several times to find out what one page holds
def _wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    lines: list[str] = [""]
    for word in _words(_UNSEEN.sub(" ", text), width, size):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, size))


def _words(text: str, width: float, size: float) -> list[str]:
    """Words; one that is wider than a line is broken."""
    found: list[str] = []
    for word in text.split():
        piece = ""
        for character in word:
            if piece and width_of(piece + character, size) > width:
                found.append(piece)
                piece = ""
            piece += character
        found.append(piece)
    return found


def _cut(text: str, width: float, size: float) -> str:
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
