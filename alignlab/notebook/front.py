"""Front-end modules as one text: a widget's `_esm` is loaded from a blob, where `import "./x.js"` finds nothing."""

from __future__ import annotations

from alignlab import resources
from alignlab.one_module import compose


def page_module(name: str, *, door: bool = False) -> str:
    """The module `name` of alignlab/web as a widget's front end: drawn in a cell's own place (cell.js), perhaps behind
    a door where one comes in first (cell_door.js)."""
    kind = name.removesuffix(".js")
    imports = [f'import page from "./{name}";', 'import { inCell } from "./cell.js";']
    if door:
        imports.append('import { withDoor } from "./cell_door.js";')
    made = "withDoor(page)" if door else "page"
    return compose("\n".join([*imports, f'export default inCell("{kind}", {made});\n']), text_of)


def text_of(name: str) -> str:
    """A file of alignlab/web."""
    return (resources.path("web") / name).read_text(encoding="utf-8")
