"""What an import would do, to the last value: companies added and renamed, facts said, what they replace, what is wrong.

The same plan is shown before and carried out after; its digest says whether both are one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from huiqi.imports.domain.faults import Fault, fault
from huiqi.imports.domain.meanings import ABOUT, MEANINGS, PARK
from huiqi.imports.domain.states import Outcome
from huiqi.imports.queries.identities import Identity
from huiqi.imports.queries.meeting import Met, by_group
from huiqi.kernel.ids import new_ids
from huiqi.register.domain.identifiers import Issued
from huiqi.register.domain.likeness import same_key
from huiqi.register.domain.values import NOT_APPLICABLE, PLACES_MOST, State, Value, written_number
from huiqi.register.queries.known import KnownCompany
from huiqi.rulebook.queries.sheets import DOES_NOT_APPLY, Cell, ReadColumn, ReadSheet

Standing = Mapping[str, list[object]]
_KNOWN: Final = State.KNOWN.value
_NOT_APPLICABLE: Final = State.NOT_APPLICABLE.value


class PlannedLine(NamedTuple):
    """A fact that is said: of the company at `place` among the planned ones, read from a cell."""

    place: int
    fact: str
    period: str
    value: Value
    row: int
    column: int | None


class PlannedChange(NamedTuple):
    """A value that is replaced by what a line says: as it stands."""

    line: PlannedLine
    before: str

    @property
    def after(self) -> str:
        """Return it as it will stand."""
        return shown(self.line.value)


@dataclass(slots=True)
class PlannedCompany:
    """A company that the sheet speaks of, and what becomes of it; the last row that says something about it counts."""

    id: UUID
    rows: list[Identity]
    known: KnownCompany | None
    outcome: Outcome
    parent: UUID
    name: str
    new_name: str = ""
    new_code: str = ""
    new_issued: list[tuple[Issued, str]] = field(default_factory=list)
    former_names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """All that an import would do, and all that was found on the way."""

    met: list[Met]
    companies: list[PlannedCompany]
    lines: list[PlannedLine]
    changes: list[PlannedChange]
    faults: list[Fault]
    same: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan stands on beside the sheet: identifiers and standings (JSON) of the companies that were met, and the parks."""

    issued: Mapping[UUID, Mapping[str, str]]
    standings: Mapping[UUID, str]
    parks: Mapping[str, UUID]
    park_names: Mapping[UUID, str]
    into: UUID


def planned(sheet: ReadSheet, met: Sequence[Met], ground: Ground, *, takes_names: bool, now: datetime) -> Plan:
    """Return what would be done; nothing is asked of the database."""
    plan = Plan([], [], [], [], [], 0)
    park_column = next((one.column for one in sheet.columns if one.meaning == PARK), None)
    groups = list(by_group(met))
    refused: set[int] = set()
    for new_id, group in zip(new_ids(now, len(groups)), groups, strict=True):
        company = _company(group, new_id, ground, plan.faults, park_column or 1)
        if company is None:
            refused.update(one.identity.row for one in group)
            continue
        _about(company, ground, takes_names=takes_names)
        plan.companies.append(company)
    plan.met = [replace(one, outcome=Outcome.REFUSED) if one.identity.row in refused else one for one in met]
    columns = [one for one in sheet.columns if one.meaning and one.meaning not in ABOUT]
    for place, company in enumerate(plan.companies):
        _say(plan, place, company, columns, ground)
    plan.digest = _digest(plan)
    return plan


def _company(
    group: Sequence[Met], new_id: UUID, ground: Ground, faults: list[Fault], park_column: int
) -> PlannedCompany | None:
    """Return the company of some rows; None where it is new and its park is not known."""
    known = group[0].company
    outcome = group[0].outcome
    rows = [one.identity for one in group]
    parent = ground.into
    for row in rows:
        if not row.park:
            continue
        park = ground.parks.get(same_key(row.park))
        is_new = outcome is not Outcome.MATCHED
        if park is None:
            near = _near(row.park, ground)
            faults.append(
                fault(
                    "unknown_park",
                    row.row,
                    park_column,
                    what=MEANINGS[PARK][0],
                    is_error=is_new,
                    park=row.park,
                    near=near,
                )
            )
            if is_new:
                return None
        elif is_new:
            parent = park
        elif known is not None and known.parent != park:
            place = ground.park_names.get(known.parent, "–") if known.parent else "–"
            faults.append(fault("other_park", row.row, park_column, what=MEANINGS[PARK][0], known=place, park=row.park))
    name = next((row.name for row in reversed(_by_year(rows)) if row.name), "")
    return PlannedCompany(
        known.id if known else new_id, rows, known, outcome, parent, name or (known.name if known else "")
    )


def _near(park: str, ground: Ground) -> tuple[str, str]:
    wanted = same_key(park)
    found = [ground.park_names[place] for key, place in ground.parks.items() if key in wanted or wanted in key]
    return (f"；是不是“{'”“'.join(found[:2])}”？", f": {', '.join(found[:2])}?") if found else ("", "")


def _about(company: PlannedCompany, ground: Ground, *, takes_names: bool) -> None:
    """Find what the rows say of the company itself that the register does not have yet."""
    known = company.known
    code = next((row.code for row in company.rows if row.code), "")
    if code and (known is None or known.credit_code is None):
        company.new_code = code
    held = ground.issued.get(known.id, {}) if known else {}
    issued = {pair: None for row in company.rows for pair in row.issued.items()}
    company.new_issued = [(kind, value) for kind, value in issued if kind.value not in held]
    company.former_names = list(dict.fromkeys(row.former_name for row in company.rows if row.former_name))
    if known is not None and known.name != company.name:
        differs = same_key(known.name) != same_key(company.name)
        if company.outcome is Outcome.BACK or (takes_names and differs):
            company.new_name = company.name


