"""The one language that a program speaks, and the catalogues in it.

A catalogue is a file `strings.en.yaml` or `.json` of a package, key -> sentence. Another language's file has the same
name with its own code, and lies beside the English one or in `<package>/` of the folder of languages. What it lacks is
said in English. CONTRIBUTING.md, *Add a language*.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

import yaml

from alignlab.errors import InvalidInput

ENGLISH = "en"
_PLACE = re.compile(r"\{(\w*)")


@dataclass(frozen=True, slots=True)
class Language:
    """`code` as it stands in `<html lang>` and in the names of its files. `folder`: where its files are looked for
    before those beside the English ones."""

    code: str = ENGLISH
    folder: Path | None = None


_spoken = [Language()]  # the last one counts


def spoken() -> Language:
    """What this process speaks now."""
    return _spoken[-1]


def speak(language: Language) -> None:
    """Speak this language from now on: for a process that does one thing, as a worker or a notebook's kernel does."""
    _spoken[0] = language


@contextlib.contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak this language inside the block. The whole process does: one server has one language."""
    _spoken.append(language)
    try:
        yield
    finally:
        _spoken.remove(language)


def language_environment(language: Language) -> dict[str, str]:
    """What tells another process of ours to speak it, through alignlab/config.py; nothing for English."""
    if language.code == ENGLISH:
        return {}
    folder = {"ALIGNLAB_LANGUAGES": str(language.folder)} if language.folder else {}
    return {"ALIGNLAB_LANGUAGE": language.code, **folder}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A set of sentences. `name`: its files, with {} where a language's code stands."""

    package: str
    name: str = "strings.{}.yaml"

    def words(self) -> Mapping[str, str]:
        """All its sentences in the language spoken now. Raises InvalidInput naming the entries that do not fit."""
        return _words(self, spoken())

    def missing(self) -> list[str]:
        """The keys that are said in English for want of a translation."""
        found = _file(self, spoken())
        theirs = _read(self, found) if found else {}
        return [key for key in _english(self) if key not in theirs]

    def translated(self) -> bool:
        """Whether the language spoken now has a file of this catalogue."""
        return _file(self, spoken()) is not None

    def path(self, code: str = ENGLISH) -> str:
        """Its file in this language, as messages name it."""
        return f"{self.package.replace('.', '/')}/{self.name.format(code)}"


@functools.lru_cache(maxsize=256)
def _words(catalogue: Catalogue, language: Language) -> Mapping[str, str]:
    english, file = _english(catalogue), _file(catalogue, language)
    theirs = _read(catalogue, file) if file and language.code != ENGLISH else {}
    faults = [fault for key, text in theirs.items() if key in english and (fault := _fault(text, english[key]))]
    if faults:
        raise InvalidInput([f"{catalogue.path(language.code)}: {fault}" for fault in faults])
    return MappingProxyType({key: theirs.get(key, sentence) for key, sentence in english.items()})


def _english(catalogue: Catalogue) -> dict[str, str]:
    return _read(catalogue, resources.files(catalogue.package).joinpath(catalogue.name.format(ENGLISH)))


def _file(catalogue: Catalogue, language: Language) -> Traversable | None:
    name = catalogue.name.format(language.code)
    own = language.folder / catalogue.package / name if language.folder else None
    beside = resources.files(catalogue.package).joinpath(name)
    return next((file for file in (own, beside) if file is not None and file.is_file()), None)


def _read(catalogue: Catalogue, file: Traversable) -> dict[str, str]:
    text = file.read_text(encoding="utf-8")
    try:
        entries = json.loads(text) if file.name.endswith(".json") else yaml.safe_load(text) or {}
    except (ValueError, yaml.YAMLError) as error:
        raise InvalidInput(f"{file} cannot be read: {error}.") from error
    if not isinstance(entries, dict):
        raise InvalidInput(f"{file} must be a list of `key: sentence` lines.")
    faults = [
        f"{catalogue.package}/{file.name}: {key} is not text." for key, v in entries.items() if not isinstance(v, str)
    ]
    if faults:
        raise InvalidInput(faults)
    return {key: value.strip() for key, value in entries.items()}


def _fault(text: str, english: str) -> str:
    """What would go wrong when this sentence is filled in place of the English one; "" if nothing."""
    strange = sorted(set(_PLACE.findall(text)) - set(_PLACE.findall(english)))
    if strange:
        return f"“{text}” has the place {{{strange[0]}}}, which the English sentence does not have: “{english}”."
    if text.count("{") != text.count("}"):
        return f"“{text}” has a brace without its other one."
    return ""
