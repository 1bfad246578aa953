"""The words of an exercise: `strings.en.yaml` in its folder, name -> sentence with {places} to fill."""

from __future__ import annotations

from collections.abc import Mapping

from alignlab.model.catalogue import filled
from alignlab.model.language import Catalogue


def strings(package: str) -> Mapping[str, str]:
    """The catalogue of one exercise. Raises InvalidInput naming the entry that is not text."""
    return Catalogue(package).words()


def phrase(package: str, name: str, **parts: object) -> str:
    """One entry of the catalogue with its places filled. Braces within `parts` are left as they are."""
    return filled(strings(package)[name], parts)
