"""The room's sentences and the sources that say them fit each other, and none has stayed behind as a literal."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from alignlab.model.catalogue import say, sentences

ROOT = Path(__file__).parent.parent / "alignlab"
CATALOGUE = ROOT / "model" / "strings.en.yaml"
SPEAKERS = [
    *(ROOT / "model" / name for name in ("form.py", "messages.py", "said.py")),
    *sorted((ROOT / "deciding").glob("*.py")),
    *sorted((ROOT / "views").glob("*.py")),
    *sorted((ROOT / "server").glob("*.py")),
    *(ROOT / "recap" / f"{name}.py" for name in ("beside", "calendar", "front", "markdown", "page", "shelf", "told")),
    *(ROOT / f"{name}.py" for name in ("agenda", "connection", "erasing", "hosting", "house", "promise", "release")),
    *(ROOT / f"{name}.py" for name in ("room", "saving")),
]
TEXT_AT = {"Refused": (1,), "_bad": (1,), "bye": (1,), "Move": (2, 3), "text_of": (2,), "dismiss": (2,)}
TEXT_AT |= {"NotFound": (0,), "HTTPError": (1,)}
"""Function -> which of its positional arguments people read."""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node


def imports_say(path: Path) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "alignlab.model.catalogue"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )


TEMPLATES = sorted((ROOT / "web").glob("*.html"))
_SAY = re.compile(r"""\{\{say ([a-z_.]+)\}\}|\bsay\("([a-z_.]+)\"""")


def said_in_templates() -> dict[str, set[str]]:
    """Key -> its places that are given, of every say(...) of our pages."""
    found: dict[str, set[str]] = {}
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for match in _SAY.finditer(text):
            rest = text[match.end() : text.index("}}", match.end())] if match[2] else ""
            found.setdefault(match[1] or match[2], set()).update(re.findall(r", (\w+)=", rest))
    return found


def said() -> Iterator[tuple[str, ast.Call]]:
    """Every say(...) of the package, with its place in the sources."""
    for path in sorted(ROOT.rglob("*.py")):
        if imports_say(path):
            yield from ((f"{path.name}:{call.lineno}", call) for name, call in calls(path) if name == "say")


def key_of(call: ast.Call) -> str | None:
    first = call.args[0] if len(call.args) == 1 else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def places_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def is_literal(node: ast.expr) -> bool:
    """Text written in the source: a constant, an f-string, either branch of an if, a sum or a join of such."""
    if isinstance(node, ast.IfExp):
        return is_literal(node.body) or is_literal(node.orelse)
    if isinstance(node, ast.BinOp):
        return is_literal(node.left) or is_literal(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_every_say_names_a_sentence_and_fills_exactly_its_places() -> None:
    for place, call in said():
        key = key_of(call)
        assert key is not None, f"{place}: say() takes one literal key, so that this test can find it"
        assert key in sentences(), f"{place}: the catalogue has no {key!r}"
        given = {keyword.arg for keyword in call.keywords}
        assert given == places_of(sentences()[key]), f"{place}: {key!r} has other places than are given"


def test_every_sentence_is_said() -> None:
    assert set(sentences()) == {key_of(call) for _, call in said()} | said_in_templates().keys() | {
        "language.direction"
    }


def test_the_pages_say_sentences_that_are_there_and_fill_their_places() -> None:
    for key, given in said_in_templates().items():
        assert places_of(sentences()[key]) == given, key


def test_every_entry_is_text_stands_once_and_has_named_places() -> None:
    lines = [line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert [line.split(":")[0] for line in lines] == list(sentences())
    for key, sentence in sentences().items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", key)
        assert isinstance(sentence, str), key
        assert sentence.strip() == sentence != "", key
        assert all(name.isidentifier() for name in places_of(sentence)), key


@pytest.mark.parametrize("path", SPEAKERS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sentence_is_left_in_the_source(path: Path) -> None:
    for name, call in calls(path):
        for at in TEXT_AT.get(name, ()):
            if at < len(call.args):
                assert not is_literal(call.args[at]), f"{path.name}:{call.lineno}: put this text into {CATALOGUE.name}"


def test_the_year_has_twelve_months() -> None:
    assert len(say("words.months").split(", ")) == 12


def test_what_people_wrote_is_not_taken_for_places() -> None:
    assert say("agenda.open", title="{people} {0}") == "Open: {people} {0}"


def test_a_mistake_in_the_program_is_named() -> None:
    with pytest.raises(LookupError, match=r"no sentence 'room\.nowhere'"):
        say("room.nowhere")
    with pytest.raises(LookupError, match=r"'room\.full' has the place 'most'; given is nothing"):
        say("room.full")


def test_the_catalogue_loads_nothing_heavy() -> None:
    code = "import sys; from alignlab.model.catalogue import say; say('room.ended'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert not {"pandas", "altair", "sqlalchemy", "numpy"} & set(done.stdout.split())


def test_a_name_from_right_to_left_does_not_turn_its_sentence() -> None:
    assert say("promise.takes_part", who="דנה (PM)") == "\u200e\u2068דנה (PM)\u2069 takes part from a phone too."
    assert say("promise.takes_part", who="Zoë 🦊") == "Zoë 🦊 takes part from a phone too."
