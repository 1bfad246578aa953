"""Three policies, and the promise that says them before anybody answers; tests/test_promise.py compares the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alignlab.model.measures import Privacy
from alignlab.model.words import number


@dataclass(frozen=True, slots=True)
class Policy:
    """`k`: with fewer people nothing is told. `exact`: numbers are told as they are. `names`: who said what is told."""

    privacy: Privacy
    k: int
    exact: bool
    names: bool = False


_POLICIES: dict[Privacy, Policy] = {
    "about_me": Policy("about_me", k=5, exact=False),
    "about_work": Policy("about_work", k=3, exact=True),
    "named": Policy("named", k=1, exact=True, names=True),
}


def policy_for(privacy: Privacy) -> Policy:
    """The policy that a kind of step has."""
    return _POLICIES[privacy]


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def promise(
    privacy: Privacy, host: str, delete_after: date | str, *, picture: bool = True, host_takes_part: bool = False
) -> str:
    """What stands above the first field. `delete_after`: a day, also as YYYY-MM-DD; ValueError if it is none.

    `picture`: False where a small group only keeps cards. `host_takes_part`: the facilitator answers on a phone too.
    """
    policy = policy_for(privacy)
    who = host.strip() or "The facilitator"
    if policy.names:
        said = ["Your name stands beside this."]
    elif policy.exact:
        said = ["Everyone will see how many chose what, without names.", "In a small team people may guess."]
    else:
        said = _about_me(policy, host.strip(), _day(delete_after), picture=picture)
    return " ".join([*said, *([f"{who} takes part from a phone too."] if host_takes_part else [])])


def _about_me(policy: Policy, name: str, day: str, *, picture: bool) -> list[str]:
    who, whose = (name, f"{name}'s") if name else ("The facilitator", "the facilitator's")
    group = [
        f"The group sees one picture, if {number(policy.k)} or more answer.",
        f"{who} sees who is done, not what you said, and sees the picture a minute before you.",
    ]
    alone = ["No picture is made; you keep your own page.", f"{who} sees who is done, not what you said."]
    return [
        "Only you see your answers here.",
        *(group if picture else alone),
        f"The answers lie in a file on {whose} machine; whoever controls it could open it.",
        f"Deleted the first time alignlab runs after {day}.",
        "Never used for reviews.",
    ]


def _day(day: date | str) -> str:
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
