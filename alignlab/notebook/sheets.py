"""Style sheets for a notebook's cell: every rule below a class of ours, colours that follow the notebook's theme.

The light pages own their whole window; in JupyterLab many notebooks share one. So nothing of ours may reach outside,
and two of our widgets beside each other may not reach into one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alignlab.notebook.front import text_of

PLACE = ".alignlab"
"""The class that cell.js gives to the place it draws in; `.alignlab-form` and so on say which page it is."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMMA = re.compile(r",(?![^(]*\))")
_DARK = "(prefers-color-scheme: dark)"


def page_styles(kind: str, *names: str) -> str:
    """The tokens, these sheets for one kind of page (form, console, screen) only, and what cells need beside them."""
    sheets = [scoped(text_of(name), f"{PLACE}-{kind}") for name in names]
    return "\n".join([_tokens(), *sheets, text_of("cell.css")])


def scoped(css: str, scope: str) -> str:
    """Every rule of this sheet, for what stands below `scope` only."""
    return "\n".join(_scoped(head, body, scope) for head, body in _blocks(_COMMENT.sub("", css)))


def _scoped(head: str, body: str, scope: str) -> str:
    if head.startswith(("@media", "@supports")):
        return f"{head} {{\n{scoped(body, scope)}\n}}"
    if head.startswith("@"):
        return f"{head} {{{body}}}"
    return f"{', '.join(f'{scope} {selector.strip()}' for selector in _COMMA.split(head))} {{{body}}}"


def _tokens() -> str:
    """The variables of tokens.css. The theme of JupyterLab or Voila goes before that of the system."""
    light = dark = ""
    for head, body in _blocks(_COMMENT.sub("", text_of("tokens.css"))):
        if head == ":root":
            light += body
        elif head.startswith("@media") and _DARK in head:
            dark += "".join(inner for selector, inner in _blocks(body) if selector == ":root")
    in_light, in_dark = '[data-jp-theme-light="true"]', '[data-jp-theme-light="false"]'
    return "\n".join(
        [
            f"{PLACE} {{{light}}}",
            f"@media {_DARK} {{ {PLACE}:not({in_light} *) {{{dark}}} }}",
            f"{in_light} {PLACE} {{color-scheme: light}}",
            f"{in_dark} {PLACE} {{{dark}; color-scheme: dark}}",
        ]
    )


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """(what stands before the brace, what stands between the braces) of each outermost block."""
    depth = start = body = 0
    head = ""
    for place, letter in enumerate(css):
        if letter == "{":
            depth += 1
            if depth == 1:
                head, body = css[start:place].strip(), place + 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield head, css[body:place]
                start = place + 1
