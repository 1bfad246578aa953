"""The word lists of words.yaml, ready to look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

_SEPARATORS = re.compile(r"[\s_\-/–:*?]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"^(.*?)\s*[(\[（［]([^()\[\]（）［］]*)[)\]）］]\s*$")


@dataclass(frozen=True)
class Words:
    """Look-ups by normalised word.

    `headings`: heading -> roles it may have, each with its rank in the list (0 fits best). The others: word -> what it
    stands for.
    """

    headings: Mapping[str, tuple[tuple[str, int], ...]]
    depth_headings: frozenset[str]
    custom_field: frozenset[str]
    levels: Mapping[str, str]
    plain_work: frozenset[str]
    sizes: Mapping[str, str]
    units: Mapping[str, str]
    done: frozenset[str]
    totals: frozenset[str]
    months: Mapping[str, int]
    tools: Mapping[str, tuple[frozenset[str], ...]]
    work_of_goals: frozenset[str]
    seconds: Mapping[str, frozenset[str]]
    milliseconds: Mapping[str, frozenset[str]]
    tool_units: Mapping[str, str]


def tool_of(headers: Iterable[str]) -> str:
    """The tool whose headings these are, "" if it is none that is known."""
    there = {normalise(header) for header in headers}
    return next((tool for tool, sets in words().tools.items() if any(one <= there for one in sets)), "")


def normalise(text: str) -> str:
    """A heading or word without case, line breaks and separators: "Parent_ID*" and "parentId" become "parent id"."""
    if " " not in text:
        text = _CAMEL.sub(" ", text)
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return _SEPARATORS.sub(" ", folded).strip(" '\"")


def split_brackets(heading: str) -> tuple[str, str]:
    """("Effort", "PD") for "Effort (PD)"; the second is empty without brackets at the end."""
    found = _BRACKETS.match(heading.strip())
    return (found[1], found[2]) if found and found[1] else (heading, "")


@lru_cache(maxsize=1)
def words() -> Words:
    """All word lists, read once."""
    raw = yaml.safe_load(files("alignlab.imports").joinpath("words.yaml").read_text(encoding="utf-8"))
    return Words(
        headings=_headings(raw["headings"]),
        depth_headings=_set(raw["depth_headings"]),
        custom_field=_set(raw["custom_field"]),
        levels=_inverse(raw["levels"]),
        plain_work=_set(raw["plain_work"]),
        sizes=_inverse(raw["sizes"]),
        units=_inverse(raw["units"]),
        done=_set(raw["done"]),
        totals=_set(raw["totals"]),
        months={normalise(name): number for number, names in raw["months"].items() for name in names},
        tools={tool: tuple(_set(one) for one in heads) for tool, heads in raw["tools"].items()},
        work_of_goals=_set(raw["work_of_goals"]),
        seconds={tool: _set(heads) for tool, heads in raw["seconds"].items()},
        milliseconds={tool: _set(heads) for tool, heads in raw["milliseconds"].items()},
        tool_units=raw["tool_units"],
    )


def _headings(raw: dict[str, dict[str, list[str]]]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    found: dict[str, dict[str, int]] = {}
    for role, languages in raw.items():
        for synonyms in languages.values():
            for rank, synonym in enumerate(synonyms):
                roles = found.setdefault(normalise(synonym), {})
                roles[role] = min(rank, roles.get(role, rank))
    return {heading: tuple(roles.items()) for heading, roles in found.items()}


def _set(raw: list[str]) -> frozenset[str]:
    return frozenset(normalise(one) for one in raw)


def _inverse(raw: dict[str, list[str]]) -> Mapping[str, str]:
    return {normalise(one): meaning for meaning, synonyms in raw.items() for one in synonyms}
