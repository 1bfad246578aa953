"""Which column plays which role: by its heading, by what its cells look like, or as the facilitator says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alignlab.errors import InvalidInput
from alignlab.imports.result import ColumnGuess, Confidence
from alignlab.imports.table import Table
from alignlab.imports.values import amount, number, size
from alignlab.imports.words import normalise, split_brackets, words

Correction = str | int | Sequence[str | int] | None
TITLES = "titles"  # Title 1, Title 2 ...: the column tells the depth
EXTRA = "extra"
ROLES = (
    *("id", "key", "title", "goal_title", TITLES, "description", "status", "level"),
    *("parent_id", "parent_key", "parent", "parent_title", "mission", "company_goal", "goal"),
    *("owner_team", "person", "capacity", "size", "share", "date", "link", "labels", "outline", "depth", EXTRA),
)
_MANY = frozenset(
    {TITLES, "parent_id", "parent_key", "parent", "parent_title", "goal", "person", "date", "labels", EXTRA}
)
_FIRST = ("owner_team", "person", "title", "parent_title", "parent_id", "parent_key")
"""A heading that merely contains a known word: these roles are tried first (better hide one column too many)."""
_NUMBERED = re.compile(r"^(.*?) ?(\d{1,2})$")
_UNNAMED = re.compile(r"Column [A-Z]+")
_SHORTEST_INSIDE = 4
_SAMPLE = 500


@dataclass(frozen=True)
class _Candidate:
    role: str
    index: int
    confidence: Confidence
    rank: int
    why: str


def guess_columns(table: Table, corrections: Mapping[str, Correction] | None = None) -> dict[str, ColumnGuess]:
    """Role -> its columns. `corrections` name a role's headings (or column numbers from 1); None frees a role.

    Raises InvalidInput for roles and headings that do not exist, with the ones that do.
    """
    told = _told(table, corrections or {})
    taken = {index for guess in told.values() for index in guess.indexes}
    free = [index for index in range(len(table.headers)) if index not in taken]
    barred = set(corrections or {})
    found: dict[str, list[_Candidate]] = {}
    _take_numbered_titles(table, free, barred, found)
    candidates = [one for one in _by_heading(table, free) if one.role not in barred]
    for confidence in ("sure", "likely"):
        _take([one for one in candidates if one.confidence == confidence], free, found)
    _settle_title(table, free, barred, found, told)
    _settle_own_ids(table, barred, found)
    for candidate in _by_cells(table, free, found, barred):
        _take([candidate], free, found)
    guesses = {role: _guess(role, ones, table) for role, ones in found.items() if ones}
    return {role: one for role, one in (guesses | told).items() if one.indexes}


def _told(table: Table, corrections: Mapping[str, Correction]) -> dict[str, ColumnGuess]:
    found = {}
    for role, wanted in corrections.items():
        if role not in ROLES:
            raise InvalidInput(f"There is no role {role!r} for a column. Roles: {', '.join(ROLES)}.")
        several = [wanted] if isinstance(wanted, str | int) else list(wanted or ())
        indexes = tuple(index for one in several for index in _indexes(table, one))
        headers = tuple(table.headers[index] for index in indexes)
        found[role] = ColumnGuess(role=role, headers=headers, indexes=indexes, confidence="told", why="you said so")
    return found


def _indexes(table: Table, wanted: str | int) -> list[int]:
    if isinstance(wanted, int):
        if 1 <= wanted <= len(table.headers):
            return [wanted - 1]
    elif same := [index for index, header in enumerate(table.headers) if normalise(header) == normalise(wanted)]:
        return same
    there = ", ".join(dict.fromkeys(table.headers))
    raise InvalidInput(f"There is no column {wanted!r} with anything in it. Columns: {there}.")


def _by_heading(table: Table, free: Sequence[int]) -> Iterator[_Candidate]:
    for index in free:
        if _UNNAMED.fullmatch(table.headers[index]):
            continue
        yield from _candidates(index, table.headers[index], table.column(index)[:_SAMPLE])


def _candidates(index: int, header: str, cells: list[str]) -> Iterator[_Candidate]:
    outer, inner = split_brackets(header)
    names = [normalise(header), normalise(outer)]
    if normalise(outer) in words().custom_field:
        names = [normalise(inner)]
    for name in names:
        if name in words().headings:
            sparse = sum(map(bool, cells)) < 0.3 * len(cells)
            for role, rank in words().headings[name]:
                if _fits(role, cells, known=True):
                    rank += 1000 * (sparse and role == "capacity")  # a fuller column of another kind goes first
                    yield _Candidate(role, index, "sure", rank, "a heading that is known")
            return
    for rank, (role, word) in enumerate(_inside(names[-1])):
        if _fits(role, cells):
            yield _Candidate(role, index, "likely", rank, f"the heading has {word!r} in it")


def _inside(name: str) -> list[tuple[str, str]]:
    """Roles of the known words inside a heading, the best first."""
    wide = not name.isascii()
    found = [
        (role, rank, word)
        for word, roles in words().headings.items()
        if (len(word) >= _SHORTEST_INSIDE and f" {word} " in f" {name} ")
        or (wide and not word.isascii() and word in name)
        for role, rank in roles
        if role != "goal_title"
    ]
    order = {role: place for place, role in enumerate(_FIRST)}
    found.sort(key=lambda one: (order.get(one[0], len(order)), -len(one[2]), one[1]))
    return [(role, word) for role, _, word in found]


def _fits(role: str, cells: list[str], *, known: bool = False) -> bool:
    """Whether the cells can be what the heading promises; a `known` heading is trusted further."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if role in ("id", "key"):
        return len(set(filled)) >= (0.5 if known else 0.9) * len(filled) and max(map(len, filled)) <= 60
    if role == "goal_title":
        return len(set(filled)) >= 0.9 * len(cells)
    if role == "title":
        return known or sum(number(cell) is not None for cell in filled) <= 0.5 * len(filled)
    if role == "capacity":
        return sum(amount(cell) is not None or size(cell) is not None for cell in filled) >= 0.5 * len(filled)
    if role == "size":
        return sum(size(cell) is not None for cell in filled) >= 0.3 * len(filled)
    if role == "share":
        return all(number(cell.rstrip("% ")) is not None for cell in filled)
    if role == "link":
        return sum(cell.startswith(("http://", "https://")) for cell in filled) >= 0.5 * len(filled)
    if role == "depth":
        return all(cell.isdigit() and len(cell) <= 2 for cell in filled)
    if role == "level":
        return sum(cell.isdigit() for cell in filled) < len(filled)
    return True


