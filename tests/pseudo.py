"""Helpers of the tests: a language that nobody speaks, with which untranslated words stand out.

Every letter of every sentence of our catalogues has an accent in it. A plain letter on a page is a word that somebody
typed, the workshop's content (rubric, plan, guide: files of their own), or a word that stands in no catalogue.
"""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

import rubric
from alignlab import resources
from alignlab.exercises.stage_self_placement.setup import Setup
from alignlab.languages import catalogues
from alignlab.model.language import Language

CODE = "qps"
SET = {"language.direction": "rtl"}  # of a language's own ways
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçďéƒğĥíĵķłɱñóƥɋřšťúṽŵẋýžÁɃÇĎÉƑĞĤÍĴĶŁⱮÑÓƤɊŘŠŤÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_KEPT = re.compile(r"(\{[^}]*\})")
WORD = re.compile(r"[A-Za-z]{3,}")


def pseudo(sentence: str) -> str:
    """The sentence with an accent on every letter; {places} stay."""
    return "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in _KEPT.split(sentence))


def written(folder: Path, leave_out: Iterable[str] = ()) -> Language:
    """The language with its files in this folder; the keys to leave out stay English."""
    for catalogue in catalogues():
        words = {
            key: SET.get(key, sentence) if key.startswith("language.") else pseudo(sentence)
            for key, sentence in catalogue.words().items()
            if key not in leave_out
        }
        file = folder / catalogue.package / catalogue.name.format(CODE)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")  # which is YAML too
    return Language(CODE, folder)


def forget() -> None:
    """Empty alignlab's caches: a program speaks one language, and some keep what was said in it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "alignlab":
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON-like value; keys are no texts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


@functools.cache
def content() -> tuple[str, ...]:
    """The texts of rubric, plans, samples and guide, the longest first."""
    found: set[str] = set()
    roots = [Path(rubric.__file__).parent, resources.path("plans"), Path(resources.__file__).parent / "exercises"]
    for root in roots:
        for path in root.rglob("*.yaml"):
            if not path.name.startswith("strings.") and "cases" not in path.parts:
                found |= set(texts_in(yaml.safe_load(path.read_text(encoding="utf-8"))))
    for path in resources.path("facilitator_guide").glob("*.md"):
        head = path.read_text(encoding="utf-8").split("---\n")[1]
        found |= set(texts_in(yaml.safe_load(head)))
    setup = Setup.model_validate({})
    found |= {stage.short for stage in setup.stages} | set(setup.themes.values())
    parts = {part.strip() for text in found for part in re.split(r"\{[^}]*\}", text)}  # between the blanks to fill
    return tuple(sorted((part for part in parts if len(part) > 2), key=len, reverse=True))
