"""The answers of a register run as a table file: a row for each subject and clause."""

from __future__ import annotations

import tempfile
from pathlib import Path

from huiqi_rules.api.register import RegisterRun
from huiqi_rules.tables.writing import write_relation, write_table

HEADER = (
    "subject", "name", "policy", "policy_title", "version", "clause", "clause_name", "outcome", "failed", "missing",
    "amount_low", "amount_high", "conditions", "as_of", "pack_hash",
)  # fmt: skip


def write_results(run: RegisterRun, path: str) -> int:
    """Write every answer of a run to a .parquet, .csv or .xlsx file; return the number of rows.

    Amounts are yuan, the same twice where exact, empty where unknown; `failed` and `missing` hold ids separated by "; ".
    Raises `TableError` where the file cannot be written or would have too many rows.
    """
    connection = run.connection
    connection.execute('CREATE OR REPLACE TEMP TABLE who ("row#" BIGINT, subject VARCHAR, name VARCHAR)')
    _fill(run)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE titles (policy VARCHAR, version VARCHAR, clause VARCHAR, title VARCHAR, name VARCHAR)"
    )
    titles = [(one.policy, one.version, one.clause, one.policy_title.zh, one.clause_name.zh) for one in run.summaries]
    if titles:
        connection.executemany("INSERT INTO titles VALUES (?, ?, ?, ?, ?)", titles)
    relation = connection.sql(
        "SELECT w.subject, w.name, a.policy, t.title AS policy_title, a.version, a.clause, t.name AS clause_name, "
        "CASE WHEN a.outcome THEN 'met' WHEN NOT a.outcome THEN 'not_met' ELSE 'unknown' END AS outcome, "
        "array_to_string(a.failed, '; ') AS failed, array_to_string(a.missing, '; ') AS missing, "
        "a.amount_low, a.amount_high, array_to_string(a.conditions, '; ') AS conditions, "
        f"DATE '{run.day.isoformat()}' AS as_of, '{run.engine.checked.rulebook.hash}' AS pack_hash "
        'FROM answers AS a JOIN who AS w USING ("row#") JOIN titles AS t USING (policy, version, clause) '
        'ORDER BY a.policy, a.clause, a."row#"'
    )
    return write_relation(path, relation, header=HEADER)


def _fill(run: RegisterRun) -> None:
    """Put the names beside the rows, through a Parquet file: row by row would be slow."""
    with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
        path = str(Path(folder, "who.parquet"))
        rows = ((row, subject, name) for row, (subject, name) in enumerate(zip(run.subjects, run.names, strict=True)))
        write_table(path, ("row#", "subject", "name"), rows, types=("BIGINT", "VARCHAR", "VARCHAR"))
        run.connection.execute("INSERT INTO who SELECT * FROM read_parquet(?)", [path])
