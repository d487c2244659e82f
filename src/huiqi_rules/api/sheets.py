"""Between a sheet and the dictionary: which columns the facts of a rulebook can be read from, and the register they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from huiqi_rules.api.register import RegisterFacts
from huiqi_rules.core.types import YUAN, AnnualType, BoolType, DateType, EnumType, NumberType, SetType, Type
from huiqi_rules.core.values import ABSENT
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact
from huiqi_rules.tables.columns import NUMERIC_KINDS, ColumnType, Kind
from huiqi_rules.tables.register import Register

# A quadrillion: more than any company's figure, and little enough that no rule over it leaves 38 digits.
LARGEST = Decimal(10) ** 15


def column_types(facts: Mapping[str, Fact]) -> tuple[ColumnType, ...]:
    """Return what a sheet may hold for every fact of the dictionary."""
    return tuple(_column_type(fact) for fact in facts.values())


def register_facts(register: Register, facts: Mapping[str, Fact]) -> RegisterFacts:
    """Return a sheet's register fact by fact, annual columns gathered into a figure a year."""
    values: dict[str, Sequence[FactValue]] = {}
    count = len(register.subjects)
    years: dict[str, dict[int, Sequence[object]]] = {}
    for (fact_id, year), cells in register.values.items():
        if year is not None:
            years.setdefault(fact_id, {})[year] = cells
        elif isinstance(facts[fact_id].type, SetType):
            values[fact_id] = [frozenset(cell) if isinstance(cell, tuple | list) else cell for cell in cells]
        else:
            values[fact_id] = cells  # type: ignore[assignment]  # cells were read by the fact's type
    for fact_id, columns in years.items():
        values[fact_id] = [_annual(columns, row) for row in range(count)]
    return RegisterFacts(register.subjects, register.names, values)


def _annual(columns: Mapping[int, Sequence[object]], row: int) -> FactValue:
    figures: dict[int, Decimal | None] = {}
    gone = 0
    for year, cells in sorted(columns.items()):
        cell = cells[row]
        if isinstance(cell, Decimal):
            figures[year] = cell
        gone += cell is ABSENT
    # Absent in every year that the sheet has is absent; a blank year stays open.
    return ABSENT if not figures and gone == len(columns) else figures or None


def _column_type(fact: Fact) -> ColumnType:
    kind, options = _kind(fact.type)
    return ColumnType(
        fact_id=fact.id,
        zh=fact.name.zh,
        kind=kind,
        options=options,
        annual=isinstance(fact.type, AnnualType),
        minimum=fact.minimum,
        maximum=fact.maximum if fact.maximum is not None or kind not in NUMERIC_KINDS else LARGEST,
        labels={code: text.zh for code, text in fact.labels},
    )


def _kind(type_: Type) -> tuple[Kind, tuple[str, ...]]:
    match type_:
        case AnnualType(of=of):
            return _kind(of)
        case NumberType(unit=unit, integer=integer):
            if unit == YUAN:
                return "money", ()
            if integer:
                return "int", ()
            return ("ratio" if unit is None or not unit.powers else "number"), ()
        case BoolType():
            return "bool", ()
        case DateType():
            return "date", ()
        case EnumType(options=options):
            return "enum", options
        case SetType(options=options):
            return "set", options
        case _:
            return "text", ()
