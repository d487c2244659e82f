"""A register in a Parquet file, asked for counts and sums alone: read where it lies, or kept for many questions.

Ten million companies are counted in the memory that a run of thirty thousand needs, for no row becomes a value of Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Self

from huiqi_rules.api.adding_up import Totals, add_up
from huiqi_rules.api.engine import Engine
from huiqi_rules.api.sheets import column_types
from huiqi_rules.api.typed_columns import TypedColumns, quoted
from huiqi_rules.check.rulebook import facts_used
from huiqi_rules.columnar.layouts import Source, layout_of, store_source
from huiqi_rules.columnar.store import Connection, connect
from huiqi_rules.core.diagnostics import AuthorError, Diagnostic
from huiqi_rules.plan.layout import fact_column
from huiqi_rules.plan.nodes import Range
from huiqi_rules.scalar.program import Figures
from huiqi_rules.tables.cells import ABSENT_MARKS, ERROR_MARKS, UNKNOWN_MARKS
from huiqi_rules.tables.columns import ColumnType
from huiqi_rules.tables.layout import Binding, Layout, layout_by_names
from huiqi_rules.tables.numerals import DIGITS_MAXIMUM
from huiqi_rules.tables.parquet import WHOLE, damage_told, parquet_relation
from huiqi_rules.tables.reading import TOTALS

# Ids are compared by a number made of each, so many of them at a time.
_IDS_AT_ONCE: Final = 2_500_000
_SHOWN: Final = 3
_CAREFUL: Final = "or use `huiqi rules run`, which reports them row by row"


class LargeRegister:
    """A register of typed columns whose first row names facts, one row a company; close it after use.

    `is_kept` loads it into memory, which takes seconds for a million rows and makes every further question several times
    quicker. Raises `TableError` for a file that cannot be read, `AuthorError` with every column that is not ready.
    """

    def __init__(self, engine: Engine, path: str, *, is_kept: bool = False) -> None:
        self.engine = engine
        self.path = path
        relation = parquet_relation(path)
        self.connection = connect(memory="400MB" if is_kept else "300MB")
        try:
            with damage_told(path):
                self._open(relation, is_kept=is_kept)
        except BaseException:
            self.connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free what the register takes."""
        self.connection.close()

    def totals(self, day: date, *, policies: Sequence[str] = (), figures: Figures | None = None) -> Totals:
        """Return counts and sums of every clause in force on the day, of the policies named or of all.

        They are those of `run_register(..., limits=False)`. Raises `TableError` where the file turns out to be damaged.
        """
        with damage_told(self.path):
            return add_up(self.engine, self.connection, self.source, day, policies=policies, figures=figures)

    def _open(self, relation: str, *, is_kept: bool) -> None:
        facts = self.engine.checked.rulebook.facts
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        names, types = [str(row[0]) for row in described], [str(row[1]) for row in described]
        layout = layout_by_names(self.path, [names], column_types(facts), "en")
        columns = TypedColumns(self.connection, self.path, relation, names, types)
        wanted = _facts_read(self.engine)
        bindings = [one for one in layout.bindings if one.column.fact_id in wanted]
        for binding in bindings:
            columns.add(binding)
        self.rows = _check_subjects(self.connection, columns, layout)
        if not columns.expressions and not columns.findings:
            columns.find(
                "no-facts", 0, "no column names a fact that a rule of this pack reads", "name columns after facts"
            )
        _raise(columns.findings)
        # What else the sheet holds, and what its header gave to report.
        self.problems: tuple[Diagnostic, ...] = tuple(layout.problems)
        source = layout_of(self.connection, columns.sql, facts)
        for binding in bindings:
            _check_numbers(self.connection, columns, source, binding)
        _raise(columns.findings)
        self.source = _kept(self.connection, source, columns.codes) if is_kept else source


def _facts_read(engine: Engine) -> frozenset[str]:
    return frozenset(
        name
        for checked in engine.checked.versions.values()
        for clause in checked.version.clauses
        for name in facts_used(checked, clause)
    )


