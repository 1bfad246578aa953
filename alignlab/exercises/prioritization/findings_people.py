"""Findings about how the votes differ: camps, the widest difference, a favourite, one voice, what nobody can judge."""

from __future__ import annotations

from alignlab.exercises.prioritization.facts import bars, counts, finding, number, reasons, yes_no
from alignlab.exercises.prioritization.places import Places, places
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import say
from alignlab.model.measures import Released
from alignlab.model.picture import Finding
from alignlab.model.words import capital, told
from alignlab.model.words import number as in_words

WIDE = 0.25  # share of us at either end, from which on a difference is worth the wall
FAVOURITE = 0.25  # share of first places
UNKNOWN = 1 / 3  # share of us who can't judge
ALIKE = 0.5  # agreement above which we order much alike: three of four comparisons go the same way
ENOUGH = 4  # people: among fewer one voice is nothing to remark
MOST_OF_A_KIND = 2


def people(setup: Setup, released: Released) -> list[Finding]:
    """Camps before single items; what nobody can judge and how alike we are come last."""
    where = places(released)
    if where is None:
        return []
    return [
        *_camps(setup, released),
        *_favourite(setup, released, where),
        *_widest(setup, released, where),
        *_one_person(setup, released, where),
        *_cannot(released, where),
        *_agreement(released),
    ]


def _camps(setup: Setup, released: Released) -> list[Finding]:
    camps = counts(released, "camps")
    if camps is None:
        return []
    (one, many), (two, others) = sorted(camps.cells.items(), key=lambda cell: -cell[1])
    parts = {"one": camps.labels[one], "two": camps.labels[two], "n": in_words(camps.n)}
    told_of = {"first": in_words(many), "second": in_words(others)}
    return [finding("camps", "difference", "camps", **parts, **told_of, why=reasons(setup, released, one))]


def _favourite(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """Most first places, and yet not near the top once every place counts. Of a second vote nothing: who is first among
    the open items need not be first of all."""
    first = counts(released, "first")
    if setup.open or first is None or not first.cells:
        return []
    item, most = max(first.cells.items(), key=lambda cell: cell[1])
    alone = sum(count == most for count in first.cells.values()) == 1
    span = where.spans.get(item)
    if not alone or most < max(2, FAVOURITE * first.n) or span is None or span[0] <= max(2, len(where.spans) / 4):
        return []
    parts = {"item": first.labels[item], "count": in_words(most), "n": in_words(first.n), "place": span[0]}
    return [finding(f"favourite.{item}", "difference", "favourite", **parts)]


def _ends(released: Released, item: str) -> tuple[int, int, int]:
    """How many have the item in the first third, in the last, and of how many."""
    third = bars(released, f"third.{item}")
    if third is None:
        return 0, 0, 0
    last, _, first = (bar.count for bar in third.bars)
    return first, last, third.n


def _widest(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """Where most of us stand at either end, widest first, with a reason from each end if there are any."""
    found = []
    for item in where.spans:
        first, last, n = _ends(released, item)
        if min(first, last) >= max(2, WIDE * n):
            found.append((min(first, last), first + last, item))
    found.sort(key=lambda one: (-one[0], -one[1], where.spans[one[2]]))
    return [
        finding(
            f"widest.{item}",
            "difference",
            "widest",
            item=where.order.labels[item],
            first=in_words(_ends(released, item)[0]),
            last=in_words(_ends(released, item)[1]),
            n=in_words(_ends(released, item)[2]),
            why=reasons(setup, released, item),
        )
        for _, _, item in found[:MOST_OF_A_KIND]
    ]


def _one_person(setup: Setup, released: Released, where: Places) -> list[Finding]:
    """An item that stands on one voice: over half of its points, or first for one of us and near the top for nobody."""
    found, first = [], counts(released, "first")
    voices = first.cells if first and first.n >= ENOUGH and not setup.open else {}
    kind = "one_person_dots" if setup.method == "dots" else "one_person_points"
    for item, label in where.order.labels.items():
        largest = number(released, f"largest.{item}")
        if largest is not None and largest.n >= ENOUGH:
            found.append(finding(f"one_person.{item}", "gap", kind, item=label))
        elif voices.get(item) == 1 and _ends(released, item)[0] == 1:
            found.append(finding(f"one_person.{item}", "gap", "one_person", item=label))
    return found[:MOST_OF_A_KIND]


def _cannot(released: Released, where: Places) -> list[Finding]:
    found = []
    for item, label in where.order.labels.items():
        unsure = yes_no(released, f"cannot.{item}")
        if unsure and (unsure.count or 0) >= UNKNOWN * unsure.n:
            found.append((-(unsure.count or 0), item, label, capital(told(unsure))))
    return [
        finding(f"cannot.{item}", "place", "cannot_judge", item=label, told=how)
        for _, item, label, how in sorted(found)
    ]


def _agreement(released: Released) -> list[Finding]:
    """How alike we order, beside what chance would give; in words, as a number says nothing on a wall."""
    seen, chance = number(released, "agreement"), number(released, "agreement.chance")
    if seen is None or chance is None:
        return []
    name = "alike_no" if seen.value <= chance.value else "alike_much" if seen.value >= ALIKE else "alike_some"
    return [finding("agreement", "spread", name, n=say("all_of_us", n=in_words(seen.n)))]
