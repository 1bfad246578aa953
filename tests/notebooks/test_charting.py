"""A chart of one's own: offline, in our colours, with a text that says the same."""

from __future__ import annotations

import altair as alt
import pandas as pd

from alignlab import notebook
from alignlab.model import palette

ROWS = pd.DataFrame({"goal": ["A", "B"], "share": [0.2, 0.8], "what": ["say", "do"]})


def test_a_chart_shows_itself_with_its_text() -> None:
    made = alt.Chart(ROWS).mark_bar().encode(x="share", y="goal", color="what")
    drawn = notebook.chart(made, "A <small>: 20%; B: 80%")
    shown = drawn._repr_html_()
    assert "<svg" in shown
    assert 'aria-hidden="true"' in shown, "the text says it to who cannot see it"
    assert "A &lt;small&gt;: 20%; B: 80%" in shown
    for colour in ("var(--say)", "var(--do)", "var(--ink)"):
        assert colour in shown
    assert [sentinel for sentinel in palette.VARIABLES if sentinel in shown] == []
    assert "https://" not in shown.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert repr(drawn) == "A <small>: 20%; B: 80%"


def test_without_rows_it_says_so() -> None:
    made = alt.Chart(ROWS.head(0)).mark_bar().encode(x="share", y="goal")
    shown = notebook.chart(made, "")._repr_html_()
    assert "There is nothing to draw" in shown
    assert "<svg" not in shown


def test_the_interactive_one_loads_nothing_from_outside() -> None:
    widget = notebook.chart(alt.Chart(ROWS).mark_point().encode(x="share"), "x").interactive()
    try:
        assert "https://esm.sh" not in str(widget._esm)
    finally:
        widget.close()
