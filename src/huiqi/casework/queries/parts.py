"""What other subjects add to the page of a company, registered in this one table: what it gets, what is pending, who looks after it.

A part has a template of its own, which is given what its query returns as `part.found`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from huiqi.casework.domain.campaigns import OWING, PROGRESS_NAMES, Progress, Stage
from huiqi.casework.domain.fact_values import last_day
from huiqi.casework.queries.campaigns import surveys_of
from huiqi.casework.queries.earlier.files import paid_to
from huiqi.casework.queries.own import calculation_of, own_company
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.register import queries as register
from huiqi.register.domain.grid import GAP_NAMES
from huiqi.register.domain.rights import COMPANY, SEE_CONTACTS, WATCH_WORK
from huiqi.register.domain.titles import BY_KEY
from huiqi.register.domain.undertakings import AWAY, GROUP_NAMES, OUTCOME_NAMES, RESIDENT_NAMES, Group, Outcome
from huiqi.rulebook.queries import Calculation, CannotFindBook
from huiqi.ui.words import chosen

Query = Callable[[Actor, UUID, datetime], object]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its place for links, its title in both languages, its template and its query."""

    key: str
    zh: str
    en: str
    template: str
    query: Query
    kinds: tuple[str, ...] = ("company",)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with what was found for one company."""

    key: str
    title: str
    template: str
    found: object


def benefits(actor: Actor, company: UUID, now: datetime) -> Calculation | None:
    """Return what the company can get by what is known of it; None where its zone has published nothing."""
    try:
        return calculation_of(own_company(actor, id=company, now=now))
    except CannotFindBook:
        return None


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after the company in a scheme; `gaps` say what is missing, `due` by when somebody has to be in touch again."""

    scheme: UUID
    scheme_name: str
    grid: str
    department: str
    officer: str
    leaders: tuple[str, ...]
    gaps: tuple[str, ...]
    last_contact: date | None
    due: date | None
    is_late: bool
    may_open: bool


def care(actor: Actor, company: UUID, now: datetime) -> tuple[Care, ...]:
    """Return who looks after the company; one query."""
    watches, day = actor.is_system or actor.holds(*WATCH_WORK), day_in_china(now)
    return tuple(
        Care(
            scheme=row.scheme.pk,
            scheme_name=row.scheme.name,
            grid=row.grid_name or "",
            department=row.department_name or "",
            officer=row.officer_name or "",
            leaders=tuple(name for name in (row.leader_name, row.deputy_name) if name),
            gaps=tuple(chosen(*GAP_NAMES[gap]) for gap in register.gaps_of(row)) if watches else (),
            last_contact=row.last_contact if watches else None,
            due=row.due if watches else None,
            is_late=watches and row.due is not None and row.due < day,
            may_open=watches,
        )
        for row in register.care_of(actor, company=company, at=now)
    )


@dataclass(frozen=True, slots=True)
class Stay:
    """A carrier, enclave, station, platform or project in which the company is or was; `city` where that is elsewhere."""

    undertaking: UUID
    name: str
    group: str
    city: str
    entered_on: date
    last_day: date | None
    outcome: str
    may_open: bool


def stays(actor: Actor, company: UUID, now: datetime) -> tuple[Stay, ...]:
    """Return where the company sits beside its own address; one query."""
    watches = actor.is_system or actor.holds(*WATCH_WORK)
    return tuple(
        Stay(
            undertaking=row.undertaking.pk,
            name=row.undertaking.name,
            group=chosen(*GROUP_NAMES[Group(row.undertaking.group)]),
            city=row.undertaking.city if row.undertaking.group in AWAY else "",
            entered_on=row.entered_on,
            last_day=last_day(row.left_on),
            outcome=chosen(*OUTCOME_NAMES[Outcome(row.outcome)]) if row.outcome else "",
            may_open=watches,
        )
        for row in register.residencies_of(actor, company=company)
    )


@dataclass(frozen=True, slots=True)
class Operated:
    """Something that the institution runs, and the companies that are in it."""

    undertaking: UUID
    name: str
    group: str
    residents_name: str
    residents: tuple[tuple[str, date], ...]
    may_open: bool


