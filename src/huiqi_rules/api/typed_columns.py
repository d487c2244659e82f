"""The columns of a Parquet file as the facts of a dictionary, for queries that read them where they lie.

Every different text is read once, as `read_table` reads it. Nothing is mended: what that would report cell by cell is refused,
with its column and how often it occurs, so that counts and sums are those of the careful way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from huiqi_rules.columnar.store import Connection
from huiqi_rules.core.diagnostics import Diagnostic
from huiqi_rules.core.spans import Place
from huiqi_rules.core.values import ABSENT
from huiqi_rules.plan.layout import absent_column, fact_column
from huiqi_rules.tables.columns import NUMERIC_KINDS, Problem, Reading
from huiqi_rules.tables.headers import split_unit
from huiqi_rules.tables.layout import Binding
from huiqi_rules.tables.parquet import WHOLE

TEXTS_MOST: Final = 50_000
_SHOWN: Final = 3
_OR_RUN: Final = "or use `huiqi rules run`, which reads cell by cell"


@dataclass(slots=True)
class TypedColumns:
    """Builds the expressions by which facts are read: `expressions` by physical column, `codes` the texts that occur."""

    connection: Connection
    path: str
    relation: str
    names: list[str]
    types: list[str]
    expressions: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def sql(self) -> str:
        """Return the subquery whose columns are named as a layout wants them."""
        read = ", ".join(f"{text} AS {quoted(name)}" for name, text in self.expressions.items())
        return f"(SELECT {read} FROM {self.relation})"

    def add(self, binding: Binding) -> None:
        """Read a fact by the column of a binding, or find why it cannot be read."""
        assert binding.index is not None
        column, physical = binding.column, self.types[binding.index]
        cell = quoted(self.names[binding.index])
        name = fact_column(column.fact_id, binding.year)
        self.headers[name] = binding.header
        is_number = physical in WHOLE or physical.startswith("DECIMAL")
        if column.kind in NUMERIC_KINDS:
            self._plain(name, binding, cell, fits=is_number, wanted="a whole or decimal number")
        elif column.kind == "date":
            self._plain(name, binding, cell, fits=physical == "DATE", wanted="a date (DATE)")
        elif column.kind == "bool" and physical == "BOOLEAN":
            self.expressions[name] = cell
        elif physical == "VARCHAR" or physical.startswith("ENUM"):
            self._texts(binding, f"CAST({cell} AS VARCHAR)" if physical != "VARCHAR" else cell)
        elif physical == "VARCHAR[]" and column.kind == "set":
            self._texts(binding, f"array_to_string({cell}, '、')")
        else:
            self._plain(name, binding, cell, fits=False, wanted="BOOLEAN or text" if column.kind == "bool" else "text")

    def find(self, code: str, index: int, said: str, remedy: str) -> None:
        """Add a finding about a column."""
        self.findings.append(Diagnostic(code, Place(self.path, 1, index + 1, self.names[index]), said, remedy))

    def _plain(self, name: str, binding: Binding, cell: str, *, fits: bool, wanted: str) -> None:
        assert binding.index is not None
        unit = split_unit(binding.header)[1] if binding.column.kind in NUMERIC_KINDS else None
        if not fits:
            held = self.types[binding.index]
            self.find(
                "column-type",
                binding.index,
                f"{binding.column.zh}: the column holds {held}, {wanted} is needed",
                f"store it so, {_OR_RUN}",
            )
        elif unit is not None:
            said = f"{binding.column.zh}: the header says {unit}; sums are taken of figures as they are"
            self.find(
                "column-unit",
                binding.index,
                said,
                "store yuan, shares or counts, or use `huiqi rules run`, which converts",
            )
        else:
            self.expressions[name] = cell

    def _texts(self, binding: Binding, cell: str) -> None:
        """Read a column of texts: each different one as a cell of a sheet would be."""
        assert binding.index is not None
        query = f"SELECT DISTINCT {cell} FROM {self.relation} WHERE {cell} IS NOT NULL LIMIT {TEXTS_MOST + 1}"
        texts = [str(row[0]) for row in self.connection.execute(query).fetchall()]
        if len(texts) > TEXTS_MOST:
            self.find(
                "too-many-texts",
                binding.index,
                f"{binding.column.zh}: the column holds more than {TEXTS_MOST:,} different texts",
                "use `huiqi rules run`, which reads cell by cell",
            )
            return
        readings = {text: binding.read(text) for text in sorted(texts)}
        doubtful = [each for each in readings.values() if isinstance(each, Problem)]
        for each in doubtful[:_SHOWN]:
            self.find(
                "text-unread", binding.index, f"{binding.column.zh}: {each.reason()}", f"{each.remedy()}, {_OR_RUN}"
            )
        if len(doubtful) > _SHOWN:
            self.find(
                "text-unread",
                binding.index,
                f"{binding.column.zh}: {len(doubtful) - _SHOWN:,} more texts cannot be read",
                "use `huiqi rules run`, which reports each cell",
            )
        self._by_text(binding, cell, readings)

    def _by_text(self, binding: Binding, cell: str, readings: Mapping[str, Reading]) -> None:
        fact_id, kind = binding.column.fact_id, binding.column.kind
        absent = [text for text, reading in readings.items() if reading is ABSENT]
        if kind == "set":
            # Known to be absent is to have none of them.
            held = {text: each for text, each in readings.items() if isinstance(each, tuple)} | dict.fromkeys(
                absent, ()
            )
            for code in binding.column.options:
                has = [text for text, codes in held.items() if code in codes]
                self.expressions[fact_column(fact_id, code=code)] = (
                    f"CASE WHEN {_among(cell, held)} THEN {_among(cell, has)} END"
                )
        elif kind == "bool":
            yes = [text for text, reading in readings.items() if reading is True]
            no = [*(text for text, reading in readings.items() if reading is False), *absent]
            self.expressions[fact_column(fact_id)] = (
                f"CASE WHEN {_among(cell, yes)} THEN TRUE WHEN {_among(cell, no)} THEN FALSE END"
            )
        else:
            values = {text: reading if isinstance(reading, str) else None for text, reading in readings.items()}
            self.expressions[fact_column(fact_id)] = _translated(cell, values)
            self.codes[fact_column(fact_id)] = tuple(sorted({value for value in values.values() if value is not None}))
            if absent:
                self.expressions[absent_column(fact_id)] = f"coalesce({_among(cell, absent)}, FALSE)"


def quoted(name: str) -> str:
    """Return a column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _among(cell: str, texts: Iterable[str]) -> str:
    listed = ", ".join(map(_literal, texts))
    return f"{cell} IN ({listed})" if listed else "FALSE"


def _translated(cell: str, values: Mapping[str, str | None]) -> str:
    changed = {text: value for text, value in values.items() if text != value}
    if not changed:
        return cell
    ways = " ".join(
        f"WHEN {_literal(text)} THEN {'NULL' if value is None else _literal(value)}" for text, value in changed.items()
    )
    return f"CASE {cell} {ways} ELSE {cell} END"
