"""The small form of those faults of benchmarks/faults.py that have no test of their own here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from faultkit import BACK_WITHIN, played
from harm import one_room

pytestmark = pytest.mark.server
PEOPLE = 5


def test_a_killed_kernel_costs_no_answer_and_its_page_can_be_opened_again() -> None:
    played(lambda: survived("kernel killed"))


def test_a_laptop_that_slept_goes_on_where_it_was() -> None:
    played(lambda: survived("laptop slept"))


def test_a_store_that_is_made_read_only_pauses_the_room(tmp_path: Path) -> None:
    probe = tmp_path / "probe"
    probe.touch()
    made = shutil.which("chattr") and subprocess.run(["chattr", "+i", probe], check=False, capture_output=True)
    if not made or made.returncode:
        pytest.skip("files can be made immutable by root only, and not on every file system")
    subprocess.run(["chattr", "-i", probe], check=True)
    played(lambda: survived("store read-only"))


async def survived(fault: str) -> None:
    outcome = await one_room(fault, PEOPLE, "7")
    assert max(outcome.back) <= 4 * BACK_WITHIN, "the benchmark holds the promise; a machine full of tests is slower"
    assert outcome.acknowledged >= 25 * PEOPLE
