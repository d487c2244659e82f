"""What PostgreSQL plans by: how many rows its tables hold, counted again where many came at once.

By itself it counts some minutes later. Until then it takes a table that was just filled for an empty one, and compares each row with
each: minutes instead of seconds. So whoever writes rows in bulk says how many (`copying` does it for its callers).
"""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

MANY_ROWS: Final = 1_000
# Every second row is new, gone or changed: its watch, which counts at every tenth, comes in time for less.
_GROWN = """
select format('%%I.%%I', schemaname, relname) from pg_stat_user_tables
where schemaname = current_schema() and n_mod_since_analyze >= greatest(%s, n_live_tup / 2)
order by relname
"""


def count_after(rows: int) -> None:
    """Have what grew counted once the transaction at hand is committed, if so many rows were written that it matters."""
    if rows >= MANY_ROWS:
        # What was written stands; should counting fail, it is logged, and PostgreSQL counts by itself later.
        transaction.on_commit(count_grown, robust=True)


def count_grown() -> list[str]:
    """Count the tables in which many rows changed since they were counted last; return their names.

    One that somebody else counts at this moment is left to them.
    """
    with connection.cursor() as cursor:
        # A session tells what it wrote about once a second; this one at the end of this statement.
        cursor.execute("select pg_stat_force_next_flush()")
        cursor.execute(_GROWN, [MANY_ROWS])
        tables = [name for (name,) in cursor.fetchall()]
        if tables:
            cursor.execute(f"analyze (skip_locked) {', '.join(tables)}")
    return tables


def count_anew() -> None:
    """Count all tables, within a transaction too: for one that goes on to work with what it filled."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")
