"""The sentences that the room itself says to people: `strings.en.yaml` beside this file, key -> sentence.

An exercise's own words lie in its folder. tests/test_catalogue.py holds the keys and places against the sources.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from unicodedata import bidirectional

import yaml


@functools.cache
def sentences() -> Mapping[str, str]:
    """The whole catalogue: dotted key -> sentence with {places} to fill."""
    text = resources.files("alignlab.model").joinpath("strings.en.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


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
