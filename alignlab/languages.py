"""All catalogues of words that there are, and how much of them a language has."""

from __future__ import annotations

from alignlab import exercises
from alignlab.errors import ConfigError
from alignlab.model.catalogue import CELL, DESK, PHONE, ROOM
from alignlab.model.language import ENGLISH, Catalogue, Language, spoken


def catalogues() -> tuple[Catalogue, ...]:
    """The server's and its rooms', the scripts', and each installed exercise's."""
    packages = sorted({getattr(exercise, "__name__", "") for exercise in exercises.discover().values()} - {""})
    return (ROOM, PHONE, DESK, CELL, *map(Catalogue, packages))


def untranslated() -> dict[str, list[str]]:
    """English file -> the keys that the language spoken now lacks, for every file that lacks some.

    Raises ConfigError where nothing is in this language, InvalidInput where a file does not fit the English one.
    """
    language, every = spoken(), catalogues()
    if language.code == ENGLISH:
        return {}
    if not any(catalogue.translated() for catalogue in every):
        raise ConfigError(
            f"There are no words in the language {language.code!r}. Translate {ROOM.path()} "
            f"and save it as {_place(ROOM, language)}; CONTRIBUTING.md, “Add a language”, tells the rest."
        )
    for catalogue in every:
        catalogue.words()
    return {catalogue.path(): keys for catalogue in every if (keys := catalogue.missing())}


def _place(catalogue: Catalogue, language: Language) -> str:
    """Where its file in this language is looked for first."""
    name = catalogue.name.format(language.code)
    return str(language.folder / catalogue.package / name) if language.folder else catalogue.path(language.code)
