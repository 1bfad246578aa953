"""Pauses after wrong tries, the words, the key: without a server."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from alignlab.keys import person_key, words_hash
from alignlab.server.identity import spoken
from alignlab.server.tries import BURST, FORGET, LONGEST, REFILL, Tries
from alignlab.server.words import FIRST, SECOND

KEY = ("CODE", "10.0.0.1", "maya")


def test_pauses_grow_to_a_minute_and_are_forgotten():
    tries, now, pauses = Tries(), 0, []
    for _ in range(12):
        now += tries.pause("CODE", KEY, now)
        tries.wrong("CODE", KEY, now)
        pauses.append(tries.pause("CODE", KEY, now))
    assert pauses == [0, 0, 1000, 2000, 4000, 8000, 16000, 32000, LONGEST, LONGEST, LONGEST, LONGEST]
    assert tries.pause("CODE", KEY, now + FORGET + 1) == 0
    tries.wrong("CODE", KEY, now + FORGET + 1)
    assert tries.pause("CODE", KEY, now + FORGET + 1) == 0


def test_a_right_try_forgives():
    tries = Tries()
    for _ in range(5):
        tries.wrong("CODE", KEY, 0)
    tries.right(KEY)
    assert tries.pause("CODE", KEY, 0) == 0


def test_the_session_bucket_empties_and_refills():
    tries = Tries()
    for count in range(BURST):
        tries.wrong("CODE", ("CODE", "10.0.0.1", str(count)), 0)
    assert tries.pause("CODE", KEY, 0) > 0
    assert tries.pause("OTHER", KEY, 0) == 0
    assert tries.pause("CODE", KEY, REFILL) == 0


@given(st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from("abc")), max_size=200))
def test_no_order_of_tries_gives_more_than_the_bucket(steps):
    tries, now, used = Tries(), 0, 0
    for wait, name in steps:
        now += wait
        if not tries.pause("CODE", ("CODE", "x", name), now):
            tries.wrong("CODE", ("CODE", "x", name), now)
            used += 1
    assert used <= BURST + now / REFILL + 1


def test_words_are_many_different_and_easy():
    assert len(FIRST) >= 170
    assert len(SECOND) >= 170
    assert len(set(FIRST) | set(SECOND)) == len(FIRST) + len(SECOND), "no word is in both lists"
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 11 for word in FIRST + SECOND)
    together = [a + b for a in FIRST for b in SECOND]
    assert len(set(together)) == len(together), "two pairs are never the same without the space"


@given(st.integers())
def test_however_the_words_are_typed_the_key_is_the_same(seed):
    rng = Random(seed)
    words = f"{rng.choice(FIRST)} {rng.choice(SECOND)}"
    typed = words.upper().replace(" ", rng.choice(["", " ", "-", " - ", "_"])) + rng.choice(["", ".", " "])
    assert person_key("C", "p", typed) == person_key("C", "p", words)
    assert words_hash("C", "p", typed) == words_hash("C", "p", words)
    assert spoken(typed) == words
    assert person_key("C", "q", words) != person_key("C", "p", words)
    assert words_hash("C", "p", words) != person_key("C", "p", words)
