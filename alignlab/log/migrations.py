"""How a store gets from any earlier form to today's: numbered steps, each in one transaction with its own record.

A step never changes once it has been released; a later form gets a step of its own. (The first one makes the tables
of schema.py as they are; when those change, it gets its own copy of them as they were.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, func, insert, inspect, select

from alignlab import __version__
from alignlab.errors import StoreError
from alignlab.log.database import Database
from alignlab.log.schema import METADATA

_RECORDS = Table(
    "alignlab_migrations",
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("title", String, nullable=False),
    Column("alignlab", String, nullable=False),  # the version that took the step
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step. `apply` works inside a transaction that its caller opens and commits."""

    number: int
    title: str
    apply: Callable[[Connection], None]


MIGRATIONS: list[Migration] = []


def migration(title: str) -> Callable[[Callable[[Connection], None]], Callable[[Connection], None]]:
    """Add the decorated function as the next step."""

    def register(apply: Callable[[Connection], None]) -> Callable[[Connection], None]:
        MIGRATIONS.append(Migration(len(MIGRATIONS) + 1, title, apply))
        return apply

    return register


@migration("sessions, events, credentials, settings")
def _first(connection: Connection) -> None:
    METADATA.create_all(connection, checkfirst=False)


def migrate(database: Database, migrations: list[Migration] = MIGRATIONS) -> None:
    """Bring the store to today's form. Raises StoreError if it is not an alignlab store, or comes from a newer one."""
    with database.writing() as connection:
        done = _done(connection, database.name)
    if done > len(migrations):
        raise StoreError(
            f"The store {database.name} was written by a newer alignlab (its format is {done}, this one knows up to "
            f"{len(migrations)}). Please install the newer version, or choose another data folder with ALIGNLAB_HOME."
        )
    for step in migrations[done:]:
        with database.writing() as connection:
            step.apply(connection)
            record = {"number": step.number, "title": step.title, "alignlab": __version__}
            connection.execute(insert(_RECORDS).values(record))


def _done(connection: Connection, name: str) -> int:
    """Number of the last step taken; makes the table of records in an empty file."""
    tables = inspect(connection).get_table_names()
    if _RECORDS.name in tables:
        return int(connection.execute(select(func.coalesce(func.max(_RECORDS.c.number), 0))).scalar_one())
    if tables:
        raise StoreError(
            f"{name} is a database of another program (it has a table {tables[0]!r}); alignlab leaves it as it is. "
            "Please choose another data folder with ALIGNLAB_HOME."
        )
    _RECORDS.create(connection)
    return 0
