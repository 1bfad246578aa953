"""A page with everything it needs inside: over a tired Wi-Fi one request comes through where nine do not."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from urllib.parse import quote

from alignlab.one_module import Read, compose

_STYLE = re.compile(r'<link rel="stylesheet" href="\{\{static\}\}/([\w.-]+)">\n?')
_SCRIPT = re.compile(r'<script type="module" src="\{\{static\}\}/([\w.-]+)"></script>')
_ICON = re.compile(r'(<link rel="icon" href=")\{\{static\}\}/([\w.-]+\.svg)(")')
_AHEAD = re.compile(r'<link rel="modulepreload" href="\{\{static\}\}/[\w.-]+">\n?|<!--.*?-->\n?', re.DOTALL)
_WORDS = re.compile(r'<html([^>]*) data-words="([\w.-]+\.json)"')
_SOURCE = re.compile(r"<script type=\"module\">(.*?)</script>", re.DOTALL)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*[^\n]*\*/)(?:\n|\Z)", re.MULTILINE)


def one_page(html: str, read: Read) -> str:
    """The page with its styles, its modules, its icon and its words (`data-words` on <html>) in place of their names.

    `read` gives the text of a file beside it. Raises ValueError if a module cannot be put in.
    """
    html = _AHEAD.sub("", html)
    words = _WORDS.search(html)
    if words:
        data = json.dumps(json.loads(read(words[2])), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        html = _WORDS.sub(r"<html\1", html)
        html = html.replace("</head>", f'<script type="application/json" id="words">{data}</script>\n</head>', 1)
    html = _ICON.sub(lambda found: f"{found[1]}data:image/svg+xml,{quote(read(found[2]).strip())}{found[3]}", html)
    html = _STYLE.sub(lambda found: f"<style>\n{_whole(read(found[1]), '</style')}</style>\n", html)
    return _SCRIPT.sub(lambda found: f'<script type="module">\n{_module(found[1], read)}</script>', html)


def script_hashes(html: str) -> tuple[str, ...]:
    """What a content policy calls the page's own scripts by: only they run, whatever else may stand in the page."""
    digests = (hashlib.sha256(source.encode()).digest() for source in _SOURCE.findall(html))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _module(name: str, read: Read) -> str:
    source = compose(_without_comments(read(name)), lambda file: _without_comments(read(file)))
    return _whole(_whole(source, "</script"), "<!--")


def _without_comments(text: str) -> str:
    """Lines that are a comment are for us, not for a phone: a tenth of the page. A text is taken whole if a template in
    it spans lines, where such a line might be content."""
    if any(line.count("`") % 2 for line in text.splitlines()):
        return text
    return _COMMENT.sub("", text)


def _whole(text: str, end: str) -> str:
    """Raises ValueError if the text would end its element before its time."""
    if end in text.lower():
        raise ValueError(f"{end!r} stands in a file that is to be put into a page.")
    return text
