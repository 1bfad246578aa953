"""Numbers and small phrases in words, as findings, charts and pages say them."""

from __future__ import annotations

from collections.abc import Sequence

from alignlab.model.measures import Released, YesNo

_NUMBERS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def number(n: int) -> str:
    """A count in words up to twelve, in digits above."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str], *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def told(fact: YesNo) -> str:
    """How many of how many, as far as it may be told: "two or fewer of eight", "all but two or fewer of eight"."""
    if fact.told == "few":
        return f"two or fewer of {number(fact.n)}"
    if fact.told == "most":
        return f"all but two or fewer of {number(fact.n)}"
    return f"{number(fact.count or 0)} of {number(fact.n)}"


def answered(released: Released) -> str:
    """Who stands behind a picture, as a sentence: "Eight of us answered.\""""
    if released.n is None:
        return "Fewer of us answered than a picture needs."
    return f"{capital(number(released.n))} of us answered." if released.n else "Nobody answered."
