"""The answers of a whole register as one relation: a row for each subject and clause, made in batches of clauses.

Columns: `row#`, policy, version, clause, outcome (true, false, NULL for unknown), failed and missing (lists of ids),
amount_low and amount_high in yuan (0 where refused, NULL where unknown), conditions (each as `id=met`, `id=not_met` or
`id=unknown`). It is a view: rows hold short codes, and the lists stand once for each code (`reasons`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from huiqi_rules.columnar.dialects import DUCKDB
from huiqi_rules.columnar.query import rows_query
from huiqi_rules.columnar.reasons import code_query, reason_of
from huiqi_rules.columnar.store import ROW
from huiqi_rules.plan.build import ClauseColumns, Plan

ANSWERS = "answers"
_MONEY = "DECIMAL(24,2)"
_TABLES = (
    (
        f'CREATE OR REPLACE TABLE answered ("{ROW}" BIGINT, place USMALLINT, outcome BOOLEAN, code VARCHAR, '
        f"amount_low {_MONEY}, amount_high {_MONEY})"
    ),
    "CREATE OR REPLACE TABLE clauses (place USMALLINT, policy VARCHAR, version VARCHAR, clause VARCHAR)",
    "CREATE OR REPLACE TABLE reasons (place USMALLINT, code VARCHAR, failed VARCHAR[], missing VARCHAR[], conditions VARCHAR[])",
    (
        f'CREATE OR REPLACE VIEW {ANSWERS} AS SELECT "{ROW}", policy, version, clause, outcome, failed, missing, amount_low, '
        "amount_high, conditions FROM answered JOIN clauses USING (place) JOIN reasons USING (place, code)"
    ),
)
_PLACE = "(SELECT place FROM clauses WHERE policy = ? AND clause = ?)"


def create_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty relation of answers."""
    for statement in _TABLES:
        connection.execute(statement)


def run_plan(connection: duckdb.DuckDBPyConnection, plan: Plan, source: str) -> None:
    """Answer all clauses of a plan over a relation in one pass and add them to the answers."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE batch AS {rows_query(plan, _quoted(source), _columns(plan))}")
    found = connection.execute("SELECT count(*) FROM clauses").fetchone()
    assert found is not None
    reasons: list[tuple[object, ...]] = []
    for place, clause in enumerate(plan.clauses, start=found[0]):
        head = (place, clause.policy, clause.version, clause.clause)
        connection.execute("INSERT INTO clauses VALUES (?, ?, ?, ?)", head)
        connection.execute(f"INSERT INTO answered {_answer_query(clause, place)}")
        codes = connection.execute("SELECT DISTINCT code FROM answered WHERE place = ? ORDER BY code", [place])
        for (code,) in codes.fetchall():
            reason = reason_of(clause, code)
            reasons.append((place, code, reason.failed, reason.missing, reason.conditions))
    _insert(connection, "reasons", reasons)


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
    """Put settled answers in the place of those before the limits: (row, policy, clause, outcome, failed, missing, low, high).

    What the limits say is a reason of its own, with the conditions of the answer before.
    """
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE settled ("{ROW}" BIGINT, policy VARCHAR, clause VARCHAR, outcome BOOLEAN, '
        f"failed VARCHAR[], missing VARCHAR[], amount_low {_MONEY}, amount_high {_MONEY})"
    )
    _insert(connection, "settled", rows)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE changed AS SELECT s.*, a.place, a.code AS before, "
        "a.code || '=' || dense_rank() OVER (PARTITION BY a.place, a.code ORDER BY s.failed, s.missing)::VARCHAR AS after "
        f'FROM settled AS s JOIN clauses USING (policy, clause) JOIN answered AS a USING ("{ROW}", place)'
    )
    connection.execute(
        "INSERT INTO reasons SELECT DISTINCT c.place, c.after, c.failed, c.missing, r.conditions "
        "FROM changed AS c JOIN reasons AS r ON r.place = c.place AND r.code = c.before"
    )
    connection.execute(
        "UPDATE answered SET outcome = c.outcome, code = c.after, amount_low = c.amount_low, amount_high = c.amount_high "
        f'FROM changed AS c WHERE answered."{ROW}" = c."{ROW}" AND answered.place = c.place'
    )


def amounts_of(
    connection: duckdb.DuckDBPyConnection, policy: str, clause: str
) -> tuple[list[int], list[int | None], list[int | None]]:
    """Return the rows of a clause whose amount is not 0, and both ends of their amounts in fen, None where unknown."""
    fen = ", ".join(f"list(CAST({end} * 100 AS HUGEINT))" for end in ("amount_low", "amount_high"))
    found = connection.execute(
        f'SELECT list("{ROW}"), {fen} FROM answered WHERE place = {_PLACE} '
        "AND (amount_low IS DISTINCT FROM 0 OR amount_high IS DISTINCT FROM 0)",
        [policy, clause],
    ).fetchone()
    assert found is not None
    rows, low, high = found
    return rows or [], low or [], high or []


def reasons_of(
    connection: duckdb.DuckDBPyConnection, policy: str, clause: str
) -> tuple[str, list[tuple[tuple[str, ...], tuple[str, ...], list[int]]]]:
    """Return one clause's outcomes by row as one text of `m`, `n` and `u`, and its reasons, each once, in the order of their first
    rows: what failed, what is missing, the rows.
    """
    query = (
        f'SELECT outcome, failed, missing, rows FROM (SELECT place, code, outcome, list("{ROW}") AS rows FROM answered '
        f"WHERE place = {_PLACE} GROUP BY place, code, outcome) JOIN reasons USING (place, code)"
    )
    answered = connection.execute(query, [policy, clause]).fetchall()
    outcomes = bytearray(b"n" * sum(len(rows) for *_, rows in answered))
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for outcome, failed, missing, rows in answered:
        if outcome is not False:
            letter = b"u"[0] if outcome is None else b"m"[0]
            for row in rows:
                outcomes[row] = letter
        found.setdefault((tuple(failed), tuple(missing)), []).extend(rows)
    reasons = sorted(
        ((failed, missing, rows) for (failed, missing), rows in found.items()), key=lambda one: min(one[2])
    )
    return outcomes.decode("ascii"), reasons


def _columns(plan: Plan) -> tuple[str, ...]:
    """Return the columns of a plan that answers and limits are made of, each once."""
    names = [ROW]
    for clause in plan.clauses:
        names += [clause.outcome, *clause.conditions.values(), *clause.keys.values(), *clause.missing.values()]
        names += [end for end in (clause.amount_low, clause.amount_high) if end]
    return tuple(dict.fromkeys(names))


def _answer_query(clause: ClauseColumns, place: int) -> str:
    ends = (clause.amount_low, clause.amount_high)
    amounts = ", ".join(f"CAST({_quoted(name)} AS {_MONEY})" if name else "NULL" for name in ends)
    if clause.amount_low is None:
        amounts = f"CAST(0 AS {_MONEY}), CAST(0 AS {_MONEY})"
    return f"SELECT {_quoted(ROW)}, {place}, {_quoted(clause.outcome)}, {code_query(clause)}, {amounts} FROM batch"


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows column by column in one statement: row by row takes a millisecond each."""
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    if rows:
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def _quoted(name: str) -> str:
    return DUCKDB.quote(name)
