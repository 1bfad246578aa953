"""Names: nothing hidden in them, nothing that turns the text around them, and no second one that looks the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms import TestRoom

from alignlab.errors import Refused
from alignlab.model.names import look, visible

RLO, PDF, RLI, PDI, LRM, RLM, ALM = "\u202e", "\u202c", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c"
FAMILY, SCOTLAND = "👩‍👩‍👧", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Maya", "Maya"),
        ("  Maya \t Lee\n", "Maya Lee"),
        (f"{RLO}ayaM{PDF}", "ayaM"),
        (f"Ma{RLI}ya{PDI}", "Maya"),
        (f"{LRM}Ma{RLM}ya{ALM}", "Maya"),
        ("Ma\u200bya\ufeff\u2060", "Maya"),
        ("Ma\u00adya", "Maya"),
        ("مايا", "مايا"),
        ("דנה", "דנה"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        (SCOTLAND, SCOTLAND),
        ("Maya\U000e0042\U000e0043", "Maya"),
        ("\u3164\u2800", ""),
        ("\u200d\u200c", ""),
        ("Zoë 🦊", "Zoë 🦊"),
    ],
)
def test_what_is_kept_of_a_name(given: str, kept: str) -> None:
    assert visible(given) == kept


@given(st.text(max_size=60))
def test_no_name_turns_the_text_around_it_or_hides_something(text: str) -> None:
    kept = visible(text)
    assert visible(kept) == kept
    shown = kept.replace(SCOTLAND, "")
    hidden = {sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cf", "Cs")} - set("\u200c\u200d")
    assert all("\U000e0061" <= sign <= "\U000e007f" for sign in hidden), "but for flags"
    assert not any(
        unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI") for sign in kept
    )


@pytest.mark.parametrize(
    "twin", ["maya", "MAYA", "Ma\u200dya", f"{RLO}Maya", "Ｍａｙａ", "Maya\ufe0f", "M\u200ca\u200dya", " Maya\u00ad"]
)
def test_who_looks_like_somebody_else_gets_a_number(twin: str) -> None:
    room = TestRoom()
    first, second = room.join("Maya"), room.join(twin)
    names = [room.state.people[viewer.person].name for viewer in (first, second)]
    assert names[0] == "Maya"
    assert names[1].endswith(" 2")
    room.do(second, "rename", name="Ola")
    room.do(second, "rename", name=twin)
    assert room.state.people[second.person].name.endswith(" 2")
    assert look(twin) == look("Maya")


def test_a_name_that_nobody_could_see_is_refused() -> None:
    room = TestRoom()
    for name in ("\u200b\u200d", RLO + PDF, "\u3164", "\u2800 \u00a0"):
        with pytest.raises(Refused, match="empty"):
            room.join(name)
