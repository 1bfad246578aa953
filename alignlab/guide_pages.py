"""The facilitator guide as pages to read: one web page a guide page with a list of all headings, or one A5 booklet."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from alignlab import page_templates, resources
from alignlab.errors import NotFound

START = "README"
_LINK = re.compile(r"(?P<page>[A-Za-z0-9_]+)\.md(?:#(?P<anchor>.+))?|#(?P<here>.+)")

Address = Callable[[str, str], str]
"""(page, anchor or "") to where it stands."""


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """`html` is safe: the guide's own Markdown, in which no HTML is allowed."""

    id: str
    title: str
    html: Markup
    headings: tuple[Heading, ...]


def names() -> list[str]:
    """Ids of all pages: the start page, then in the order of its list, then the rest."""
    folder = resources.path("facilitator_guide")
    known = sorted(path.stem for path in folder.glob("*.md"))
    listed = _text(START).split("## All pages")[-1]
    order = [START, *re.findall(r"\]\((\w+)\.md", listed), *known]
    return [name for name in dict.fromkeys(order) if name in known]


def screen_page(name: str, root: str, static: str) -> str:
    """One page as the server shows it; `root` is the address of the start page, without a slash at its end.

    Raises NotFound.
    """
    if name not in names():
        raise NotFound("There is no such page in the guide. All pages are listed on its first page.")

    address = functools.partial(_below, root)
    everything = _everything(root)
    shown = next(page for page in everything if page.id == name)
    template = _environment().get_template("guide.html")
    return template.render(page=shown, pages=everything, address=address, static=static, levels=(2, 3))


def _below(root: str, page: str, anchor: str) -> str:
    where = root if page == START else f"{root}/{page}"
    return f"{where}#{anchor}" if anchor else where


@functools.lru_cache(maxsize=4)
def _everything(root: str) -> tuple[GuidePage, ...]:
    return tuple(rendered(name, functools.partial(_below, root)) for name in names())


def booklet() -> str:
    """All pages as one document that needs nothing else; on paper A5."""

    def address(page: str, anchor: str) -> str:
        return f"#{page}--{anchor}" if anchor else f"#{page}"

    everything = [rendered(name, address, prefix=f"{name}--") for name in names()]
    web = resources.path("web")
    style = "\n".join((web / name).read_text(encoding="utf-8") for name in ("tokens.css", "guide.css"))
    template = _environment().get_template("guide_booklet.html")
    return template.render(pages=everything, style=Markup(style))  # noqa: S704  our own files


def rendered(name: str, address: Address, prefix: str = "") -> GuidePage:
    """The page with its links led to `address`; `prefix` stands before the id of each heading."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    tokens = markdown.parse(_text(name))
    _fill_corners(tokens)
    headings = _anchored(tokens, prefix)
    _lead(tokens, name, address)
    html = markdown.renderer.render(tokens, markdown.options, {})
    title = next((heading.text for heading in headings if heading.level == 1), name)
    return GuidePage(name, title, Markup(html), tuple(headings))  # noqa: S704  Markdown without HTML


def _text(name: str) -> str:
    """The page's Markdown without the lines for the console, and with its boxes drawn."""
    text = (resources.path("facilitator_guide") / f"{name}.md").read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.split("---\n", 2)[2]
    text = re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL)
    return re.sub(r"^(\s*[-*] )\[ \] ", r"\1☐ ", text, flags=re.MULTILINE)


def _anchored(tokens: Sequence[Token], prefix: str) -> list[Heading]:
    """Give every heading an id, as GitHub would: its words, small, with hyphens."""
    found: list[Heading] = []
    used: dict[str, int] = {}
    for token, inline in itertools.pairwise(tokens):
        if token.type != "heading_open":
            continue
        text = "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
        slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
        count = used[slug] = used.get(slug, -1) + 1
        anchor = f"{slug}-{count}" if count else slug
        token.attrSet("id", prefix + anchor)
        found.append(Heading(int(token.tag[1]), text, anchor))
    return found


def _fill_corners(tokens: Sequence[Token]) -> None:
    """A heading cell without words, in the corner of a table, is no heading."""
    for opened, inline, closed in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opened.type == "th_open" and not inline.content.strip():
            opened.tag = closed.tag = "td"


def _lead(tokens: Sequence[Token], name: str, address: Address) -> None:
    for token in tokens:
        for child in token.children or ():
            href = str(child.attrGet("href") or "") if child.type == "link_open" else ""
            if link := _LINK.fullmatch(href):
                child.attrSet("href", address(link["page"] or name, link["anchor"] or link["here"] or ""))


def _table_open(_self: Any, tokens: Sequence[Token], _i: int, _options: Any, _env: Mapping[str, Any]) -> str:
    return '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n'


def _table_close(_self: Any, tokens: Sequence[Token], _i: int, _options: Any, _env: Mapping[str, Any]) -> str:
    return "</table></div>\n"


@functools.cache
def _environment() -> Environment:
    return page_templates.environment()
