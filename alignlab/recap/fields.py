"""What the columns of exported tables and the fields of recaps/CODE.json mean; README.md of every CSV export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import get_args, get_origin

from alignlab.model.base import Frozen
from alignlab.model.outcome import Sheet
from alignlab.recap.markdown import escape
from alignlab.recap.model import Recap

_PICTURE = {
    "step": "id of the step in the plan",
    "round": "1 for the first vote, 2 for a second one",
    "exercise": "id of the exercise",
    "privacy": "about_me (told coarsely, from 5 people), about_work (exact counts, from 3 people) or named",
}

COLUMNS: dict[str, dict[str, str]] = {
    "session": {
        "code": "the session's code",
        "title": "its title",
        "team": "the team's name, if the session has one",
        "host": "the facilitator's name",
        "plan": "title of the plan",
        "first_day": "YYYY-MM-DD",
        "last_day": "YYYY-MM-DD",
        "delete_after": "YYYY-MM-DD: the first time alignlab runs after this day the answers are deleted",
        "joined": "how many people took part",
        "audience": "team, or leadership: without anything of steps about people",
        "shared": "false: a draft that the host has not shared yet",
        "simulated": "true: a rehearsal, all people are simulated",
        "practice": "the one practice that the group tried together",
        "headline": "the host's heading, if they wrote one",
        "ask": "what we ask leadership for",
        "next_date": "when we meet again, in the host's words",
        "next_day": "the day on which we meet again, YYYY-MM-DD",
        "note": "a note from the host",
        "rubric": "id of the ladder",
        "rubric_version": "its version",
        "rubric_fingerprint": "digest of its content",
        "log_fingerprint": "head of the event log's hash chain",
    },
    "findings": {
        **_PICTURE,
        "finding": "id of the finding",
        "kind": "strength, difference, gap, place, spread, note or nothing",
        "picked": "true: it stood on the wall",
        "text": "one sentence",
        "question": "the open question that belongs to it",
    },
    "counts": {
        **_PICTURE,
        "answered": "how many answered the step; empty where not even that may be told",
        "quantity": "id of what was counted",
        "type": "yes_no, spread, bars, picks, counts, number, quotes or withheld",
        "title": "its title",
        "told": "few (two or fewer), count (the number itself), most (all but two or fewer), low, median, high (of a "
        "spread), three or more, theme, value, text, nothing (withheld)",
        "cell": "id of the answer; several that are told together are joined with +",
        "label": "its words; the text of a quote; the reason why something is withheld",
        "count": "how many people; empty where the number is not told",
        "value": "a number made of the answers",
        "low": "lower end of its range",
        "high": "upper end of its range",
        "unit": "unit of the three",
        "n": "of how many people",
    },
    "decisions": {
        "decided": "yes: to do it; no: not to do it",
        "text": "the whole sentence",
        "owner": "who sees to it",
        "by": "until when, in the words of the room",
        "first_step": "what happens first",
        "until": "for a no: until when it holds",
    },
    "commitments": {
        "name": "who shared it, by their own tap",
        "when": "the occasion: when this happens, I will …",
        "text": "what they will do",
        "by": "until when, in their words",
    },
    "people": {"name": "who took part and agreed that their name stands here"},
    "outcomes": {
        "step": _PICTURE["step"],
        "exercise": _PICTURE["exercise"],
        "title": "the step's title",
        "sentence": "what was settled",
    },
    "last_time": {
        "step": _PICTURE["step"],
        "exercise": _PICTURE["exercise"],
        "privacy": _PICTURE["privacy"],
        "title": "what was asked both times, in the same words",
        "then": "what was told last time",
        "now": "what is told this time",
        "then_low": "its share last time, 0 to 1; told coarsely, so from low …",
        "then_high": "… to high",
        "now_low": "its share this time, from low …",
        "now_high": "… to high",
        "change": "none (no clear change), more or fewer of us, up or down the scale; empty where it is not judged",
        "towards": "for up and down: the end of the scale",
        "then_answered": "how many answered last time",
        "then_joined": "of how many who were there",
        "now_answered": "how many answered this time",
        "now_joined": "of how many who were there",
    },
}
"""Table -> column -> meaning."""

_INTRO = """# What is in these files

The one row of `session.csv` is the session. All numbers are those that the room saw: the event log has each of
them in an event `step shown`. No file holds an answer of a person. Files are UTF-8, separated by commas. A text that a
spreadsheet could run as a formula begins with an apostrophe.
"""


def fields_text(outcomes: Mapping[str, Sheet] = MappingProxyType({})) -> str:
    """The documentation as Markdown. `outcomes`: the tables that exercises tell, by file name."""
    parts = [_INTRO]
    for table, columns in COLUMNS.items():
        parts += [f"## {table}.csv\n", _list(columns.items())]
    for name, sheet in outcomes.items():
        headings = ", ".join(escape(column) for column in sheet.columns)
        parts += [f"## {name}.csv\n", f"{escape(sheet.title)}. Columns: {headings}\n"]
    parts += ["## …_map.json\n", "The whole map of a step: what `outcomes[].map` is in CODE.json, described there.\n"]
    parts += ["## CODE.json\n", _list(_fields(Recap))]
    return "\n".join(parts)


def _list(entries: Iterable[tuple[str, str]]) -> str:
    return "".join(f"- `{name}`: {meaning}\n" for name, meaning in entries)


def _fields(model: type[Frozen], before: str = "") -> Iterator[tuple[str, str]]:
    """(dotted name, description) of each field, inner ones after their own."""
    for name, field in model.model_fields.items():
        inner = next((t for t in (field.annotation, *get_args(field.annotation)) if _is_ours(t)), None)
        many = "[]" if get_origin(field.annotation) is tuple else ""
        yield f"{before}{name}{many}", field.description or ""
        if inner is not None:
            yield from _fields(inner, f"{before}{name}{many}.")


def _is_ours(annotation: object) -> bool:
    own = (Recap.__module__, "alignlab.recap.compare", "alignlab.model.outcome")
    return isinstance(annotation, type) and issubclass(annotation, Frozen) and annotation.__module__ in own