def operated(actor: Actor, institution: UUID, now: datetime) -> tuple[Operated, ...]:
    """Return the carriers and the like that the institution runs, with who is in them; two queries."""
    watches = actor.is_system or actor.holds(*WATCH_WORK)
    return tuple(
        Operated(
            undertaking=row.pk,
            name=row.name,
            group=chosen(*GROUP_NAMES[Group(row.group)]),
            residents_name=chosen(*RESIDENT_NAMES[Group(row.group)]),
            residents=tuple((stay.company.name, stay.entered_on) for stay in row.there),
            may_open=watches,
        )
        for row in register.operated(actor, operator=institution, day=day_in_china(now))
    )


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey in which the company is or was asked; `is_owed`: it still has to answer, `is_late`: its day has passed."""

    id: UUID
    title: str
    due_on: date
    progress: str
    is_owed: bool
    is_late: bool
    is_own: bool


def surveys(actor: Actor, company: UUID, now: datetime) -> tuple[Survey, ...]:
    """Return what the company is asked; one query."""
    is_own, day = actor.holds(*COMPANY), day_in_china(now)
    found = []
    for row in surveys_of(actor, company=company):
        is_owed = row.progress in OWING and row.campaign.stage == Stage.OPEN
        progress = chosen(*PROGRESS_NAMES[Progress(row.progress)])
        is_late = is_owed and row.campaign.due_on < day
        found.append(Survey(row.pk, row.campaign.title, row.campaign.due_on, progress, is_owed, is_late, is_own))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Ending:
    """A title that runs out soon, and that no later one follows."""

    name: str
    last_day: date | None


def endings(actor: Actor, company: UUID, now: datetime) -> tuple[Ending, ...]:
    """Return the titles of the company that run out soon; one query. What else is pending, the page knows already."""
    rows = (
        register.expiring_titles(actor, day=day_in_china(now)).filter(organisation=company).order_by("valid_to", "id")
    )
    return tuple(Ending(chosen(BY_KEY[row.kind].zh, BY_KEY[row.kind].en), last_day(row.valid_to)) for row in rows)


def people(actor: Actor, company: UUID, now: datetime) -> tuple[register.PersonAt, ...] | None:
    """Return who has a role there; one query. None where that is not for the actor to see."""
    return register.people_at(actor, organisation=company, at=now) if actor.holds(*SEE_CONTACTS) else None


@dataclass(frozen=True, slots=True)
class PaidEarlier:
    """A payment from before Huiqi, as the list says it: no part of the ledger, but it counts in limits."""

    day: date
    year: int
    called: str
    amount: Decimal
    document: str
    file: str
    row: int


def paid_earlier(actor: Actor, company: UUID, now: datetime) -> tuple[PaidEarlier, ...] | None:
    """Return what the company was paid before Huiqi; one query. None where there is nothing that the actor may see."""
    rows = paid_to(actor, company=company)
    found = tuple(
        PaidEarlier(one.paid_on, one.year, one.clause_said, one.amount, one.document, one.file.name, one.row)
        for one in rows
        if one.paid_on is not None and one.year is not None and one.amount is not None
    )
    return found or None


# In the order of the page.
PARTS: tuple[Part, ...] = (
    Part("benefits", "可享政策", "What it can get", "casework/company/benefits.html", benefits),
    Part("pending", "待办事项", "What is pending", "casework/company/pending.html", endings),
    Part("earlier", "启用惠企前已获支付", "Paid before Huiqi", "casework/company/earlier.html", paid_earlier),
    Part("surveys", "调查填报", "Surveys", "casework/company/surveys.html", surveys),
    Part("care", "服务责任人", "Who looks after it", "casework/company/care.html", care),
    Part("stays", "所在载体", "Where it sits", "casework/company/stays.html", stays),
    Part("operated", "运营的载体与服务", "What it runs", "casework/company/operated.html", operated, ("institution",)),
    Part(
        "people", "担任角色的人", "Who has a role", "casework/company/people.html", people, ("company", "institution")
    ),
)


def parts_of(actor: Actor, *, company: UUID, kind: str, now: datetime) -> tuple[ShownPart, ...]:
    """Return the parts of the page of a company, or of an institution."""
    return tuple(
        ShownPart(part.key, chosen(part.zh, part.en), part.template, part.query(actor, company, now))
        for part in PARTS
        if kind in part.kinds
    )
