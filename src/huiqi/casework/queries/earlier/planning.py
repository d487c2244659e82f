"""What a file of earlier payments would do: every row read, matched with a company and a clause, and compared with what is there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from huiqi.casework.domain.claims.states import PROMISED, State
from huiqi.casework.domain.earlier import states
from huiqi.casework.domain.earlier.faults import Fault, fault
from huiqi.casework.domain.earlier.meanings import AMOUNT, CLAUSE, CODE, DOCUMENT, NAME, NOTE, PAID_ON, PERIOD
from huiqi.casework.domain.earlier.rows import Places, Row, amount_faults, day_faults, key_of, length_faults, year_in
from huiqi.casework.domain.earlier.states import COUNTING, ENTERED_ROWS, Outcome
from huiqi.casework.models import Claim, EarlierFile, EarlierPayment
from huiqi.casework.queries.earlier.clauses import NOT_WANTED, Clauses, clauses_for
from huiqi.casework.queries.earlier.companies import Around, Met, around, code_of, meet
from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.register.domain.names import tidy
from huiqi.rulebook.queries.sheets import CellFault, ReadSheet

# Of claims that Huiqi decided: (clause, company, year) to amount and day of the approval.
Decided = Mapping[tuple[str, UUID, int], list[tuple[Decimal, date]]]
_ALREADY = (*COUNTING, states.State.ENTERED)


@dataclass(slots=True)
class Planned:
    """A row with what becomes of it."""

    row: Row
    outcome: Outcome
    met: Met
    clause: str = ""
    key: str = ""
    choice: str = ""


def plan(found: EarlierFile, sheet: ReadSheet, *, actor: Actor, now: datetime) -> list[Planned]:
    """Return what becomes of every row; a fixed number of queries."""
    choices = dict(EarlierPayment.objects.filter(file=found).exclude(choice="").values_list("row", "choice"))
    clauses = clauses_for(found.zone_id, said=found.source.clauses, now=now)
    rows, places, codes = read_rows(sheet, today=day_in_china(now))
    about = around(actor, place=found.place_id, codes=possible_codes(codes.values()))
    planned = []
    for row in rows:
        row.code = code_of(row, codes.get(row.row, ""), places, about.by_name)
        planned.append(_planned(row, about, clauses, places, choices.get(row.row, "")))
    compare(found, planned, places)
    return planned + unread(sheet, {row.row for row in rows})


def read_rows(sheet: ReadSheet, *, today: date) -> tuple[list[Row], Places, dict[int, str]]:
    """Return the rows with what is wrong with their own cells, in which columns they stand, and their codes as written."""
    columns = {one.meaning: one for one in sheet.columns}
    places = Places({key: one.column for key, one in columns.items() if one.column is not None})
    told = told_faults(sheet.faults)
    codes: dict[int, str] = {}

    def text(meaning: str, at: int) -> str:
        cell = columns[meaning].cells[at] if meaning in columns else None
        return " ".join(cell.split()) if isinstance(cell, str) else ""

    rows = []
    for at, number in enumerate(sheet.rows):
        row = Row(number, clause_said=text(CLAUSE, at), document=text(DOCUMENT, at), note=text(NOTE, at))
        row.faults += told.get(number, [])
        wrong = {one["column"] for one in row.faults}
        codes[number] = text(CODE, at)
        row.name = named(text(NAME, at))
        amount, day = (columns[key].cells[at] if key in columns else None for key in (AMOUNT, PAID_ON))
        row.amount = amount if isinstance(amount, Decimal) else None
        row.paid_on = day if isinstance(day, date) else None
        row.faults += amount_faults(row.amount, places.of(AMOUNT), is_told=places.of(AMOUNT) in wrong)
        row.faults += day_faults(row.paid_on, places.of(PAID_ON), today=today, is_told=places.of(PAID_ON) in wrong)
        row.year, late = year_in(text(PERIOD, at), row.paid_on, places.of(PERIOD), today=today)
        row.faults += late
        row.faults += length_faults(row, places.of(CLAUSE), places.of(DOCUMENT), places.of(NOTE))
        row.faults += [] if row.clause_said else [fault("no_clause", places.of(CLAUSE))]
        rows.append(row)
    return rows, places, codes


def told_faults(faults: Iterable[CellFault]) -> dict[int, list[Fault]]:
    """Return what the reader found, by row: a cell of these lists that cannot be read keeps its row out."""
    found: dict[int, list[Fault]] = {}
    for one in faults:
        (zh, zh_remedy), (en, en_remedy) = one.said(english=False), one.said(english=True)
        said = {"zh": zh, "zh_remedy": zh_remedy, "en": en, "en_remedy": en_remedy}
        found.setdefault(one.row, []).append({"column": one.column, "code": one.code, "is_error": True, **said})
    return found


def named(said: str) -> str:
    """Return a name as the register keeps it, nothing for what is none."""
    try:
        return tidy(said) if said else ""
    except ValueError:
        return ""


def possible_codes(said: Iterable[str]) -> set[str]:
    """Return the codes that may be asked for, in their one form, however wrong they are."""
    return {"".join(unicodedata.normalize("NFKC", one).split()).replace("-", "").upper() for one in said if one}


def _planned(row: Row, about: Around, clauses: Clauses, places: Places, choice: str) -> Planned:
    met = Met() if row.is_refused else meet(row, about, places, choice)
    clause = clauses.of(row.clause_said) if row.clause_said else None
    one = Planned(row, Outcome.READY, met, clause or "", choice=choice if met.candidates else "")
    if met.company is not None:
        # What counts is whom an officer said it is, by the code that this company has.
        row.code = met.company.credit_code or ""
    if row.is_refused:
        one.outcome = Outcome.REFUSED
    elif met.is_left or clause == NOT_WANTED:
        one.outcome = Outcome.LEFT
    elif met.company is None and met.candidates:
        one.outcome = Outcome.DOUBTFUL
    elif clause is None:
        one.outcome = Outcome.UNMAPPED
    else:
        payee = row.code or str(met.company.id if met.company else "")
        one.key = key_of(row, payee=payee, clause=one.clause)
        if met.company is None:
            one.outcome = Outcome.OUTSIDE
            row.faults.append(fault("outside", places.of(CODE), is_error=False))
    return one


def compare(found: EarlierFile, planned: list[Planned], places: Places) -> None:
    """Refuse what is twice in the file, leave out what is there already, tell what Huiqi itself has decided."""
    ready = [one for one in planned if one.key]
    there = _there(found, [one.key for one in ready])
    decided = _decided(found.zone_id, {one.met.company.id for one in ready if one.met.company})
    seen: dict[str, int] = {}
    for one in ready:
        other = there.get(one.key)
        if one.key in seen:
            has = bool(one.row.document)
            what = ("凭证号、企业、条款、年度都相同", "document, company, clause and year are the same") if has else (
                "没有凭证号，企业、条款、年度、日期和金额都相同", "no document; company, clause, year, day and amount are the same"
            )  # fmt: skip
            place = places.of(DOCUMENT if has else AMOUNT)
            _refuse(one, fault("same_in_file", place, row=seen[one.key], what=what[0], what_en=what[1]))
        elif other is not None and other.amount != one.row.amount:
            amount, where = f"{other.amount:,}", other.file.name
            _refuse(one, fault("known_otherwise", places.of(DOCUMENT), file=where, row=other.row, amount=amount))
        elif other is not None:
            one.outcome = Outcome.KNOWN
            said = fault("known", places.of(DOCUMENT), is_error=False, file=other.file.name, row=other.row)
            one.row.faults.append(said)
        else:
            _against_huiqi(one, decided, places)
        seen.setdefault(one.key, one.row.row)


def _against_huiqi(one: Planned, decided: Decided, places: Places) -> None:
    if one.met.company is None or one.row.year is None or one.row.paid_on is None:
        return
    for amount, day in decided.get((one.clause, one.met.company.id, one.row.year), ()):
        if amount == one.row.amount and day <= one.row.paid_on:
            _refuse(one, fault("in_huiqi", places.of(AMOUNT)))
            return
        one.row.faults.append(fault("also_in_huiqi", places.of(AMOUNT), is_error=False, amount=f"{amount:,.2f}"))


def _refuse(one: Planned, why: Fault) -> None:
    one.row.faults.append(why)
    one.outcome = Outcome.REFUSED


def _there(found: EarlierFile, keys: list[str]) -> dict[str, EarlierPayment]:
    rows = EarlierPayment.objects.filter(file__zone=found.zone_id, file__state__in=_ALREADY, key__in=among(keys, str))
    entered = rows.filter(outcome__in=ENTERED_ROWS).exclude(file=found).select_related("file")
    return {one.key: one for one in entered.defer("file__head", "file__sheets")}


def _decided(zone: UUID, companies: set[UUID]) -> Decided:
    awarded = sorted(state.value for state in PROMISED | {State.HELD})
    rows: Any = Claim.objects.filter(round__zone=zone, state__in=awarded, company__in=among(companies))
    found: dict[tuple[str, UUID, int], list[tuple[Decimal, date]]] = {}
    for policy, clause, company, year, amount, at in rows.values_list(
        "policy", "clause", "company", "year", "amount", "approved_at"
    ):
        if amount is not None and at is not None:
            found.setdefault((f"{policy}/{clause}", company, year), []).append((amount, day_in_china(at)))
    return found


def unread(sheet: ReadSheet, seen: set[int]) -> list[Planned]:
    """Return the rows that were not read at all (totals, wrong length): what is wrong with them is told at their cells."""
    told = told_faults(one for one in sheet.faults if one.row not in seen)
    return [Planned(Row(row, faults=why), Outcome.REFUSED, Met()) for row, why in sorted(told.items())]
