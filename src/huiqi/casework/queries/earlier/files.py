"""Files of earlier payments as an actor may see them: those of the zones and parks whose payments the actor sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from huiqi.casework.domain.earlier.states import COUNTING, ENTER, SEE_EARLIER, SEE_FILES, SEE_OWN, Outcome, State
from huiqi.casework.models import EarlierFile, EarlierPayment, EarlierSource
from huiqi.casework.queries.earlier.clauses import clauses_for
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.kernel.models import Job
from huiqi.register import queries as register

_PAID_MOST: Final = 100


class CannotSeeEarlier(NotVisible):
    """There is no such file of earlier payments for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这份此前支付清单。", "there is no such list of earlier payments that you may see.")
    }


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file with its work under way, other files of the same content, and what still has to be decided."""

    found: EarlierFile
    job: Job | None
    is_busy: bool
    twins: tuple[EarlierFile, ...]
    open_doubts: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class Receiving:
    """Where a new file may go, widest first (identifier, name), and known sources."""

    places: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def files(actor: Actor) -> QuerySet[EarlierFile]:
    """Return the files within reach, the latest first."""
    seen = register.within_reach(actor, *SEE_FILES)
    return EarlierFile.objects.filter(place__in=seen).select_related("place", "source").defer("head", "sheets")


def file_of(actor: Actor, *, id: UUID) -> EarlierFile:
    """Return one file; raises CannotSeeEarlier."""
    found = files(actor).defer(None).filter(pk=id).first()
    if found is None:
        raise CannotSeeEarlier("not_found")
    return found


def rows_of_file(actor: Actor, *, file: UUID) -> QuerySet[EarlierPayment]:
    """Return the rows of a file, in their order; raises CannotSeeEarlier."""
    return EarlierPayment.objects.filter(file=file_of(actor, id=file)).order_by("row")


def doubts(actor: Actor, *, file: UUID) -> QuerySet[EarlierPayment]:
    """Return the rows of a file that may be about one of some companies, decided or not; raises CannotSeeEarlier."""
    return rows_of_file(actor, file=file).exclude(candidates=[])


def earlier_payments(actor: Actor) -> QuerySet[EarlierPayment]:
    """Return the payments that count: those of lists within reach, and those to companies within reach, the own ones included."""
    places = register.within_reach(actor, *SEE_EARLIER).filter(kind__in=("zone", "park"))
    lists = EarlierFile.objects.filter(place__in=places.values("pk"))
    companies = register.within_reach(actor, *SEE_EARLIER, *SEE_OWN).filter(kind="company")
    seen = Q(file__in=lists.values("pk")) | Q(company__in=companies.values("pk"))
    found = EarlierPayment.objects.filter(seen, counts_in__isnull=False).select_related("file__place")
    return found.defer("file__head", "file__sheets")


def files_seen(actor: Actor) -> frozenset[UUID]:
    """Return the files that the actor may open, to link to no others."""
    return frozenset(files(actor).values_list("pk", flat=True)) if actor.holds(*SEE_FILES) else frozenset()


def paid_to(actor: Actor, *, company: UUID) -> list[EarlierPayment]:
    """Return what a company was paid before Huiqi, for its page, the latest first; one query."""
    return list(earlier_payments(actor).filter(company=company).order_by("-paid_on", "-id")[:_PAID_MOST])


def clauses_paid(actor: Actor, *, now: datetime) -> list[tuple[str, str, str]]:
    """Return the clauses of the payments within reach as a filter offers them; as the lists call them where no pack knows them any more."""
    rows = earlier_payments(actor).order_by("policy", "clause")
    found = rows.values_list("policy", "clause").annotate(said=Min("clause_said"))
    known: dict[str, tuple[str, str]] = {}
    for zone in sorted(actor.zones):
        known |= clauses_for(zone, said={}, now=now).names
    keys = ((f"{policy}/{clause}", said) for policy, clause, said in found)
    return [(key, *known.get(key, (said, said))) for key, said in keys]


def counted(found: QuerySet[EarlierPayment]) -> Mapping[str, object]:
    """Return how many payments there are, to how many payees, over how much in yuan."""
    return found.order_by().aggregate(
        count=Count("pk"), payees=Count("code", distinct=True), amount=Sum("amount"), first=Min("paid_on"), last=Max("paid_on")
    )  # fmt: skip


def file_page(actor: Actor, *, id: UUID) -> FilePage:
    """Return the page of a file; raises CannotSeeEarlier."""
    found = file_of(actor, id=id)
    job = Job.objects.filter(pk=found.job).first() if found.job else None
    rows = EarlierPayment.objects.filter(file=found)
    twins = files(actor).filter(digest=found.digest).exclude(pk=found.pk)
    return FilePage(
        found,
        job,
        job is not None and job.state in {Job.State.WAITING, Job.State.RUNNING},
        tuple(twins.filter(state__in=(*COUNTING, State.ENTERED))[:5]),
        rows.filter(outcome=Outcome.DOUBTFUL).count(),
        rows.filter(outcome=Outcome.UNMAPPED).values("clause_said").distinct().count(),
    )


def receiving(actor: Actor) -> Receiving:
    """Return where a new file may go, and which sources there are."""
    places = register.within_reach(actor, *ENTER).filter(kind__in=("zone", "park")).order_by("parent_id", "name_key")
    rows = sorted(places.values_list("pk", "name", "kind"), key=lambda row: row[2] != "zone")
    seen = EarlierSource.objects.filter(place__in=register.within_reach(actor, *SEE_FILES))
    names = seen.order_by("name").values_list("name", flat=True).distinct()
    return Receiving(tuple((str(key), name) for key, name, _ in rows), tuple(names))
