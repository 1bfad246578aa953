"""What can be checked by reading the files: one catalogue of words, scoped styles, the syntax floor."""

from __future__ import annotations

import json
import re

import pytest
from fake_server import WEB

SCRIPTS = (
    *sorted(path.name for kind in ("form*.js", "link*.js") for path in WEB.glob(kind)),
    "beside.js",
    "bidi.js",
    "host.js",
    "press.js",
)
STRINGS: dict[str, str] = json.loads((WEB / "strings.en.json").read_text("utf-8"))


def code(name: str) -> str:
    """The script without its comments."""
    return re.sub(r"/\*[\s\S]*?\*/|^\s*//.*$|\s// .*$", "", (WEB / name).read_text("utf-8"), flags=re.M)


def literals(name: str) -> list[str]:
    return [a or b for a, b in re.findall(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'", code(name))]


COMMANDS = {"not done", "stand in recap", "share commitment", "withdraw commitment", "open my answer"}
COMMANDS |= {"write line", "wish to stay", "raise hand", "lower hand", "mark remote", "only watch"}
KEYBOARD = {"Enter", "Escape", "ArrowUp", "ArrowDown"}
HTTP = {"Content-Type", "X-Alignlab", "POST"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_words_for_people_in_scripts(name: str) -> None:
    """What has a space in it is a class list, a selector or a command's name; what begins large is a key's name."""
    markup = re.compile(r"\s?al[ -]|[.\[:@]|h2, button$|button, a$")
    found = [text for text in literals(name) if text not in COMMANDS | KEYBOARD | HTTP and not markup.match(text)]
    assert [text for text in found if re.search(r"[A-Za-z]{2,},? [A-Za-z]|^[A-Z][a-z]", text)] == []
    assert "innerHTML" not in code(name)
    assert "insertAdjacentHTML" not in code(name)


GROUPS = "|".join(sorted({key.split(".")[0] for key in STRINGS}))
KEY = re.compile(rf"({GROUPS})\.[a-z_0-9]+")
BUILT = re.compile(
    r"(bye\.|join\.(name|alias|none)|links\.strength_|number\.)"
)  # put together from pieces in the scripts


def test_every_key_is_in_the_catalogue_and_used() -> None:
    named = {text for name in SCRIPTS for text in literals(name) if KEY.fullmatch(text) and not text.endswith("_")}
    assert named <= set(STRINGS)
    assert [key for key in STRINGS if key not in named and not BUILT.match(key)] == []


def test_placeholders_are_filled() -> None:
    assert all(re.fullmatch(r"[^{}]*(\{[a-z]+\}[^{}]*)*", text) for text in STRINGS.values())


@pytest.mark.parametrize("name", SCRIPTS)
def test_only_what_an_insecure_safari_15_has(name: str) -> None:
    missing = (
        r"randomUUID",
        r"crypto\.subtle",
        r"navigator\.(clipboard|wakeLock|locks|serviceWorker|share)",
        r"\.at\(",
        r"structuredClone",
        r"\.findLast",
        r"Object\.hasOwn",
        r"^await ",
        r"\.toSorted|\.toReversed",
        r"showModal",
        r"#\w+\s*[=(;]",
        r"static \{",
        r"https?://(?!www\.w3\.org)",
    )
    assert [pattern for pattern in missing if re.search(pattern, code(name), re.M)] == []


def test_form_styles_stand_under_their_root() -> None:
    css = re.sub(r"/\*.*?\*/", "", (WEB / "form.css").read_text("utf-8"), flags=re.S)
    assert ":has(" not in css
    assert "url(" not in css
    selectors = [
        part.strip()
        for group in re.findall(r"([^{}]+)\{", css)
        if not group.strip().startswith("@")
        for part in group.split(",")
    ]
    assert len(selectors) > 100
    assert [selector for selector in selectors if not re.match(r"\.al(?![\w-])", selector)] == []


def test_the_page_has_no_other_placeholders() -> None:
    html = (WEB / "join.html").read_text("utf-8")
    used = set(re.findall(r"\{\{(\w+)\}\}", re.sub(r"<!--.*?-->", "", html, flags=re.S)))
    assert used == {"static", "language", "direction"}
    assert not re.search(r"<script(?![^>]*src)|style=|https?://", html)
