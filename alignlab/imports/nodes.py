"""Rows on their way to items and goals, and how a cell finds the row it names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from alignlab.model.work import Level

_LONGEST_SLUG = 48
_LINKED = re.compile(r"^(.*?)\s*\((?:https?://|[^()]*\.md)[^()]*\)$", re.DOTALL)
_BETWEEN_LINKED = re.compile(r"(?<=\)),\s*")
_FIRST_WORD = re.compile(r"^(#\d+|[^\W\d]\w*-\d+|[^\s:]+#\d+)(?:\s*[:\-–|]\s*|\s+)\S|^(\d+)\s*[:\-–|]\s*\S")
_ISSUE_URL = re.compile(r"https?://[^/]+/(.+?)/(?:-/)?(?:issues|work_items|epics)/(\d+)/?$")
_KEY = re.compile(r"#?(?:[A-Za-z][A-Za-z0-9]{0,9}[-_ .]?)?\d{1,9}")


@dataclass
class Node:
    """A row (or a name found in a row) that becomes an item or a goal. `level` is None for items."""

    row: int
    title: str
    own_id: str = ""
    other_ids: tuple[str, ...] = ()
    level: Level | None = None
    is_goal: bool = False
    position: int | None = None  # in the table; None for nodes made from a name in another row
    id: str = ""
    parents: list[Node] = field(default_factory=list)
    references: list[str] = field(default_factory=list)  # keys of goals that stand in another file
    kept: dict[str, str] = field(default_factory=dict)  # cells that could not be used, by heading

    def join(self, above: Node) -> None:
        if above is not self and all(above is not one for one in self.parents):
            self.parents.append(above)


class Directory:
    """Finds a node by id, key, link or title, in this order of trust; case does not matter."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._by_id: dict[str, Node] = {}
        self._by_title: dict[str, list[Node]] = {}
        for node in nodes:
            self.add(node)

    def add(self, node: Node) -> None:
        for name in (node.own_id, *node.other_ids):
            for form in _forms(name):
                self._by_id.setdefault(form, node)
        self._by_title.setdefault(_plain(node.title), []).append(node)

    def find(self, text: str, asking: Node | None = None) -> Node | None:
        """The node that a cell names: alone, with a link behind it, or with its key in front of its title."""
        name = _plain(text)
        linked = _LINKED.match(text.strip())
        first = _FIRST_WORD.match(text.strip())
        for one in (name, _plain(linked[1]) if linked else "", _plain(first[1] or first[2]) if first else ""):
            if not one:
                continue
            if one in self._by_id:
                return self._by_id[one]
            same = self._by_title.get(one, ())
            found = next((node for node in same if node is not asking), same[0] if same else None)
            if found:
                return found
        return None

    def find_all(self, text: str, asking: Node | None = None) -> tuple[list[Node], list[str]]:
        """The nodes a cell names, and the names that fit none. Several stand apart by line, ";", "|" or ","."""
        if not text.strip():
            return [], []
        whole = self.find(text, asking)
        if whole is not None:
            return [whole], []
        parts = split_names(text)
        found = [self.find(part, asking) for part in parts]
        if len(parts) == 1 and "," in text:
            pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
            found_pieces = [self.find(piece, asking) for piece in pieces]
            if any(found_pieces) or all(looks_like_key(piece) for piece in pieces):
                parts, found = pieces, found_pieces
        named = [node for node in found if node is not None]
        return named, [part for part, node in zip(parts, found, strict=True) if node is None]


def split_names(text: str) -> list[str]:
    """Names in one cell, apart by line, ";" or "|", or by "," behind a link."""
    parts = [part for line in re.split(r"[;|\n]", text) for part in _BETWEEN_LINKED.split(line)]
    return [part.strip() for part in parts if part.strip()]


def looks_like_key(text: str) -> bool:
    """Whether a name is a key such as G4, PAY-12 or #7 rather than words."""
    return _KEY.fullmatch(text.strip()) is not None


def without_link(text: str) -> str:
    """The title in "Title (https://...)"."""
    found = _LINKED.match(text.strip())
    return found[1] if found else text.strip()


def give_ids(nodes: Iterable[Node]) -> list[tuple[Node, str]]:
    """Set each node's id: its own one, else one made from the title, so that the next import finds it again.

    Returns the nodes whose own id was taken already, with that id.
    """
    used: set[str] = set()
    clashes = []
    for node in nodes:
        wanted = node.own_id or slug(node.title)
        one, count = wanted, 1
        while one in used:
            count += 1
            one = f"{wanted} ({count})"
        used.add(one)
        node.id = one
        if node.own_id and one != node.own_id:
            clashes.append((node, node.own_id))
    return clashes


def slug(title: str) -> str:
    """An id made from words: "Faster check-out!" becomes "faster-check-out"; long ones end with a digest."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in unicodedata.normalize("NFKC", title).casefold())
    short = re.sub(r"-+", "-", kept).strip("-")
    if short and len(short) <= _LONGEST_SLUG:
        return short
    digest = hashlib.sha256(title.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{short[: _LONGEST_SLUG - 9]}-{digest}".strip("-")


def _forms(name: str) -> list[str]:
    """An id and other ways to write it: a link to an issue is also owner/name#12."""
    plain = _plain(name)
    issue = _ISSUE_URL.match(name.strip())
    forms = [plain, plain.removeprefix("#")] if plain else []
    return [*forms, _plain(f"{issue[1]}#{issue[2]}"), f"#{issue[2]}"] if issue else forms


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
