"""Who each row of a sheet is about: its codes in their one form, its name, its park, the year it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huiqi.imports.domain.faults import Fault, fault
from huiqi.imports.domain.meanings import (
    ABOUT,
    CREDIT_CODE,
    FORMER_NAME,
    IDENTIFIERS,
    ISSUED,
    MEANINGS,
    NAME,
    PARK,
)
from huiqi.register.domain import credit_code, identifiers, names
from huiqi.register.domain.identifiers import Issued
from huiqi.rulebook.queries.sheets import ReadColumn, ReadSheet


@dataclass(frozen=True, slots=True)
class Identity:
    """One row: `index` counts the rows that were read, `row` is its number in the sheet, `year` what a column of years says."""

    index: int
    row: int
    name: str = ""
    code: str = ""
    issued: Mapping[Issued, str] = field(default_factory=dict)
    former_name: str = ""
    park: str = ""
    year: int | None = None
    is_refused: bool = False


def identities(sheet: ReadSheet) -> tuple[list[Identity], list[Fault]]:
    """Return who the rows are about, and what is wrong with it; a row with a wrong code or name is refused."""
    columns = {one.meaning: one for one in reversed(sheet.columns) if one.meaning in ABOUT}
    places = {one.column for key, one in columns.items() if key in {NAME, *IDENTIFIERS}}
    # That a row is impossible is told at its first cell, whatever stands there.
    unreadable = {one.row for one in sheet.faults if one.column in places and one.code != "impossible-row"}
    years = next((one.years for one in sheet.columns if one.years is not None), None)
    found: list[Identity] = []
    faults: list[Fault] = []
    for index, row in enumerate(sheet.rows):
        said = {key: text(column, index) for key, column in columns.items()}
        wrong, code, issued = codes_in(row, said, columns)
        name, bad_name = name_in(row, said.get(NAME, ""), columns.get(NAME))
        wrong += bad_name
        if not (name or code or issued or wrong or row in unreadable):
            wrong.append(fault("nobody", row, first_place(columns), is_error=True))
        faults += wrong
        found.append(
            Identity(
                index=index,
                row=row,
                name=name,
                code=code,
                issued=issued,
                former_name=said.get(FORMER_NAME, ""),
                park=said.get(PARK, ""),
                year=years[index] if years is not None else None,
                is_refused=bool(wrong) or row in unreadable,
            )
        )
    return found, faults


def codes_in(
    row: int, said: Mapping[str, str], columns: Mapping[str, ReadColumn]
) -> tuple[list[Fault], str, dict[Issued, str]]:
    """Return what is wrong with the codes of a row, its credit code and its other identifiers."""
    wrong: list[Fault] = []
    code = ""
    issued: dict[Issued, str] = {}
    if said.get(CREDIT_CODE):
        try:
            code = credit_code.read(said[CREDIT_CODE])
        except credit_code.CannotReadCode as error:
            wrong.append(bad_cell("bad_code", row, columns[CREDIT_CODE], error))
    for key, kind in ISSUED.items():
        if said.get(key):
            try:
                issued[kind] = identifiers.read(kind, said[key])
            except identifiers.CannotReadIdentifier as error:
                wrong.append(bad_cell("bad_identifier", row, columns[key], error))
    return wrong, code, issued


def name_in(row: int, said: str, column: ReadColumn | None) -> tuple[str, list[Fault]]:
    """Return the name as the register keeps it, or what is wrong with it."""
    if not said or column is None:
        return "", []
    try:
        return names.tidy(said), []
    except ValueError:
        return "", [fault("bad_name", row, column.column or 1, what=column.header, is_error=True, name=said[:40])]


def bad_cell(
    code: str, row: int, column: ReadColumn, error: credit_code.CannotReadCode | identifiers.CannotReadIdentifier
) -> Fault:
    """Return what is wrong with a code, as the register says it."""
    reason = (error.said(english=False), error.said(english=True))
    return fault(code, row, column.column or 1, what=MEANINGS[column.meaning][0], is_error=True, reason=reason)


def text(column: ReadColumn, index: int) -> str:
    """Return the text of a cell; nothing where it is blank or says that there is none."""
    cell = column.cells[index]
    return cell.strip() if isinstance(cell, str) else ""


def first_place(columns: Mapping[str, ReadColumn]) -> int:
    """Return the first column that says who a row is about."""
    return min((one.column for one in columns.values() if one.column is not None), default=1)
