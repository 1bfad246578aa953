"""The catalogues: what the code says stands in them, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alignlab.errors import InvalidInput
from alignlab.exercises import discover, strings
from alignlab.exercises.strings import strings as catalogue

HERE = Path(strings.__file__).parent
IDS = sorted(path.parent.name for path in HERE.glob("*/strings.en.yaml"))


@pytest.mark.parametrize("exercise", IDS)
def test_every_sentence_is_there_and_used(exercise: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (HERE / exercise).glob("*.py"))
    known = catalogue(f"alignlab.exercises.{exercise}")
    said = set(re.findall(r'(?<![\w.])say\(\s*["\'](\w+)["\']', source))
    assert said <= known.keys()
    made = [pair for pair in re.findall(r'f"(\w*)\{[\w.]+\}(\w*)"', source) if any(pair)]
    for name in known:
        used = re.search(rf'["\']{name}["\']', source) or any(name.startswith(a) and name.endswith(b) for a, b in made)
        assert used, f"{exercise}: nothing says {name}"


def test_every_exercise_here_has_a_catalogue() -> None:
    mine = {id_ for id_, exercise in discover().items() if str(HERE) in str(getattr(exercise, "__file__", ""))}
    assert mine <= set(IDS)


def test_an_entry_that_is_not_text_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "broken_words"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "strings.en.yaml").write_text("yes_label: Yes\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(InvalidInput, match="yes_label is not text"):
        catalogue("broken_words")
