"""Pages and downloads for a server: made once a version of the file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from alignlab.errors import InvalidInput
from alignlab.log.home import Home
from alignlab.model.picture import Chart
from alignlab.recap import exports, file, shelf

SAMPLE = file.read(Path(file.__file__).with_name("sample.json"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


class Drawing:
    """Draws boxes, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, _chart: Chart, width: int) -> str:
        self.count += 1
        await asyncio.sleep(0)
        return f'<svg aria-hidden="true" width="{width}"></svg>'


def test_a_page_is_made_once_a_version(home):
    async def run() -> None:
        draw = Drawing()
        kept = shelf.Shelf(home, draw)
        assert await kept.page("SAMPLE") is None
        file.write(home, SAMPLE)
        first, second = await asyncio.gather(kept.page("sample"), kept.page("SAMPLE"))
        assert first is second
        once = draw.count
        assert once > 0
        file.write(home, SAMPLE.model_copy(update={"practice": "Another practice"}))
        changed = await kept.page("SAMPLE")
        assert changed is not None
        assert b"Another practice" in changed
        assert draw.count == 2 * once
        (home.recaps / "SAMPLE.json").unlink()
        assert await kept.page("SAMPLE") is None

    asyncio.run(run())


def test_downloads(home):
    async def run() -> None:
        kept = shelf.Shelf(home, Drawing())
        assert await kept.download("SAMPLE", "SAMPLE.html") is None
        file.write(home, SAMPLE)
        for format_, ending in exports.ENDINGS.items():
            found = await kept.download("SAMPLE", f"SAMPLE{ending}")
            assert found is not None
            assert found[0]
            assert found[1] == shelf.MEDIA[format_]
        for name in ("SAMPLE.exe", "KLMNPQ.html", "../SAMPLE.json", ""):
            assert await kept.download("SAMPLE", name) is None

    asyncio.run(run())


def test_readers_of_a_damaged_file_are_not_told_where_it_lies(home):
    home.recaps.mkdir(parents=True)
    (home.recaps / "SAMPLE.json").write_text("{")
    with pytest.raises(InvalidInput) as fault:
        asyncio.run(shelf.recap_page(home, "SAMPLE", Drawing()))
    assert str(home.path) not in str(fault.value)
    assert "tell the host" in str(fault.value)


def test_one_page_now(home):
    assert asyncio.run(shelf.recap_page(home, "SAMPLE", Drawing())) is None
    file.write(home, SAMPLE)
    html = asyncio.run(shelf.recap_page(home, "SAMPLE", Drawing()))
    assert html is not None
    assert html.startswith("<!doctype html>")
