"""Cells that a spreadsheet must not run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlab.model.cells import neutralise, restore


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")', "＝1"])
def test_formulas_are_guarded(cell: str) -> None:
    assert neutralise(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Billing export", "5 = 5", "'quoted'", "a-b", " x"])
def test_words_stay(cell: str) -> None:
    assert neutralise(cell) == cell


@given(st.text())
def test_guarding_twice_changes_nothing_and_can_be_undone(cell: str) -> None:
    once = neutralise(cell)
    assert neutralise(once) == once
    assert not once.startswith(("=", "+", "-", "@", "\t", "\r"))
    if once != cell:
        assert restore(once) == cell
