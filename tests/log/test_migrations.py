"""Stores of every released version still open; stores of later ones, and other programs' files, are refused.

`data/v1.sql` is a store as version 0.1 wrote it, `data/v1.jsonl` its events as they were read then. Never write them
anew: a later form gets its own pair.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from alignlab.errors import StoreError
from alignlab.log.credentials import Credentials
from alignlab.log.database import Database
from alignlab.log.migrations import MIGRATIONS, Migration, migrate
from alignlab.log.schema import METADATA
from alignlab.log.sql import SqlLog

DATA = Path(__file__).parent / "data"
CODE = "KLMNPQ"


@pytest.fixture
def store_of_v1(tmp_path):
    path = tmp_path / "alignlab.sqlite3"
    raw = sqlite3.connect(path)
    raw.executescript((DATA / "v1.sql").read_text(encoding="utf-8"))
    raw.close()
    return path


def test_a_store_of_version_1(store_of_v1, draft):
    database = Database(store_of_v1)
    log = SqlLog(database)
    stored = [json.loads(line) for line in (DATA / "v1.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [asdict(event) for code in log.sessions() for event in log.read(code)] == stored
    assert log.sessions() == [CODE, "RSTUVW"]
    assert log.verify(CODE) == (True, 3)
    assert log.verify("RSTUVW") == (True, 0)
    again, new = log.append([draft("d1-2", actor="p1"), draft("new")])
    assert (again.seq, new.seq) == (6, 12)
    assert log.verify(CODE) == (True, 3)
    credentials = Credentials(database)
    assert credentials.find("ab" * 32, now=0).person == "p1"
    assert credentials.get_setting("cookie secret") == "s3cret"
    database.close()


def test_migrating_gives_the_tables_of_the_schema(tmp_path):
    database = Database(tmp_path / "log.sqlite3")
    migrate(database)
    with database.reading() as connection:
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            assert [c["name"] for c in found.get_columns(table.name)] == [c.name for c in table.columns]
        assert set(found.get_table_names()) == {*METADATA.tables, "alignlab_migrations"}
    database.close()


def test_opening_again_changes_nothing(tmp_path, draft):
    path = tmp_path / "log.sqlite3"
    for n in range(3):
        log = SqlLog(path)
        assert [event.seq for event in log.append([draft(f"i{n}")])] == [n + 1]
        log.close()


def test_a_step_and_its_record_are_one(tmp_path):
    def fails(connection):
        connection.execute(text("CREATE TABLE half_done (x INTEGER)"))
        raise StoreError("stopped in mid-step")

    steps = [*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "fails", fails)]
    database = Database(tmp_path / "log.sqlite3")
    with pytest.raises(StoreError, match="mid-step"):
        migrate(database, steps)
    with database.reading() as connection:
        assert "half_done" not in inspect(connection).get_table_names()
        done = connection.execute(text("SELECT number FROM alignlab_migrations")).scalars().all()
        assert done == [step.number for step in MIGRATIONS]

    steps[-1] = Migration(len(steps), "works", lambda connection: connection.execute(text("CREATE TABLE whole (x)")))
    migrate(database, steps)
    migrate(database, steps)
    with database.reading() as connection:
        assert "whole" in inspect(connection).get_table_names()
    database.close()


def test_numbers_count_from_one():
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path, draft):
    path = tmp_path / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft("a")])
    log.close()
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO alignlab_migrations VALUES (99, 'from the future', '9.0')")
    raw.commit()
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"written by a newer alignlab \(its format is 99.*install the newer"):
        SqlLog(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "recipes.sqlite3"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE recipes (name)")
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match=r"database of another program \(it has a table 'recipes'\)"):
        SqlLog(path)
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    raw.close()