def _check_subjects(connection: Connection, columns: TypedColumns, layout: Layout) -> int:
    """Return how many rows there are; find rows that are no company's or stand twice."""
    index, relation = layout.subject[0], columns.relation
    held, cell = columns.types[index], quoted(columns.names[index])
    if held != "VARCHAR" and held not in WHOLE:
        columns.find(
            "column-type",
            index,
            f"ids are held as {held}, text or whole numbers are needed",
            f"store them so, {_CAREFUL}",
        )
        return 0
    no_company = f"NOT coalesce({_is_plain(f'CAST({cell} AS VARCHAR)')}, FALSE)"
    if layout.name is not None:
        name = f"replace(replace(CAST({quoted(columns.names[layout.name])} AS VARCHAR), ' ', ''), '　', '')"
        no_company += f" OR coalesce(lower(rtrim({name}, ':：')) IN ({_listed(TOTALS)}), FALSE)"
    (rows, odd) = _numbers(connection, f"SELECT count(*), count_if({no_company}) FROM {relation}")
    if odd:
        columns.find(
            "no-subject", index, f"{odd:,} rows have no plain id, or are rows of totals", f"leave them out, {_CAREFUL}"
        )
    else:
        _check_twice(connection, columns, index, rows)
    return rows


def _is_plain(text: str) -> str:
    """Return the test that a text is an id as it stands: no spaces or odd signs, and no mark of a sheet's; quick for most."""
    marks = UNKNOWN_MARKS | ABSENT_MARKS | {mark.lower() for mark in ERROR_MARKS} | TOTALS
    signs = f"(NOT ({text} GLOB '*[^!-~]*') OR regexp_full_match({text}, '[\\x21-\\x7E\\p{{Han}}]+'))"
    return (
        f"{signs} AND (length({text}) > {max(map(len, marks))} OR lower(rtrim({text}, ':')) NOT IN ({_listed(marks)}))"
    )


def _listed(marks: Iterable[str]) -> str:
    return ", ".join(f"'{mark}'" for mark in sorted(marks))


def _check_twice(connection: Connection, columns: TypedColumns, index: int, rows: int) -> None:
    cell, relation = quoted(columns.names[index]), columns.relation
    parts = rows // _IDS_AT_ONCE + 1
    different = sum(
        _numbers(
            connection, f"SELECT count(DISTINCT hash({cell})) FROM {relation} WHERE hash({cell}) % {parts} = {part}"
        )[0]
        for part in range(parts)
    )
    if different == rows:
        return
    query = f"SELECT {cell} FROM {relation} GROUP BY {cell} HAVING count(*) > 1 ORDER BY 1 LIMIT {_SHOWN}"
    # Two different ids may share a number: only ids that are the same count.
    twice = [str(row[0]) for row in connection.execute(query).fetchall()]
    if twice:
        columns.find(
            "duplicate-rows",
            index,
            f"ids stand in more than one row, among them {', '.join(twice)}",
            f"keep one row for each company, {_CAREFUL}",
        )


def _check_numbers(connection: Connection, columns: TypedColumns, source: Source, binding: Binding) -> None:
    """Find figures that a cell of a sheet could not hold: out of the fact's bounds, parts of what is whole."""
    assert binding.index is not None
    name = fact_column(binding.column.fact_id, binding.year)
    reach = source.layout.facts[binding.column.fact_id].range if name in columns.expressions else None
    if reach is None:
        return
    for test, said in _impossible(binding.column, columns.expressions[name], reach):
        (count,) = _numbers(connection, f"SELECT count_if({test}) FROM {columns.relation}")
        if count:
            columns.find(
                "impossible", binding.index, f"{binding.column.zh}: {count:,} figures {said}", f"clear them, {_CAREFUL}"
            )


def _impossible(column: ColumnType, cell: str, reach: Range) -> Iterator[tuple[str, str]]:
    if column.minimum is not None and reach.low < column.minimum:
        yield f"{cell} < {column.minimum:f}", f"are below {column.minimum:,f}"
    if column.maximum is not None and reach.high > column.maximum:
        yield f"{cell} > {column.maximum:f}", f"are above {column.maximum:,f}"
    if column.kind == "int" and reach.scale:
        yield f"{cell} <> floor({cell})", "are not whole"
    if reach.digits > DIGITS_MAXIMUM:
        yield f"{cell} IS NOT NULL", f"are stored with {reach.digits} digits, {DIGITS_MAXIMUM} at most are read"


def _kept(connection: Connection, source: Source, codes: Mapping[str, Sequence[str]]) -> Source:
    """Load a register into memory, its texts coded."""
    coded = []
    for number, (name, texts) in enumerate(codes.items()):
        if texts:
            listed = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
            connection.execute(f"CREATE TYPE code_{number} AS ENUM ({listed})")
            coded.append(f"CAST({quoted(name)} AS code_{number}) AS {quoted(name)}")
    sql = f"(SELECT * REPLACE ({', '.join(coded)}) FROM {source.sql})" if coded else source.sql
    return store_source(connection, Source(sql, source.layout), "register")


def _numbers(connection: Connection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(int(cell or 0) for cell in row)


def _raise(findings: Sequence[Diagnostic]) -> None:
    if findings:
        raise AuthorError(findings)
