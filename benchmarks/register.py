"""A made-up register of 36 columns, the same for the same seed: distributions as in a zone, unknowns, and ties.

It is made inside DuckDB from the row's number alone, so a million rows take seconds and need no file.
"""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import duckdb

from huiqi_rules.core.types import EnumType
from huiqi_rules.model.facts import Fact

SEED = 20_261_121
ROWS_A_GROUP = 122_880
# Share of rows in which a fact is unknown, in thousandths.
_SELDOM, _SOMETIMES, _OFTEN = 10, 40, 120

# Odds of true in thousandths, and of unknown.
_BOOLS = {
    "hnte": (300, _SELDOM), "dishonest": (30, _SELDOM), "exporter": (250, _SOMETIMES), "specialised": (150, _SELDOM),
    "rd_center": (220, _SOMETIMES), "first_loan": (120, _OFTEN), "listed": (20, _SELDOM), "safe_year": (950, _SOMETIMES),
    "green_factory": (60, _SOMETIMES),
}  # fmt: skip
_ENUMS = {
    "district": _SELDOM, "industry": _SELDOM, "size": _SOMETIMES, "ownership": _SELDOM, "field": _SOMETIMES, "credit": _OFTEN,
}  # fmt: skip
_DIVISIONS = (
    "13",
    "14",
    "26",
    "27",
    "34",
    "35",
    "36",
    "38",
    "39",
    "40",
    "44",
    "51",
    "63",
    "64",
    "65",
    "73",
    "75",
    "87",
)


def select(rows: int, facts: dict[str, Fact], *, ids: bool = False) -> str:
    """Return a query of the register's 36 columns over so many rows, after an id where asked; texts are coded by a dictionary."""
    own = (
        f"'9133' || lpad(CAST({_hash('id')} % 10000000 AS VARCHAR), 7, '0') || lpad(CAST(row AS VARCHAR), 7, '0') AS id",
    )
    columns = ", ".join((*(own if ids else ()), *_texts(facts), *_flags(), *_counts(), *_money()))
    return f"SELECT {columns} FROM ({_drawn(rows)}) AS drawn"


def write(connection: duckdb.DuckDBPyConnection, path: Path, rows: int, facts: dict[str, Fact]) -> None:
    """Make the register as one Parquet file."""
    connection.execute(
        f"COPY ({select(rows, facts, ids=True)}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_A_GROUP})"
    )


def _random(column: str) -> str:
    """Return a whole number from 0 to 999,999 that depends on the row and the column's name alone."""
    return f"CAST({_hash(column)} % 1000000 AS INTEGER)"


def _hash(column: str) -> str:
    # Of a single whole number: hashes of several values in DuckDB go together in their last bits.
    return f"hash(row * 4294967296 + {crc32(f'{SEED} {column}'.encode())})"


def _drawn(rows: int) -> str:
    # What several columns depend on: a firm's size by staff, its sales by staff, its R&D by sales.
    staff = f"CAST(ceil(exp(8.0 * pow({_random('staff')} / 1e6, 1.6))) AS INTEGER)"
    sales = f"(CAST(staff_drawn * (50000 + {_random('sales')} * 1.5) AS DECIMAL(18,2)) + 1)"
    # Every fourth firm reports whole ten thousands, which makes ties at ratio limits common.
    whole = f"CASE WHEN row % 4 = 0 THEN CAST(ceil({sales} / 10000) * 10000 AS DECIMAL(18,2)) ELSE {sales} END"
    share = f"CASE WHEN row % 32 < 2 THEN CAST((row % 12) / 100 AS DECIMAL(5,4)) ELSE CAST({_random('rd')} * 0.00000015 AS DECIMAL(5,4)) END"
    return (
        f"SELECT *, {share} AS rd_share FROM (SELECT *, {whole} AS sales_drawn FROM "
        f"(SELECT range AS row, {staff.replace('row', 'range')} AS staff_drawn FROM range({rows})))"
    )


def _known(column: str, value: str, unknown_thousandths: int) -> str:
    unknown = f"{_hash(column + '?')} % 1000 < {unknown_thousandths}"
    return f"CASE WHEN {unknown} THEN NULL ELSE {value} END AS {column}"


