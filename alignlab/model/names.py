"""Names that people give themselves: what is kept of them, and when two of them look the same."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"  # within Persian words and emoji families
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that draw nothing
_FLAGS = re.compile("\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f")  # Scotland, Wales, …: the only use of tags


def visible(name: str) -> str:
    """The name on one line, without what cannot be seen or turns the direction of the text around it."""
    kept: list[str] = []
    place = 0
    for flag in _FLAGS.finditer(name):
        kept += [*_seen(name[place : flag.start()]), flag[0]]
        place = flag.end()
    return " ".join("".join([*kept, *_seen(name[place:])]).split()).strip(_JOINERS + " ")


def _seen(text: str) -> list[str]:
    return [sign for sign in text if sign in _JOINERS or sign.isspace() or _draws(sign)]


def _draws(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Co") and sign not in _BLANKS


def look(name: str) -> str:
    """Equal for two names that a list would show alike: case, width, joiners and variants make no difference."""
    plain = unicodedata.normalize("NFKC", visible(name)).casefold()
    return "".join(sign for sign in plain if sign not in _JOINERS and not "\ufe00" <= sign <= "\ufe0f")
