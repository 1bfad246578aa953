"""Numbers, days and small phrases in words, as findings, charts and pages say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from alignlab.model.catalogue import say
from alignlab.model.measures import Released, YesNo


def number(n: int) -> str:
    """A count in words up to twelve, in digits above."""
    words = say("words.numbers").split(", ")
    return words[n] if 0 <= n < len(words) else str(n)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """The text as it stands within a sentence: its first letter small, unless all its letters are large, or the
    language keeps large letters (as German does for nouns)."""
    small = say("language.inside") == "small" and text[1:2].islower()
    return f"{text[:1].lower()}{text[1:]}" if small else text


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return say("words.and", most=", ".join(items[:-1]), last=items[-1])


def quoted(text: str) -> str:
    """Somebody's words in quotation marks; marks within them become the inner ones."""
    opens, closes, inner_opens, inner_closes = say("words.marks").split()
    within = text.replace(opens, inner_opens).replace(closes, inner_closes)
    return say("words.quote", opens=opens, text=within, closes=closes)


def titled(title: str) -> str:
    """A goal or a piece of work by its name, as it stands within a sentence: whatever the name is, even a sentence of
    its own, one sees where it begins and ends."""
    return quoted(bare(title))


def bare(title: str) -> str:
    """A title without the full stop that a sentence ends with: where it stands before a colon, in a list, in a
    drawing."""
    return title.strip().removesuffix(".") or title


def told(fact: YesNo) -> str:
    """How many of how many, as far as it may be told: "two or fewer of eight", "all but two or fewer of eight"."""
    if fact.told == "few":
        return say("words.few_of", n=number(fact.n))
    if fact.told == "most":
        return say("words.most_of", n=number(fact.n))
    return say("words.count_of", count=number(fact.count or 0), n=number(fact.n))


def answered(released: Released) -> str:
    """Who stands behind a picture, as a sentence: "Eight of us answered.\""""
    if released.n is None:
        return say("words.too_few_answered")
    if not released.n:
        return say("words.nobody_answered")
    return capital(say("words.answered", count=number(released.n)))


def undertaken(when: str, text: str) -> tuple[str, str]:
    """A commitment as a sentence: ("When two goals pull apart, ", "I will ask which comes first"); the occasion may be
    "". People write the words again that such a sentence begins with."""
    first = say("recap.begins").casefold().split(", ")
    if re.split(r"\W", text.casefold(), maxsplit=1)[0] not in first:
        text = say("recap.i_will", text=inside(text))
    opening = rf"^{re.escape(say('recap.when_word'))}\s+"
    occasion = re.sub(opening, "", when.rstrip(" ,.:…"), flags=re.IGNORECASE)
    return (f"{say('recap.when', occasion=occasion)} " if occasion else "", text)


def day_in_words(day: date | str) -> str:
    """ "22 February 2027". `day`: also as YYYY-MM-DD; ValueError if it is none."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    months = say("words.months").split(", ")
    return say("words.day", day=found.day, month=months[found.month - 1], year=found.year)
