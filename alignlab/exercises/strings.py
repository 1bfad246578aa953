"""The words of an exercise: `strings.en.yaml` in its folder, name -> sentence with {places} to fill."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import yaml

from alignlab.errors import InvalidInput


@functools.cache
def strings(package: str) -> Mapping[str, str]:
    """The catalogue of one exercise. Raises InvalidInput naming the entry that is not text."""
    text = resources.files(package).joinpath("strings.en.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    faults = [
        f"{package}/strings.en.yaml: {name} is not text." for name, v in entries.items() if not isinstance(v, str)
    ]
    if faults:
        raise InvalidInput(faults)
    return MappingProxyType({name: value.strip() for name, value in entries.items()})


def phrase(package: str, name: str, **parts: object) -> str:
    """One entry of the catalogue with its places filled. Braces within `parts` are left as they are."""
    return strings(package)[name].format(**parts)
