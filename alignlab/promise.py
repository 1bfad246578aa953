"""Three policies, and the promise that says them before anybody answers; tests/test_promise.py compares the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alignlab.model.catalogue import say
from alignlab.model.measures import Privacy
from alignlab.model.words import day_in_words, number


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


def promise(
    privacy: Privacy,
    host: str,
    delete_after: date | str,
    *,
    picture: bool = True,
    host_only: bool = False,
    hosts: int = 0,
    deciders: Sequence[str] = (),
    you_decide: bool = False,
) -> str:
    """What stands above the first field. `delete_after`: a day, also as YYYY-MM-DD; ValueError if it is none.

    `picture`: False where a small group only keeps cards. `host_only`: nothing is shown to the group, and the
    facilitator is told one of two things. `hosts`: so many of those who run the session answer too.
    `deciders`: names of the others whose answer is in no picture; `you_decide`: the reader's own is not.
    """
    policy = policy_for(privacy)
    who = host.strip() or say("promise.facilitator")
    if policy.names:
        said = [say("promise.named")]
    elif policy.exact:
        said = [say("promise.counts"), say("promise.guess")]
    else:
        said = _about_me(policy, host.strip(), day_in_words(delete_after), picture=picture, host_only=host_only)
    return " ".join([*said, *_seats(who, hosts, deciders, you_decide=you_decide)])


def _seats(who: str, hosts: int, deciders: Sequence[str], *, you_decide: bool) -> list[str]:
    """Who answers beside the group, and whose answer does not count."""
    run = [say("promise.takes_part", who=who) if hosts == 1 else say("promise.take_part")] if hosts else []
    named = [say("promise.decider", name=name) for name in deciders]
    return [*run, *named, *([say("promise.you_decide")] if you_decide else [])]


def _about_me(policy: Policy, name: str, day: str, *, picture: bool, host_only: bool) -> list[str]:
    who = name or say("promise.facilitator")
    whose = say("promise.whose", name=name) if name else say("promise.facilitators")
    group = [
        say("promise.one_picture", k=number(policy.k)),
        say("promise.sees_before", who=who),
    ]
    alone = [say("promise.no_picture"), say("promise.sees_done", who=who)]
    return [
        say("promise.only_you"),
        *([say("promise.told_host", who=who)] if host_only else group if picture else alone),
        say("promise.file", whose=whose),
        say("promise.deleted", day=day),
        say("promise.no_reviews"),
    ]
