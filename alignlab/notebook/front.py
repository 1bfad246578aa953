"""Front-end modules as one text: a widget's `_esm` is loaded from a blob, where `import "./x.js"` finds nothing.

`compose` puts the text of each imported module in the place of its import, once, with its names kept to itself. The
light pages load the same files as ordinary modules.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from alignlab import resources

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


def _web(name: str) -> Path:
    return resources.path("web") / name


def compose(name: str) -> str:
    """The module `name` of alignlab/web with all that it imports inside."""
    order: list[str] = []
    _collect(name, order)
    return "\n".join(_wrapped(each) for each in order[:-1]) + "\n" + _with_names(_web(name).read_text(encoding="utf-8"))


def _collect(name: str, order: list[str]) -> None:
    """Depth first, so that what is imported stands before what imports it."""
    for match in _IMPORT.finditer(_web(name).read_text(encoding="utf-8")):
        if match[2] not in order:
            _collect(match[2], order)
    order.append(name)


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name)


def _with_names(text: str) -> str:
    """Imports become destructuring of the modules above."""
    return _IMPORT.sub(lambda match: f"const {{{match[1].replace(' as ', ': ')}}} = {_variable(match[2])};", text)


def _wrapped(name: str) -> str:
    text = _web(name).read_text(encoding="utf-8")
    names = ", ".join(_EXPORT.findall(text))
    inner = re.sub(r"^export (?!default)", "", _with_names(text), flags=re.MULTILINE)
    return f"const {_variable(name)} = (() => {{\n{inner}\nreturn {{ {names} }};\n}})();"


def styles(*names: str) -> str:
    """These style sheets, one after the other."""
    return "\n".join(_web(name).read_text(encoding="utf-8") for name in names)


def strings(name: str) -> dict[str, Any]:
    """A catalogue of texts."""
    found: dict[str, Any] = json.loads(_web(name).read_text(encoding="utf-8"))
    return found