def _texts(facts: dict[str, Fact]) -> list[str]:
    columns = []
    for name, unknown in _ENUMS.items():
        type_ = facts[name].type
        assert isinstance(type_, EnumType)
        options = ", ".join(f"'{option}'" for option in type_.options)
        columns.append(
            _known(name, f"CAST([{options}][1 + {_random(name)} % {len(type_.options)}] AS ENUM({options}))", unknown)
        )
    codes = [division + str(group) for division in _DIVISIONS for group in range(10, 60, 5)]
    listed = ", ".join(f"'{code}'" for code in codes)
    value = f"CAST([{listed}][1 + {_random('industry_code')} % {len(codes)}] AS ENUM({listed}))"
    return [*columns, _known("industry_code", value, _SELDOM)]


def _flags() -> list[str]:
    return [
        _known(name, f"{_random(name)} < {thousandths * 1000}", unknown)
        for name, (thousandths, unknown) in _BOOLS.items()
    ]


def _counts() -> list[str]:
    def part(column: str, most: str) -> str:
        return f"CAST({most} * ({_random(column)} / 1e6) AS DECIMAL(5,0))"

    return [
        _known("registered_on", f"DATE '2000-01-01' + {_random('registered_on')} % 9800", _SELDOM),
        _known("staff", "CAST(staff_drawn AS DECIMAL(5,0))", _SELDOM),
        _known("rd_staff", part("rd_staff", "staff_drawn * 0.4"), _SOMETIMES),
        _known("patents", part("patents", "least(staff_drawn, 300) * 0.5"), _SOMETIMES),
        _known("inventions", part("inventions", "least(staff_drawn, 300) * 0.2"), _SOMETIMES),
        _known("graduates", part("graduates", "staff_drawn * 0.1"), _OFTEN),
        _known("insured", f"CAST(staff_drawn - floor(staff_drawn * ({_random('insured')} % 200000) / 1e6) AS DECIMAL(5,0))", _SOMETIMES),
        _known("standards", f"CAST(greatest({_random('standards')} // 100000 - 6, 0) AS DECIMAL(5,0))", _SOMETIMES),
    ]  # fmt: skip


def _money() -> list[str]:
    def share_of_sales(column: str, most: str, held_thousandths: int = 1000) -> str:
        amount = f"CAST(sales_drawn * CAST({_random(column)} * {most} / 1e6 AS DECIMAL(7,5)) AS DECIMAL(14,2))"
        return f"CASE WHEN {_hash(column + '=')} % 1000 < {held_thousandths} THEN {amount} ELSE 0 END"

    growth = f"CAST(0.7 + {_random('growth')} * 0.0000007 AS DECIMAL(5,3))"
    rate = f"CAST(0.03 + {_random('interest')} % 50 * 0.001 AS DECIMAL(4,3))"
    loan = share_of_sales("loan", "0.5", 450)
    return [
        _known("sales", "CAST(sales_drawn AS DECIMAL(14,2))", _SELDOM),
        _known("sales_before", f"CAST(sales_drawn * {growth} AS DECIMAL(14,2))", _SOMETIMES),
        _known("rd", "CAST(sales_drawn * rd_share AS DECIMAL(14,2))", _SOMETIMES),
        _known("tax", share_of_sales("tax", "0.08"), _SELDOM),
        _known("loan", loan, _OFTEN),
        _known("interest", f"CAST(({loan}) * {rate} AS DECIMAL(14,2))", _OFTEN),
        _known("equipment", share_of_sales("equipment", "0.2", 600), _SOMETIMES),
        _known("rent", share_of_sales("rent", "0.03", 500), _SOMETIMES),
        _known("premium", share_of_sales("premium", "0.006", 200), _OFTEN),
        _known("exports", share_of_sales("exports", "0.6", 300), _SOMETIMES),
        _known("assets", share_of_sales("assets", "2.5"), _SOMETIMES),
        _known("payroll", f"CAST(staff_drawn * (30000 + {_random('payroll')} // 10) AS DECIMAL(14,2))", _SOMETIMES),
    ]
