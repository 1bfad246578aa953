"""The sentences that the server and its rooms say to people: `strings.en.yaml` beside this file, key -> sentence.

An exercise's own words lie in its folder, those of the pages' scripts in web/. tests/test_catalogue.py holds the keys
and places against the sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import bidirectional

from alignlab.model.language import Catalogue

ROOM = Catalogue("alignlab.model")
PHONE = Catalogue("alignlab.web", "strings.{}.json")
DESK = Catalogue("alignlab.web", "strings.desk.{}.json")
CELL = Catalogue("alignlab.web", "strings.cell.{}.json")
"""What the scripts say: of the phones' page, of console and screen, of all three in a notebook's cell."""


def sentences() -> Mapping[str, str]:
    """The whole catalogue: dotted key -> sentence with {places} to fill."""
    return ROOM.words()


def apart(part: object) -> object:
    """Words from right to left, isolated: in a sentence they keep their order and do not turn what is around them."""
    turns = isinstance(part, str) and any(bidirectional(sign) in ("R", "AL") for sign in part)
    return f"\u2068{part}\u2069" if turns else part


def say(key: str, /, **parts: object) -> str:
    """The sentence of this key with its places filled. Braces within `parts` are left as they are.

    Raises LookupError, a mistake in the program, where the key or one of the sentence's places is unknown.
    """
    sentence = sentences().get(key)
    if sentence is None:
        raise LookupError(f"alignlab/model/strings.en.yaml has no sentence {key!r}. Add it, or correct the key.")
    try:
        return sentence.format(**{place: apart(part) for place, part in parts.items()})
    except LookupError as error:
        given = ", ".join(sorted(parts)) or "nothing"
        raise LookupError(f"The sentence {key!r} has the place {error}; given is {given}. Pass it to say().") from error
