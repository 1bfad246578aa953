"""Every sentence of the promise, held against the policy that keeps it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from alignlab.model.words import number
from alignlab.release import policy_for, promise

DAY = date(2027, 2, 22)
ABOUT_ME = policy_for("about_me")

KEPT = {
    r"Only you see your answers here\.": not ABOUT_ME.names,
    rf"The group sees one picture, if {number(ABOUT_ME.k)} or more answer\.": ABOUT_ME.k == 5,
    r"Grace sees who is done, not what you said, and sees the picture a minute before you\.": not ABOUT_ME.names,
    r"The answers lie in a file on Grace's machine; whoever controls it could open it\.": True,
    r"Deleted the first time alignlab runs after 22 February 2027\.": True,
    r"Never used for reviews\.": not ABOUT_ME.exact,
}


def test_about_me_says_exactly_what_the_policy_keeps() -> None:
    said = promise("about_me", "Grace", DAY)
    assert re.fullmatch(" ".join(KEPT), said)
    assert all(KEPT.values())


def test_about_work_says_counts_and_no_names() -> None:
    policy = policy_for("about_work")
    assert promise("about_work", "Grace", DAY) == (
        "Everyone will see how many chose what, without names. In a small team people may guess."
    )
    assert (policy.exact, policy.names, policy.k) == (True, False, 3)


def test_named_says_the_name() -> None:
    assert promise("named", "Grace", DAY) == "Your name stands beside this."
    assert (policy_for("named").names, policy_for("named").k) == (True, 1)


def test_a_day_may_be_text_and_a_host_without_a_name_is_the_facilitator() -> None:
    said = promise("about_me", " ", "2027-12-01")
    assert "The facilitator sees who is done" in said
    assert "on the facilitator's machine" in said
    assert "after 1 December 2027." in said
    with pytest.raises(ValueError, match="soon"):
        promise("about_me", "Grace", "soon")


def test_a_small_group_is_told_that_there_is_no_picture() -> None:
    said = promise("about_me", "Grace", DAY, picture=False)
    assert "No picture is made" in said
    assert "one picture" not in said
    assert "before you" not in said


def test_a_facilitator_who_takes_part_is_named() -> None:
    assert promise("about_work", "Grace", DAY, hosts=1).endswith("Grace takes part from a phone too.")


def test_where_the_facilitator_alone_is_told_the_promise_names_no_picture() -> None:
    said = promise("about_me", "Grace", DAY, host_only=True)
    assert "Grace sees who is done, not what you said, and is told one of two things: go on, or write first." in said
    assert "Never a number." in said
    assert "picture" not in said