def _by_year(rows: Sequence[Identity]) -> list[Identity]:
    """Return the rows of a company, the latest year last; rows without a year in the order of the sheet."""
    return sorted(rows, key=lambda row: row.year or 0)


def _say(plan: Plan, place: int, company: PlannedCompany, columns: Sequence[ReadColumn], ground: Ground) -> None:
    known = ground.standings.get(company.id) if company.known is not None else None
    standing: Standing = json.loads(known) if known is not None else {}
    several = len(company.rows) > 1
    latest = max((row.year or 0 for row in company.rows), default=0)
    for column in columns:
        if not several:
            row = company.rows[0]
            cell = column.cells[row.index]
            if cell is not None:
                _weigh(plan, place, column, row, _period(column, row), cell, standing)
            continue
        # A standing fact of a sheet with a row for each year is what its latest row says.
        spoken = [
            row
            for row in company.rows
            if column.years is not None or column.year is not None or (row.year or 0) == latest
        ]
        for period, rows in _by_period(column, spoken).items():
            cell = _agreed(plan, company, column, period, rows)
            if cell is not None:
                _weigh(plan, place, column, rows[-1], period, cell, standing)


def _by_period(column: ReadColumn, rows: Sequence[Identity]) -> dict[str, list[Identity]]:
    found: dict[str, list[Identity]] = {}
    for row in rows:
        if column.cells[row.index] is not None:
            found.setdefault(_period(column, row), []).append(row)
    return found


def _period(column: ReadColumn, row: Identity) -> str:
    return period_of(column.years[row.index] if column.years is not None else column.year)


def period_of(year: int | None) -> str:
    """Return a year as facts name it."""
    return "" if year is None else f"{year:04d}"


def standing_key(fact: str, period: str) -> str:
    """Return a fact with its period as `Standing` names it."""
    return f"{fact}|{period}" if period else fact


def _agreed(plan: Plan, company: PlannedCompany, column: ReadColumn, period: str, rows: Sequence[Identity]) -> Cell:
    """Return what the rows say of one fact; where they differ nothing, and the later rows are told."""
    cells = [column.cells[row.index] for row in rows]
    if all(cell == cells[0] and type(cell) is type(cells[0]) for cell in cells):
        return cells[0]
    said = "、".join(str(row.row) for row in rows)
    values = " / ".join(dict.fromkeys(shown(_value(cell)) for cell in cells))
    for row in rows[1:]:
        plan.faults.append(
            fault(
                "rows_differ",
                row.row,
                column.column or 1,
                what=column.header,
                company=company.name,
                rows=said,
                values=values,
            )
        )
    return None


def _weigh(
    plan: Plan, place: int, column: ReadColumn, row: Identity, period: str, cell: Cell, standing: Standing
) -> None:
    """Add a line where the sheet says something else than what stands, or the first thing at all."""
    if column.years is not None and not period:
        # The year of the row could not be read, which is told already.
        return
    value = _value(cell)
    try:
        after = standing_form(value)
    except ValueError as error:
        said = (f"{value}的位数太多", str(error))
        plan.faults.append(
            fault("too_many_digits", row.row, column.column or 1, what=column.header, reason=said, places=PLACES_MOST)
        )
        return
    before = standing.get(standing_key(column.meaning, period))
    if before is not None and before[:2] == after and before[3] is None and before[4] is None:
        plan.same += 1
        return
    line = PlannedLine(place, column.meaning, period, value, row.row, column.column)
    plan.lines.append(line)
    if before is not None:
        plan.changes.append(PlannedChange(line, shown_standing(before)))


def _value(cell: Cell) -> Value:
    if cell is DOES_NOT_APPLY:
        return NOT_APPLICABLE
    assert cell is not None, "a blank cell says nothing"
    return cell


def standing_form(value: Value) -> list[object]:
    """Return a value as `Standing` holds it: state, and value as JSON has it; ValueError for a number with too many digits."""
    if isinstance(value, Decimal):
        return [_KNOWN, written_number(value)]
    if value is NOT_APPLICABLE:
        return [_NOT_APPLICABLE, None]
    return [_KNOWN, value if isinstance(value, bool | str) else str(value)]


def shown(value: Value) -> str:
    """Return a value as text for lists of changes."""
    state, said = standing_form(value)
    return "不适用" if state == _NOT_APPLICABLE else _said(said)


def shown_standing(entry: Sequence[object]) -> str:
    """Return what stands as text; with its days, where it holds only on some."""
    text = "不适用" if entry[0] == _NOT_APPLICABLE else _said(entry[1])
    return f"{text}（{entry[3] or '…'}—{entry[4] or '…'}）" if entry[3] or entry[4] else text


def _said(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def _digest(plan: Plan) -> str:
    made = hashlib.sha256()
    for part in _told(plan):
        made.update(part.encode())
        made.update(b"\n")
    return made.hexdigest()


def _told(plan: Plan) -> Iterator[str]:
    """Yield all that a plan does and replaces; identifiers of companies that are still to be added are left out."""
    for one in plan.met:
        yield f"{one.identity.row} {one.outcome} {one.company.id if one.company else ''}"
    for company in plan.companies:
        name = company.known.name if company.known else company.name
        yield f"{company.outcome} {name} {company.new_name} {company.new_code} {company.new_issued} {company.former_names} {company.parent}"
    for line in plan.lines:
        yield f"{line.place} {line.fact} {line.period} {line.value!r}"
    for change in plan.changes:
        yield f"{change.line.place} {change.line.fact} {change.line.period} {change.before}"