def _take(candidates: list[_Candidate], free: list[int], found: dict[str, list[_Candidate]]) -> None:
    """Give columns to roles, the best fitting first; a role for one column takes no second one."""
    settled = set(found)
    for one in sorted(candidates, key=lambda one: (one.rank, one.index)):
        if one.role == "goal_title" or one.index not in free:
            continue
        doubtful = one.confidence == "likely" and one.role in settled and one.role not in ("person", "date")
        if doubtful or (one.role in found and one.role not in _MANY):
            continue
        found.setdefault(one.role, []).append(one)
        free.remove(one.index)


def _take_numbered_titles(table: Table, free: list[int], barred: set[str], found: dict[str, list[_Candidate]]) -> None:
    """Title 1, Title 2, Title 3: as many columns as the tree is deep."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for index in free:
        numbered = _NUMBERED.match(normalise(table.headers[index]))
        if numbered and numbered[1] in words().depth_headings:
            groups.setdefault(numbered[1], []).append((int(numbered[2]), index))
    best = max(groups.values(), key=len, default=[])
    if len(best) < 2 or TITLES in barred or "title" in barred:
        return
    why = "numbered headings: one column a level"
    found[TITLES] = [_Candidate(TITLES, index, "sure", 0, why) for _, index in sorted(best)]
    for _, index in best:
        free.remove(index)


def _settle_title(
    table: Table,
    free: list[int],
    barred: set[str],
    found: dict[str, list[_Candidate]],
    told: Mapping[str, ColumnGuess],
) -> None:
    """Without a title: a column of goals becomes the title of goals, else the description does."""
    if any(role in found or (role in told and told[role].indexes) for role in ("title", TITLES, "goal_title")):
        return
    goals = found.get("goal", [])
    work = [one for one in goals if normalise(table.headers[one.index]) in words().work_of_goals]
    if len(work) == 1 < len(goals) and "title" not in barred:
        found["title"] = [_Candidate("title", work[0].index, "likely", 0, "the work beside its goals")]
        found["goal"] = [one for one in goals if one is not work[0]]
        return
    above = "company_goal" in found or "mission" in found
    for one in () if above else goals:
        names = [role for role, _ in words().headings.get(normalise(table.headers[one.index]), ())]
        others = [other for other in goals if other is not one]
        ladder = any(normalise(table.headers[other.index]) in words().levels for other in others)
        if not ladder and "goal_title" in names and _fits("goal_title", table.column(one.index)):
            found["goal_title"] = [_Candidate("goal_title", one.index, "sure", 0, one.why)]
            found["goal"] = others
            return
    if not goals and not above and "description" in found and "title" not in barred:
        one = found.pop("description")[0]
        best = _best_text(table, free)
        if best is None:
            found["title"] = [_Candidate("title", one.index, "guess", 0, "the only column with text of its own")]
        else:
            found["description"] = [one]


def _settle_own_ids(table: Table, barred: set[str], found: dict[str, list[_Candidate]]) -> None:
    """ "Feature ID" beside "Feature name" is the row's own id; beside another title it names a parent."""
    title = found.get("title", [None])[0]
    if title is None or {"id", "key"} & (found.keys() | barred):
        return
    first = normalise(table.headers[title.index]).split()[:1]
    own = [one for one in found.get("parent", []) if normalise(table.headers[one.index]).split() == [*first, "id"]]
    if own:
        found["id"] = [_Candidate("id", own[0].index, "likely", 0, "the id that goes with the title")]
        found["parent"] = [one for one in found["parent"] if one not in own]


