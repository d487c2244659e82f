"""The answers of a whole register as one table: a row for each subject and clause, made in batches of clauses.

Columns: `row#`, policy, version, clause, outcome (true, false, NULL for unknown), failed and missing (lists of ids),
amount_low and amount_high in yuan (0 where refused, NULL where unknown), before_low and before_high (before the clause's
own ceiling), conditions (each as `id=met`, `id=not_met` or `id=unknown`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from huiqi_rules.columnar.dialects import DUCKDB
from huiqi_rules.columnar.query import rows_query
from huiqi_rules.columnar.store import ROW
from huiqi_rules.plan.build import ClauseColumns, Plan, answer_columns

ANSWERS = "answers"
_MONEY = "DECIMAL(24,2)"


def create_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty table of answers."""
    connection.execute(
        f'CREATE OR REPLACE TABLE {ANSWERS} ("{ROW}" BIGINT, policy VARCHAR, version VARCHAR, clause VARCHAR, '
        f"outcome BOOLEAN, failed VARCHAR[], missing VARCHAR[], amount_low {_MONEY}, amount_high {_MONEY}, "
        f"before_low {_MONEY}, before_high {_MONEY}, conditions VARCHAR[])"
    )


def run_plan(connection: duckdb.DuckDBPyConnection, plan: Plan, source: str) -> None:
    """Answer all clauses of a plan over a relation in one pass and add them to the table of answers."""
    columns = (ROW, *answer_columns(plan))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE batch AS {rows_query(plan, _quoted(source), columns)}")
    for clause in plan.clauses:
        connection.execute(f"INSERT INTO {ANSWERS} {_answer_query(clause)}")


def clause_rows(
    connection: duckdb.DuckDBPyConnection, clause: ClauseColumns
) -> Iterable[tuple[int, Mapping[str, object]]]:
    """Return the key columns of a clause's rows that are not refused, from the batch just run, by row number."""
    names = tuple(clause.keys.values())
    chosen = ", ".join(_quoted(name) for name in (ROW, *names))
    query = f"SELECT {chosen} FROM batch WHERE {_quoted(clause.outcome)} IS DISTINCT FROM FALSE ORDER BY {_quoted(ROW)}"
    for row in connection.execute(query).fetchall():
        yield row[0], dict(zip(clause.keys, row[1:], strict=True))


def replace_answers(connection: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[object]]) -> None:
    """Put settled answers in the place of those before the limits: (row, policy, clause, outcome, failed, missing, low, high)."""
    connection.execute(
        'CREATE OR REPLACE TEMP TABLE settled ("row#" BIGINT, policy VARCHAR, clause VARCHAR, outcome BOOLEAN, '
        f"failed VARCHAR[], missing VARCHAR[], amount_low {_MONEY}, amount_high {_MONEY})"
    )
    # Column by column in one statement: row by row takes a millisecond each.
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    if rows:
        connection.execute(f"INSERT INTO settled SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)
    connection.execute(
        f"UPDATE {ANSWERS} SET outcome = s.outcome, failed = s.failed, missing = s.missing, amount_low = s.amount_low, "
        f'amount_high = s.amount_high FROM settled AS s WHERE {ANSWERS}."{ROW}" = s."{ROW}" '
        f"AND {ANSWERS}.policy = s.policy AND {ANSWERS}.clause = s.clause"
    )


def columns_of(
    connection: duckdb.DuckDBPyConnection, policy: str, clause: str
) -> tuple[str, list[int | None], list[int | None]]:
    """Return one clause's answers as columns by row: outcomes as one text of `m`, `n` and `u`, both ends of the amounts in fen."""
    fen = ", ".join(f'list(CAST({end} * 100 AS HUGEINT) ORDER BY "{ROW}")' for end in ("amount_low", "amount_high"))
    outcome = "CASE outcome WHEN TRUE THEN 'm' WHEN FALSE THEN 'n' ELSE 'u' END"
    query = f"SELECT string_agg({outcome}, '' ORDER BY \"{ROW}\"), {fen} FROM {ANSWERS} WHERE policy = ? AND clause = ?"
    found = connection.execute(query, [policy, clause]).fetchone()
    assert found is not None
    outcomes, low, high = found
    return outcomes or "", low or [], high or []


def reasons_of(
    connection: duckdb.DuckDBPyConnection, policy: str, clause: str
) -> list[tuple[list[str], list[str], list[int]]]:
    """Return one clause's reasons, each once: what failed, what is missing, and the rows for which it is so."""
    query = (
        f'SELECT failed, missing, list("{ROW}" ORDER BY "{ROW}") FROM {ANSWERS} WHERE policy = ? AND clause = ? '
        f'GROUP BY failed, missing ORDER BY min("{ROW}")'
    )
    return connection.execute(query, [policy, clause]).fetchall()


def _answer_query(clause: ClauseColumns) -> str:
    outcome = _quoted(clause.outcome)
    failed = _listing((need, f"NOT {_quoted(column)}") for need, column in clause.conditions.items())
    missing = _listing((name, _quoted(column)) for name, column in clause.missing.items())
    money = (clause.amount_low, clause.amount_high, clause.before_low, clause.before_high)
    amounts = ", ".join(f"CAST({_quoted(name)} AS {_MONEY})" if name else "NULL" for name in money)
    if clause.amount_low is None:
        amounts = f"CAST(0 AS {_MONEY}), CAST(0 AS {_MONEY}), NULL, NULL"
    return (
        f"SELECT {_quoted(ROW)}, {_text(clause.policy)}, {_text(clause.version)}, {_text(clause.clause)}, {outcome}, "
        f"CASE WHEN NOT {outcome} THEN {failed} ELSE [] END, "
        f"CASE WHEN NOT {outcome} THEN [] ELSE {missing} END, {amounts}, "
        f"[{', '.join(_condition(need, column) for need, column in clause.conditions.items())}]::VARCHAR[] FROM batch"
    )


def _condition(need: str, column: str) -> str:
    met, refused, open_ = (_text(f"{need}={answer}") for answer in ("met", "not_met", "unknown"))
    return f"CASE WHEN {_quoted(column)} THEN {met} WHEN NOT {_quoted(column)} THEN {refused} ELSE {open_} END"


def _listing(items: Iterable[tuple[str, str]]) -> str:
    cases = [f"CASE WHEN {test} THEN {_text(name)} END" for name, test in items]
    return f"list_filter([{', '.join(cases)}], lambda x: x IS NOT NULL)" if cases else "CAST([] AS VARCHAR[])"


def _quoted(name: str) -> str:
    return DUCKDB.quote(name)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
