"""The static files, read and compressed once at start; pages with words and the place of the static files filled in."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, replace
from pathlib import Path

from alignlab.errors import NotFound
from alignlab.model.catalogue import say
from alignlab.one_module import Read
from alignlab.server.one_page import one_page, script_hashes
from alignlab.server.page_words import with_words, word_files

_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_TYPES |= {".json": "application/json", ".html": "text/html", ".woff2": "font/woff2", ".txt": "text/plain"}
_COMPRESSED = frozenset({".js", ".mjs", ".css", ".svg", ".json", ".html", ".txt"})


WHOLE = frozenset({"join.html"})
"""Pages that bring everything with them: the phones', hundreds at once over one access point."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file. `packed` is its gzip form, empty where that is not smaller; `scripts`: hashes of its own scripts."""

    body: bytes
    packed: bytes
    etag: str
    type: str
    scripts: tuple[str, ...] = ()


class Assets:
    """All files of the web folder. Files that change on the disk are read at the next start."""

    def __init__(self, folder: Path, base: str) -> None:
        raw = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if _is_public(path)}
        contents = {name: path.read_bytes() for name, path in raw.items()} | word_files()
        self.version = hashlib.sha256(b"".join(name.encode() + body for name, body in contents.items())).hexdigest()[
            :12
        ]
        self.root = f"{base}static/{self.version}"
        """Where pages find the static files, without a slash at the end; another one whenever a file changes."""
        self._files: dict[str, Asset] = {}
        self._pages: dict[str, Asset] = {}
        for name, body in contents.items():
            if name.endswith(".html"):
                self._pages[name] = self._page(name, body.decode(), base, lambda other: contents[other].decode())
            else:
                self._files[name] = pack(name, body)

    def _page(self, name: str, html: str, base: str, read: Read) -> Asset:
        html = with_words(html)
        if name in WHOLE:
            html = one_page(html, read)
        filled = html.replace("{{static}}", self.root).replace("{{base}}", base)
        return replace(pack(name, filled.encode()), scripts=script_hashes(filled))

    def file(self, name: str) -> Asset | None:
        """A static file by its path below the web folder."""
        return self._files.get(name)

    def page(self, name: str) -> Asset:
        """A page by its file name. Raises NotFound."""
        try:
            return self._pages[name]
        except KeyError:
            raise NotFound(say("server.no_page", name=name)) from None

    def text(self, name: str) -> str:
        """A page's text, to be filled in further. Raises NotFound."""
        return self.page(name).body.decode()


def _is_public(path: Path) -> bool:
    return path.is_file() and path.suffix in _TYPES | {".png": "", ".ico": ""} and not path.name.startswith(".")


def pack(name: str, body: bytes) -> Asset:
    """A file as it is served: its type by its name, its digest, and packed where that is smaller."""
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or suffix in (".json", ".svg"):
        kind += "; charset=utf-8"
    packed = gzip.compress(body, 9, mtime=0) if suffix in _COMPRESSED else b""
    if len(packed) >= len(body):
        packed = b""
    return Asset(body, packed, f'"{hashlib.sha256(body).hexdigest()[:32]}"', kind)
