"""The answers of a register run as a table file: a row for each subject and clause, clause by clause and some rows at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from huiqi_rules.api.register import RegisterRun
from huiqi_rules.api.summaries import ClauseSummary
from huiqi_rules.tables.writing import write_relations, write_table

HEADER: Final = (
    "subject", "name", "policy", "policy_title", "version", "clause", "clause_name", "outcome", "failed", "missing",
    "amount_low", "amount_high", "conditions", "as_of", "pack_hash",
)  # fmt: skip
# Rows that are put in order at a time: a register's under all its clauses would fill the memory.
ROWS_AT_ONCE: Final = 25_000


def write_results(run: RegisterRun, path: str) -> int:
    """Write every answer of a run to a .parquet, .csv or .xlsx file; return the number of rows.

    Amounts are yuan, the same twice where exact, empty where unknown; `failed` and `missing` hold ids separated by "; ".
    Raises `TableError` where the file cannot be written or would have too many rows.
    """
    run.connection.execute('CREATE OR REPLACE TEMP TABLE who ("row#" BIGINT, subject VARCHAR, name VARCHAR)')
    _fill(run)
    return write_relations(path, _relations(run), header=HEADER)


def _relations(run: RegisterRun) -> Iterator[Any]:
    """Yield the answers in the order of the file: by policy, clause and row; of nobody's answers too there is one relation."""
    ordered = sorted(run.summaries, key=lambda one: (one.policy, one.clause))
    for one in ordered:
        for start in range(0, len(run.subjects), ROWS_AT_ONCE):
            yield run.connection.sql(_query(run, one, start))
    if not ordered:
        yield run.connection.sql(_query(run, None, 0))


def _query(run: RegisterRun, clause: ClauseSummary | None, start: int) -> str:
    titles = ("", "") if clause is None else (clause.policy_title.zh, clause.clause_name.zh)
    title, name = map(_text, titles)
    asked = "FALSE" if clause is None else f"a.policy = {_text(clause.policy)} AND a.clause = {_text(clause.clause)}"
    return (
        f"SELECT w.subject, w.name, a.policy, {title} AS policy_title, a.version, a.clause, {name} AS clause_name, "
        "CASE WHEN a.outcome THEN 'met' WHEN NOT a.outcome THEN 'not_met' ELSE 'unknown' END AS outcome, "
        "array_to_string(a.failed, '; ') AS failed, array_to_string(a.missing, '; ') AS missing, "
        "a.amount_low, a.amount_high, array_to_string(a.conditions, '; ') AS conditions, "
        f"DATE '{run.day.isoformat()}' AS as_of, {_text(run.engine.checked.rulebook.hash)} AS pack_hash "
        f'FROM answers AS a JOIN who AS w USING ("row#") WHERE {asked} '
        f'AND a."row#" BETWEEN {start} AND {start + ROWS_AT_ONCE - 1} ORDER BY a."row#"'
    )


def _fill(run: RegisterRun) -> None:
    """Put the names beside the rows, through a Parquet file: row by row would be slow."""
    with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
        path = str(Path(folder, "who.parquet"))
        rows = ((row, subject, name) for row, (subject, name) in enumerate(zip(run.subjects, run.names, strict=True)))
        write_table(path, ("row#", "subject", "name"), rows, types=("BIGINT", "VARCHAR", "VARCHAR"))
        run.connection.execute("INSERT INTO who SELECT * FROM read_parquet(?)", [path])


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
