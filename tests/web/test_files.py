"""What can be checked by reading the files: one catalogue of words, scoped styles, the syntax floor."""

from __future__ import annotations

import json
import re

import pytest
from fake_server import WEB

SCRIPTS = ("form.js", "link.js", "host.js")
STRINGS: dict[str, str] = json.loads((WEB / "strings.en.json").read_text("utf-8"))


def code(name: str) -> str:
    """The script without its comments."""
    return re.sub(r"/\*.*?\*/|^\s*//.*$|\s// .*$", "", (WEB / name).read_text("utf-8"), flags=re.S | re.M)


def literals(name: str) -> list[str]:
    return [a or b for a, b in re.findall(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'", code(name))]


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_words_for_people_in_scripts(name: str) -> None:
    """A literal with a space is a class list, a selector or a command's name, never a sentence."""
    allowed = re.compile(r"^(\s?\ ?al[\w-]* ?)+$|^[.\[:#]|^(not done|share commitment|withdraw commitment|button, ?)|, ")
    spoken = [text for text in literals(name) if re.search(r"[A-Za-z]{2,} [A-Za-z]", text) and not allowed.search(text.strip())]
    assert [text for text in spoken if not re.match(r"^h2, button|^use strict", text)] == []
    assert "innerHTML" not in code(name)
    assert "insertAdjacentHTML" not in code(name)


def test_every_key_is_in_the_catalogue_and_used() -> None:
    everything = "".join(code(name) for name in SCRIPTS)
    named = set(re.findall(r"\"((?:[a-z]+)\.[a-z_0-9]+)\"", everything)) & {key for key in STRINGS} | {
        text for name in SCRIPTS for text in literals(name) if re.fullmatch(r"(status|top|menu|nav|say|field|many|pick|text|number|points|rank|pairs|links|cover|message|review|done|wait|talk|break|closed|locked|picture|card|late|practice|commit|paused|ended|bye|refused|code|join|words|load)\.[a-z_0-9]+", text)
    }
    assert named <= set(STRINGS) | {"code.refused"}
    built = re.compile(r"^(bye|join\.(name|alias|none)|links\.strength_|number\.)")
    assert [key for key in STRINGS if key not in named and not built.match(key)] == []


def test_placeholders_are_filled() -> None:
    assert all(re.fullmatch(r"[^{}]*(\{[a-z]+\}[^{}]*)*", text) for text in STRINGS.values())


@pytest.mark.parametrize("name", SCRIPTS)
def test_only_what_an_insecure_safari_15_has(name: str) -> None:
    missing = (r"randomUUID", r"crypto\.subtle", r"navigator\.(clipboard|wakeLock|locks|serviceWorker|share)", r"\.at\(", r"structuredClone",
               r"\.findLast", r"Object\.hasOwn", r"^await ", r"\.toSorted|\.toReversed", r"showModal", r"#\w+\s*[=(;]", r"static \{", r"https?://(?!www\.w3\.org)")
    assert [pattern for pattern in missing if re.search(pattern, code(name), re.M)] == []


def test_form_styles_stand_under_their_root() -> None:
    css = re.sub(r"/\*.*?\*/", "", (WEB / "form.css").read_text("utf-8"), flags=re.S)
    assert ":has(" not in css
    assert "url(" not in css
    selectors = [part.strip() for group in re.findall(r"([^{}]+)\{", css) if not group.strip().startswith("@") for part in group.split(",")]
    assert len(selectors) > 100
    assert [selector for selector in selectors if not re.match(r"\.al(?![\w-])", selector)] == []


def test_the_page_has_one_placeholder() -> None:
    html = (WEB / "join.html").read_text("utf-8")
    used = set(re.findall(r"\{\{(\w+)\}\}", re.sub(r"<!--.*?-->", "", html, flags=re.S)))
    assert used == {"static"}
    assert not re.search(r"<script(?![^>]*src)|style=|https?://", html)
