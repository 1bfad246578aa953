"""Titles written as CSV in any dialect come back the same."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from alignlab import imports
from alignlab.errors import InvalidInput
from alignlab.imports.words import normalise, words

LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs"), include_characters=" \n\"',;|\t")
TITLES = st.lists(
    st.text(LETTERS, min_size=1, max_size=40).filter(lambda text: readable(text)),
    min_size=1,
    max_size=8,
    unique_by=lambda text: " ".join(text.split()).casefold(),
)


def readable(text: str) -> bool:
    """A title: not blank, no sum row, no bullet of our own export's guard."""
    return bool(text.strip()) and normalise(text) not in words().totals and not text.strip().startswith("'")


@settings(max_examples=150, deadline=None)
@given(
    titles=TITLES,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    backslash=st.booleans(),
)
def test_titles_come_back(
    titles: list[str], delimiter: str, quoting: int, end: str, encoding: str, backslash: bool
) -> None:
    out = io.StringIO(newline="")
    # without quotation marks around it, a cell may just as well mean its backslash
    escape = (
        {"doublequote": False, "escapechar": "\\"}
        if backslash and quoting and not any("\\" in one for one in titles)
        else {}
    )
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end, **escape)  # type: ignore[arg-type]
    writer.writerow(["Key", "Title", "Owner team", "Person-days"])
    for number, title in enumerate(titles):
        writer.writerow([f"K-{number}", title, "Blue", 2.5])
    found = imports.read_bytes(out.getvalue().encode(encoding), "any.csv")
    assert [one.title for one in found.items] == [" ".join(title.split()) for title in titles]
    assert [one.id for one in found.items] == [f"K-{number}" for number in range(len(titles))]
    assert {(one.team, one.capacity, one.unit) for one in found.items} == {("Blue", 2.5, "days")}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_import_or_a_sentence(data: bytes) -> None:
    faults: tuple[str, ...] = ()
    try:
        imports.read_bytes(data, "upload")
    except InvalidInput as error:
        faults = error.faults
    assert all(fault.endswith(".") for fault in faults)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_pasted_or_is_refused_in_words(text: str) -> None:
    try:
        found = imports.paste(text)
    except InvalidInput:
        return
    assert found.items or found.goals
