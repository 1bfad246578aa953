"""The sentences that the server and its rooms say to people: `strings.en.yaml` beside this file, key -> sentence.

An exercise's own words lie in its folder, those of the pages' scripts in web/. tests/test_catalogue.py holds the keys
and places against the sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alignlab.model.language import Catalogue

ROOM = Catalogue("alignlab.model")
PHONE = Catalogue("alignlab.web", "strings.{}.json")
DESK = Catalogue("alignlab.web", "strings.desk.{}.json")
CELL = Catalogue("alignlab.web", "strings.cell.{}.json")
"""What the scripts say: of the phones' page, of console and screen, of all three in a notebook's cell."""


def sentences() -> Mapping[str, str]:
    """The whole catalogue: dotted key -> sentence with {places} to fill."""
    return ROOM.words()


_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # letters of scripts from right to left
_NO_NUMBER = re.compile(r"\D")
_ISOLATE = "\u2068"
_MARK = {False: "\u200e", True: "\u200f"}  # of a sentence from right to left


def filled(sentence: str, parts: Mapping[str, object]) -> str:
    """The sentence with these in its places. Words that run the other way than the sentence are isolated: they keep
    their order and do not turn what is around them. A sentence that begins with such has a mark before it, as a page's
    `dir="auto"` goes by the first letter."""
    right = _RIGHT.search(sentence) is not None
    turns = _NO_NUMBER if right else _RIGHT
    text = sentence.format(**{place: _apart(part, turns) for place, part in parts.items()})
    return f"{_MARK[right]}{text}" if text.startswith(_ISOLATE) else text


def _apart(part: object, turns: re.Pattern[str]) -> object:
    return f"{_ISOLATE}{part}\u2069" if isinstance(part, str) and turns.search(part) else part


def say(key: str, /, **parts: object) -> str:
    """The sentence of this key with its places filled. Braces within `parts` are left as they are.

    Raises LookupError, a mistake in the program, where the key or one of the sentence's places is unknown.
    """
    sentence = sentences().get(key)
    if sentence is None:
        raise LookupError(f"alignlab/model/strings.en.yaml has no sentence {key!r}. Add it, or correct the key.")
    try:
        return filled(sentence, parts)
    except LookupError as error:
        given = ", ".join(sorted(parts)) or "nothing"
        raise LookupError(f"The sentence {key!r} has the place {error}; given is {given}. Pass it to say().") from error
