"""Where the files outside the Python package lie: notebooks, plans, guide, web files.

In a wheel they are under `alignlab/_share/`; in a clone or an editable install at the repository's root.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["workshops", "plans", "facilitator_guide", "web", "samples"]

_PACKAGE = Path(__file__).parent
_BELOW = {"plans": "workshops/plans", "samples": "workshops/samples"}


def path(kind: Kind) -> Path:
    """The folder of this kind of file."""
    if kind == "web":
        return _PACKAGE / "web"
    below = _BELOW.get(kind, kind)
    shipped = _PACKAGE / "_share" / below
    return shipped if shipped.is_dir() else _PACKAGE.parent / below
