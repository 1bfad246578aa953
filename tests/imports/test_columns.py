"""Guessed columns, corrections, values, shapes of trees, pasted lists, joined files and the preview."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from alignlab import imports
from alignlab.errors import InvalidInput
from alignlab.imports import values
from alignlab.imports.preview import ROLE_WORDS, render
from alignlab.imports.words import normalise, words

SAMPLES = Path(__file__).parents[2] / "workshops" / "samples"


def read(text: str, **options: object) -> imports.Import:
    return imports.read_bytes(text.encode(), "work.csv", **options)  # type: ignore[arg-type]


def parents(found: imports.Import) -> dict[str, tuple[str, ...]]:
    titles = {one.id: one.title for one in (*found.items, *found.goals)}
    return {one.title: tuple(titles.get(above, above) for above in one.parents) for one in (*found.goals, *found.items)}


# headings


@pytest.mark.parametrize(
    "headings",
    [
        "Summary,Issue key,Status,Assignee,Story Points,Parent,Owner team",
        "Zusammenfassung,Vorgangsschlüssel,Status,Zugewiesene Person,Story Points,Übergeordnet,Verantwortliches Team",
        "Résumé,Clé de ticket,État,Responsable,Points,Parent,Équipe",
        "Resumen,Clave de incidencia,Estado,Persona asignada,Puntos,Principal,Equipo",
        "Resumo,Chave da item,Status,Responsável,Pontos,Pai,Equipe",
        "Samenvatting,Issuesleutel,Status,Toegewezene,Punten,Bovenliggend,Team",
        "Riepilogo,Chiave ticket,Stato,Assegnatario,Punti,Padre,Squadra",
        "要約,課題キー,ステータス,担当者,ストーリーポイント,親,チーム",
    ],
)
def test_the_same_export_in_eight_languages(headings: str) -> None:
    found = read(f"{headings}\nBig one,AB-1,open,Kim,8,,Blue\nSmall one,AB-2,open,Bo,3,AB-1,Red\n")
    assert [(one.id, one.title, one.team, one.capacity, one.unit, one.parents) for one in found.items] == [
        ("AB-1", "Big one", "Blue", 8.0, "points", ()),
        ("AB-2", "Small one", "Red", 3.0, "points", ("AB-1",)),
    ]
    assert len(found.hidden) == 1


def test_headings_are_compared_loosely() -> None:
    assert {normalise(one) for one in ("Parent_ID*", "parentId", " parent-id:", "PARENT\nID", "Parent/ID")} == {
        "parent id"
    }


def test_every_role_has_words_for_the_preview() -> None:
    assert set(imports.ROLES) - {"extra"} <= set(ROLE_WORDS)
    assert {role for roles in words().headings.values() for role, _ in roles} <= set(imports.ROLES)


def test_each_guess_says_why_and_how_sure() -> None:
    found = read("Key,Title of the thing,Foo\nA,Fix the bell,https://x.example/1\nB,Paint,https://x.example/2\n")
    assert {role: (guess.headers, guess.confidence) for role, guess in found.columns.items()} == {
        "key": (("Key",), "sure"),
        "title": (("Title of the thing",), "likely"),
        "link": (("Foo",), "guess"),
    }
    assert all(guess.why for guess in found.columns.values())


def test_unknown_headings_leave_the_title_to_the_cells() -> None:
    found = read("Xx,Yy,Zz\n1,Mend the roof of the shed,a\n2,Count the chairs,a\n3,Oil the gate,b\n")
    assert [one.title for one in found.items] == ["Mend the roof of the shed", "Count the chairs", "Oil the gate"]
    assert found.columns["title"].confidence == "guess"
    assert found.items[0].extras == {"Xx": "1", "Zz": "a"}


def test_mail_addresses_are_people_whatever_the_heading_says() -> None:
    found = read("Title,Foo\nOne,a.b@firm.example\nTwo,c@firm.example\n")
    assert found.hidden == ("Foo",)


def test_unnamed_empty_and_repeated_columns() -> None:
    found = read("Title,,Empty,Tag,Tag\nOne,x,,a,b\nTwo,,,,c\n")
    assert found.headers == ("Title", "Column B", "Tag", "Tag")
    assert [one.extras for one in found.items] == [{"Column B": "x", "Tag": "a, b"}, {"Tag": "c"}]
    assert found.extras == ("Column B", "Tag")


# corrections


def test_corrections_win_over_guesses() -> None:
    text = "Title,Headline,Owner,Days\nx1,Fix the bell,Blue,2\nx2,Paint,Red,3\n"
    found = read(text, columns={"title": "headline", "key": 1, "owner_team": "Owner", "capacity": None})
    assert [(one.id, one.title, one.team, one.capacity) for one in found.items] == [
        ("x1", "Fix the bell", "Blue", None),
        ("x2", "Paint", "Red", None),
    ]
    assert found.columns["title"].confidence == "told"
    assert found.hidden == ()
    assert found.items[0].extras == {"Days": "2"}


def test_a_person_column_is_kept_when_one_asks_for_it() -> None:
    assert read("Title,Assignee\nOne,Kim\n", columns={"extra": ["Assignee"]}).items[0].extras == {"Assignee": "Kim"}


def test_wrong_corrections_say_what_there_is() -> None:
    with pytest.raises(InvalidInput, match="Columns: Title, Days"):
        read("Title,Days\nOne,2\n", columns={"title": "Headline"})
    with pytest.raises(InvalidInput, match="no role 'titel'"):
        read("Title,Days\nOne,2\n", columns={"titel": "Title"})
    with pytest.raises(InvalidInput, match="no column 3"):
        read("Title,Days\nOne,2\n", columns={"title": 3})


def test_the_row_of_the_headings_can_be_told() -> None:
    assert [one.title for one in read("a\nb\nTitle\nOne\n", header=3).items] == ["One"]
    assert [one.title for one in read("Title\nOne\n", header=0).items] == ["Title", "One"]
    with pytest.raises(InvalidInput, match="row 9 cannot hold the headings"):
        read("Title\nOne\n", header=9)


# values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", (3.0, "")),
        ("3,5", (3.5, "")),
        ("1.234,5", (1234.5, "")),
        ("1,234.5", (1234.5, "")),
        ("3 d", (3.0, "days")),
        ("16h", (16.0, "hours")),
        ("1w 2d", (7.0, "days")),
        ("5 person-days", (5.0, "days")),
        ("2 PT", (2.0, "days")),
        ("5人日", (5.0, "days")),
        ("-2", (-2.0, "")),
        ("3 apples", None),
        ("soon", None),
        ("", None),
    ],
)
def test_amounts(text: str, expected: tuple[float, str] | None) -> None:
    assert values.amount(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-10-09T08:00:00.000Z", "2026-10-09"),
        ("01/Jun/26 9:00 AM", "2026-06-01"),
        ("1. März 2026", "2026-03-01"),
        ("5 de junio de 2026", "2026-06-05"),
        ("23.10.2024 11:02", "2024-10-23"),
        ("Aug 12, 2025", "2025-08-12"),
        ("Mon Aug 18 2025 09:12:44 GMT+0000 (GMT)", "2025-08-18"),
        ("2026年3月1日", "2026-03-01"),
        ("13/04/2026", "2026-04-13"),
        ("03/04/2026", "03/04/2026"),
        ("Q3 2026", "Q3 2026"),
        ("12 Aug - 14 Aug", "12 Aug - 14 Aug"),
        ("31.02.2026", "31.02.2026"),
        ("October 20, 2025 → October 24, 2025", "October 20, 2025 → October 24, 2025"),
    ],
)
def test_dates_stay_text_unless_sure(text: str, expected: str) -> None:
    assert values.dates([text]) == [expected]


def test_a_column_tells_which_number_is_the_day() -> None:
    assert values.dates(["03/04/2026", "13/04/2026"]) == ["2026-04-03", "2026-04-13"]
    assert values.dates(["03/04/2026", "04/13/2026"]) == ["2026-03-04", "2026-04-13"]
    assert values.dates(["03/04/2026", "04/13/2026", "13/04/2026"])[0] == "03/04/2026"


def test_mixed_units_become_days() -> None:
    found = read("Title,Effort\nOne,4h\nTwo,2\nThree,1w\n")
    assert [(one.capacity, one.unit) for one in found.items] == [(0.5, "days"), (2.0, "days"), (5.0, "days")]
    assert any("mixes days, hours and weeks" in one for one in found.warnings)


def test_seconds_of_jira_become_hours() -> None:
    found = read("Summary,Issue key,Original estimate\nOne,A-1,28800\nTwo,A-2,38h\n")
    assert [(one.capacity, one.unit) for one in found.items] == [(8.0, "hours"), (38.0, "hours")]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Effort (PD)", "days"),
        ("Hours", "hours"),
        ("Story points", "points"),
        ("Aufwand [PT]", "days"),
        ("Weight", "weight"),
    ],
)
def test_the_heading_tells_the_unit(heading: str, unit: str) -> None:
    assert read(f"Title,{heading}\nOne,4\n").items[0].unit == unit


# trees


@pytest.mark.parametrize(
    "text",
    [
        "ID,Title,Parent ID\n1,House,\n2,Roof,1\n3,Tiles,2\n",
        "ID,Title,Parent\n1,House,\n2,Roof,House\n3,Tiles,roof\n",
        "ID,Title,Parent\n1,House,\n2,Roof,1: House\n3,Tiles,2 - Roof\n",
        "Key,Title,Parent\nH-1,House,\nH-2,Roof,H-1 House\nH-3,Tiles,h-2\n",
        "Title,URL,Parent issue\nHouse,https://g.example/o/r/issues/1,\nRoof,https://g.example/o/r/issues/2,o/r#1\n"
        "Tiles,https://g.example/o/r/issues/3,https://g.example/o/r/issues/2\n",
        "Title\nHouse\n  Roof\n    Tiles\n",
        "Title\nHouse\n\tRoof\n\t\tTiles\n",
        "Level 1,Level 2,Level 3\nHouse,,\n,Roof,\n,,Tiles\n",
        "Level 1,Level 2,Level 3\nHouse,Roof,Tiles\n",
        "WBS,Title\n1,House\n1.1,Roof\n1.1.1,Tiles\n",
        "Level,Title\n1,House\n2,Roof\n3,Tiles\n",
        "Title\nHouse\nHouse: Roof\nHouse: Roof / Tiles\n",
    ],
)
def test_parents_in_every_form(text: str) -> None:
    found = parents(read(text))
    last = [above[-1] if above else None for above in found.values()]
    assert [title.split(": ")[-1].split(" / ")[-1] for title in found] == ["House", "Roof", "Tiles"]
    assert last[:2] == [None, "House"]
    assert last[2] in ("Roof", "House: Roof", "House")


def test_a_number_in_front_of_words_is_no_id() -> None:
    found = read("ID,Title,Parent\n3,House,\n4,Roof,3 new rooms\n")
    assert found.items[1].parents == ()
    assert found.items[1].extras == {"Parent": "3 new rooms"}
    assert "1 row names a parent that has no row here (3 new rooms)" in " ".join(found.warnings)


def test_columns_of_goals_become_a_map() -> None:
    found = read(
        "Mission,Company goal,Team goal,Item\nEasy,Grow,Checkout,Invoice\nEasy,Trust,Reliability,Paging\n"
        ",Trust,,Audit\n,,,Odd job\nEasy,Grow,Search,\n"
    )
    assert parents(found) == {
        "Easy": (),
        "Grow": ("Easy",),
        "Checkout": ("Grow",),
        "Trust": ("Easy",),
        "Reliability": ("Trust",),
        "Search": ("Grow",),
        "Invoice": ("Checkout",),
        "Paging": ("Reliability",),
        "Audit": ("Trust",),
        "Odd job": (),
    }
    assert [one.level.value for one in found.goals][:3] == ["mission", "company goal", "team goal"]


def test_merged_looking_goal_cells_hold_for_their_block() -> None:
    found = read("Goal,Task,Days\nCalm nights,Paging,1\n,Alarms,2\n,Drill,3\nFewer calls,Help texts,1\n,Guide,2\n")
    assert [above for (above,) in list(parents(found).values())[2:]] == ["Calm nights"] * 3 + ["Fewer calls"] * 2
    assert any("only where a block begins" in one for one in found.warnings)


def test_objectives_above_key_results() -> None:
    found = read("Objective,Key result\nGrow,60 operators\nGrow,Half leave less\nTrust,No night call\n")
    assert parents(found) == {
        "Grow": (),
        "60 operators": ("Grow",),
        "Half leave less": ("Grow",),
        "Trust": (),
        "No night call": ("Trust",),
    }
    assert [one.level.value for one in found.goals][:2] == ["company goal", "team goal"]


def test_shares_that_do_not_add_up_are_told() -> None:
    found = read("Goal,Level,Share\nGrow,company goal,50%\nTrust,company goal,30%\nCalm,company goal,120%\n")
    assert [one.announced for one in found.goals] == [50.0, 30.0, None]
    assert "The announced shares add up to 80 %, not to 100 %. Is a goal missing, or a share?" in found.warnings
    assert "The share in row 4 is 120 %; it was left empty. Give 0 to 100." in found.warnings


# pasted lists


def test_a_pasted_list() -> None:
    found = imports.paste(
        "- Alpha\n  * Beta\n    1. Gamma, or so\n• Delta\n\n[x] Epsilon\n2) Zeta\n2024 budget\n- Alpha\n"
    )
    assert parents(found) == {
        "Alpha": (),
        "Beta": ("Alpha",),
        "Gamma, or so": ("Beta",),
        "Delta": (),
        "Epsilon": (),
        "Zeta": (),
        "2024 budget": (),
    }
    assert [(one.row, one.why) for one in found.left_out] == [(9, "has the same title as row 1")]
    assert [one.id for one in found.items][:3] == ["alpha", "beta", "gamma-or-so"]
    assert found.warnings == ()


def test_cells_copied_from_a_spreadsheet() -> None:
    found = imports.paste('Title\tEffort (PD)\n"Two\nlines"\t3\nOther\t5\n')
    assert [(one.title, one.capacity) for one in found.items] == [("Two lines", 3.0), ("Other", 5.0)]


def test_nothing_pasted() -> None:
    with pytest.raises(InvalidInput, match="one line an item"):
        imports.paste(" \n ")


# two files


def test_the_sample_of_a_boat_company() -> None:
    work = imports.read(SAMPLES / "backlog.csv")
    goals = imports.read(SAMPLES / "goals.csv")
    both = imports.join(work, goals)
    assert (len(both.items), len(both.goals), both.warnings) == (24, 9, ())
    days = {one.id: one.capacity or 0.0 for one in both.items}
    without = [one.id for one in both.items if not one.parents]
    assert (sum(days.values()), len(without), sum(days[one] for one in without)) == (160.0, 4, 31.0)
    reliability = next(one for one in both.goals if one.title == "Reliability")
    served = sum(days[one.id] / len(one.parents) for one in both.items if reliability.id in one.parents)
    assert round(100 * served / 160) == 9
    assert {one.unit for one in both.items} == {"days"}
    assert work.references == ("G6", "G5", "G9", "G8", "G7")
    assert sum(one.announced or 0 for one in both.goals) == 100


def test_joining_by_title_and_dropping_what_leads_nowhere() -> None:
    work = read("Item,Goal\nA,Reliability\nB,G9\nC,Something new\n")
    goals = read("Key,Goal,Level\nG1,Reliability,team goal\nG2,Calm,team goal\n")
    both = imports.join(work, goals)
    assert {one.title: one.parents for one in both.items} == {"A": ("G1",), "B": (), "C": ("something-new",)}
    assert [one.id for one in both.goals] == ["G1", "G2", "something-new"]
    assert any("in neither file: G9." in one for one in both.warnings)


# exports and sheets as people have them


@pytest.mark.parametrize(
    ("text", "items", "goals"),
    [
        (  # a column of levels is no transposed sheet
            "Level,Title,Parent\nMission,Calm boats,\nCompany goal,Growth,Calm boats\nTeam goal,Self-serve,Growth\n"
            "Work,Paging,Self-serve\n",
            {"Paging": ("self-serve",)},
            {"Calm boats": (), "Growth": ("calm-boats",), "Self-serve": ("growth",)},
        ),
        (  # goals in merged cells beside the work that serves them
            "Objective,Key Result,Initiative,Days\nGrow,10 shops,Translate,3\n,,Open account,2\n"
            "Trust,Up,Paging,5\n,,Drill,1\n",
            {"Translate": ("10-shops",), "Open account": ("10-shops",), "Paging": ("up",), "Drill": ("up",)},
            {"Grow": (), "10 shops": ("grow",), "Trust": (), "Up": ("trust",)},
        ),
        (  # a board in groups, with headings again, those of subitems, and sums
            "Roadmap,,,\nThis month,,,\nName,Status,Days,Goal\nPaging,Doing,3,Trust\n"
            "Subitems,Name,Status,Date\n,Write,Done,\n,,3,\nNext month,,,\nName,Status,Days,Goal\nExport,,8,Trust\n",
            {"Paging": ("trust",), "Export": ("trust",)},
            {"Trust": ()},
        ),
        ("| Title | Days |\n|---|---:|\n| Paging | 3 |\n| Drill | 2 |\n", {"Paging": (), "Drill": ()}, {}),
        ("- Paging\n  - Drill\n1. Export\n[x] Sign-up\n-----\n", dict.fromkeys(("Export", "Sign-up")), {}),
        ("Title,Days\n\u200bPaging,#REF!\nDrill,2\n#N/A,1\n", {"Paging": (), "Drill": ()}, {}),
    ],
    ids=["levels", "okr", "board", "markdown", "list", "errors"],
)
def test_sheets_made_by_hand(text: str, items: dict[str, object], goals: dict[str, object]) -> None:
    found = read(text)
    made = {one.title: one.parents for one in found.items}
    assert {title: made[title] or items[title] for title in items} == items
    assert {one.title: one.parents for one in found.goals} == goals
    if "Export" not in items or goals:
        assert list(made) == list(items)


def test_the_id_beside_a_title_is_its_own_and_a_parent_beside_another() -> None:
    found = read("Feature name,Feature ID,Parent,Days\nPaging,101,,3\nRunbook,102,101,2\n")
    assert {one.id: one.parents for one in found.items} == {"101": (), "102": ("101",)}
    other = read("Title,Feature ID,Days\nRunbook,101,2\nWatch,101,1\n")
    assert other.columns["parent"].headers == ("Feature ID",)


def test_rows_of_two_encodings_are_each_read_in_their_own() -> None:
    found = imports.read_bytes("Title,Days\nRückgabe,3\n".encode("cp1252") + "Größe,2\n".encode(), "both.csv")
    assert [item.title for item in found.items] == ["Rückgabe", "Größe"]
    assert "mixes two ways to write letters" in found.warnings[0]


def test_milliseconds_of_clickup_become_hours() -> None:
    head = "Task ID,Task Name,Time Estimate,List Name,Folder Name"
    [item] = read(f"{head}\n86a,Paging,28800000,L,F\n").items
    assert (item.capacity, item.unit) == (8, "hours")


def test_a_column_of_amounts_without_amounts_says_so() -> None:
    found = read("Title,Days\nPaging,(2)\nDrill,NaN\n")
    assert "'Days' reads like the size of the work, but most of its cells hold no amount." in found.warnings


# preview


def test_a_preview_is_plain_data_without_people() -> None:
    found = read("Title,Assignee,Days,Foo\n" + "".join(f"Item {n},Kim,{n},{'long ' * 40}\n" for n in range(1, 21)))
    preview = found.preview(5)
    assert (len(preview.rows), preview.more_rows) == (5, 15)
    assert preview.rows[0].cells[:3] == ("Item 1", "hidden", "1")
    assert len(preview.rows[0].cells[3]) == 80
    assert [column.role for column in preview.columns] == ["title", "person", "capacity", ""]
    assert preview.counts == "20 items, 0 goals, 210 days"
    assert "Kim" not in json.dumps(preview.model_dump())


def test_the_terminal_preview_shows_guesses_and_no_markup() -> None:
    found = read("Title of it,Assignee,Days\n[red]Paint[/red],Kim,2\n[link=http://x.example]y,Bo,-3\n")
    out = io.StringIO()
    Console(file=out, width=120, force_terminal=False).print(render(found))
    shown = out.getvalue()
    assert "[red]Paint[/red]" in shown
    assert "title ?" in shown
    assert "Hidden, names of people: Assignee" in shown
    assert "Kim" not in shown
    assert "below zero in row 3" in shown


def test_a_question_about_the_columns_ends_when_somebody_has_answered_it() -> None:
    text = "Paging,3\nBilling export,5\nA very long line about the second importer,2\n"
    assert "No headings were found" in " ".join(read(text).warnings)
    told = read(text, columns={"title": 1, "capacity": 2})
    assert told.warnings == ()
    assert [item.capacity for item in told.items] == [3, 5, 2]
    torn = "Title,Team; place,Days,Note\nOne,A,2\nTwo,B,3\nThree,C,4\n"
    assert "check the columns" in " ".join(read(torn).warnings)
    assert read(torn, columns={"title": 1, "owner_team": 2, "capacity": 3}).warnings == ()


def test_what_a_correction_does_not_answer_stays_and_what_it_brings_is_told() -> None:
    text = "Title,Days,Owner\nOne,2,Kim\nTwo,-1,Jo\n"
    first = read(text).warnings
    assert any("names of people are hidden" in one for one in first)
    told = read(text, columns={"title": 1, "capacity": 2, "person": None, "extra": 3}).warnings
    assert not any("names of people" in one for one in told)
    assert any("below zero in row 3" in one for one in told)
    assert not any("below zero" in one for one in read(text, columns={"title": 1, "capacity": None}).warnings)