def _by_cells(
    table: Table, free: list[int], found: Mapping[str, list[_Candidate]], barred: set[str]
) -> Iterator[_Candidate]:
    for index in list(free):
        filled = [cell.strip() for cell in table.column(index)[:_SAMPLE] if cell.strip()]
        mails = sum("@" in cell and "." in cell.rpartition("@")[2] and " " not in cell for cell in filled)
        links = sum(cell.startswith(("http://", "https://")) for cell in filled)
        if filled and mails >= 0.5 * len(filled):
            yield _Candidate("person", index, "guess", 0, "the cells are e-mail addresses")
        elif filled and links >= 0.8 * len(filled) and "link" not in found and "link" not in barred:
            yield _Candidate("link", index, "guess", 0, "the cells are links")
    has_title = any(role in found for role in ("title", TITLES, "goal_title", "goal", "company_goal", "mission"))
    if not has_title and not barred & {"title", TITLES, "goal_title"}:
        best = _best_text(table, free)
        if best is not None:
            yield _Candidate("title", best, "guess", 0, "the column with the most text of its own")


def _best_text(table: Table, free: Sequence[int]) -> int | None:
    """The free column that reads most like titles: filled, each cell different, words rather than numbers."""
    scores: dict[int, float] = {}
    for index in free:
        cells = [cell.strip() for cell in table.column(index)[:_SAMPLE]]
        filled = [cell for cell in cells if cell and amount(cell) is None and any(map(str.isalpha, cell))]
        if len(filled) >= 0.5 * len(cells):
            typical = sorted(map(len, filled))[len(filled) // 2]
            scores[index] = len(set(filled)) / len(cells) * min(typical, 60) / (1 + max(0, typical - 120) / 60)
    return max(scores, key=lambda index: scores[index], default=None)


def _guess(role: str, ones: Sequence[_Candidate], table: Table) -> ColumnGuess:
    ordered = ones if role == TITLES else sorted(ones, key=lambda one: one.index)
    doubts = ("sure", "likely", "guess")
    worst = max(ones, key=lambda one: doubts.index(one.confidence))
    return ColumnGuess(
        role=role,
        headers=tuple(table.headers[one.index] for one in ordered),
        indexes=tuple(one.index for one in ordered),
        confidence=worst.confidence,
        why=worst.why,
    )
