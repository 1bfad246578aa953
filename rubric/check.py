"""What a statement needs, by the kind of its section. Pure: yields (field, sentence) for each fault."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rubric.model import suggest
from rubric.parts import MAX_RATED_WORDS, Section, Statement


def statement_faults(statement: Statement, section: Section, themes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Faults of one statement; the field is where to look, or "" for the statement itself."""
    if statement.rateable:
        yield from _rated(statement)
    if section.kind == "anchor":
        yield from _anchor(statement)
    if section.kind == "pick" and themes and statement.theme is None:
        yield "", f"`theme` is missing. Give one of: {', '.join(themes)}."
    if statement.theme is not None and statement.theme not in themes:
        yield "theme", f"The theme {statement.theme!r} is not in `themes`.{suggest(statement.theme, themes)}"


def count_words(text: str) -> int:
    """Words as a reader counts them: a dash or an emoji alone is none."""
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def _rated(statement: Statement) -> Iterator[tuple[str, str]]:
    words = count_words(statement.text)
    if words > MAX_RATED_WORDS:
        yield (
            "text",
            f"A rated statement has at most {MAX_RATED_WORDS} words; this one has {words}. "
            "Say one act that others can see, or set `rateable: false`.",
        )
    if not statement.for_instance:
        yield "", "`for_instance` is missing. Add one concrete example, or set `rateable: false`."


def _anchor(statement: Statement) -> Iterator[tuple[str, str]]:
    for name, value in (("from", statement.from_), ("to", statement.to)):
        if not value:
            yield "", f"`{name}` is missing. An anchor statement has a `from` and a `to`."
