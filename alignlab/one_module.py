"""Front-end modules as one text, for places where `import "./x.js"` finds nothing or costs a request each.

`compose` puts each imported module in front of what imports it, once, in a function that keeps its names to itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Read = Callable[[str], str]
"""The text of a file of alignlab/web, by its name."""

_IMPORT = re.compile(
    r'^import\s+(?:(?P<default>\w+)\s*,?\s*)?(?:\{(?P<names>[^}]*)\}\s*)?from\s+"\./(?P<file>[\w-]+\.js)";?[ \t]*$',
    re.MULTILINE,
)
_DECLARED = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|class|const|let|var)\s+(\w+))", re.MULTILINE)
_LISTED = re.compile(r"^export\s+\{([^}]*)\};?[ \t]*$", re.MULTILINE)
_DEFAULT = re.compile(r"^export\s+default\s+", re.MULTILINE)
_LEFT_OVER = re.compile(r"^\s*(?:export\b|import\b(?!\s*[(.])).*$", re.MULTILINE)


def compose(source: str, read: Read) -> str:
    """This module's text with all that it imports inside; `read` gives a file's text.

    Raises ValueError, naming the line that cannot be understood, the name that is imported but not exported, or the
    modules that import each other.
    """
    bodies: dict[str, str] = {}
    exported: dict[str, set[str]] = {}
    _collect(source, read, bodies, exported, ())
    return "\n".join([*bodies.values(), _without_imports(source)])


def _collect(
    source: str, read: Read, bodies: dict[str, str], exported: dict[str, set[str]], path: tuple[str, ...]
) -> None:
    """Depth first, so that what is imported stands before what imports it."""
    for found in _IMPORT.finditer(source):
        file = found["file"]
        if file in path:
            raise ValueError(f"These modules import each other: {' → '.join((*path, file))}.")
        if file not in bodies:
            text = read(file)
            _collect(text, read, bodies, exported, (*path, file))
            bodies[file], exported[file] = _wrapped(file, text)
        for name, _ in _imported(found):
            if name not in exported[file]:
                raise ValueError(f"{file} does not export {name!r}, which {path[-1] if path else 'a page'} imports.")


def _imported(found: re.Match[str]) -> list[tuple[str, str]]:
    """(exported name, name here)"""
    default = [("default", found["default"])] if found["default"] else []
    return default + _pairs(found["names"] or "")


def _pairs(names: str) -> list[tuple[str, str]]:
    """`a, b as c` -> [(a, a), (b, c)]"""
    pairs = [part.split(" as ") for part in names.split(",") if part.strip()]
    return [(pair[0].strip(), pair[-1].strip()) for pair in pairs]


def _variable(file: str) -> str:
    return "$" + re.sub(r"\W", "_", file)


def _without_imports(text: str) -> str:
    """Imports become destructuring of the modules above."""

    def taken(found: re.Match[str]) -> str:
        names = ", ".join(name if name == here else f"{name}: {here}" for name, here in _imported(found))
        return f"const {{ {names} }} = {_variable(found['file'])};"

    return _IMPORT.sub(taken, text)


def _wrapped(file: str, text: str) -> tuple[str, set[str]]:
    """The module as a constant that holds its exports, and their names."""
    names = {name: name for name in _DECLARED.findall(text)}
    names |= {here: name for listed in _LISTED.findall(text) for name, here in _pairs(listed)}
    body = _LISTED.sub("", _DECLARED.sub("", _without_imports(text)))
    if _DEFAULT.search(body):
        body, names["default"] = _DEFAULT.sub("const $default = ", body), "$default"
    if left := _LEFT_OVER.search(body):
        raise ValueError(f"{file}: this line cannot be put into one module: {left[0].strip()}")
    given = ", ".join(f"{name}: {here}" for name, here in names.items())
    return f"const {_variable(file)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();", set(names)
