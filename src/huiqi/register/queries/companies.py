"""The companies and institutions of the register as lists show them; companies: each with its industry, size and the titles that hold on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from huiqi.kernel.actor import Actor
from huiqi.register.domain.industries import BY_LETTER
from huiqi.register.domain.rights import SEE_FACTS
from huiqi.register.models import Fact, FormerName, Organisation, Standing
from huiqi.register.queries.facts import speakers
from huiqi.register.queries.looking import note_look
from huiqi.register.queries.reach import CannotSee, visible_subject, within_reach
from huiqi.register.queries.titles import titles


def companies(actor: Actor, *, day: date) -> QuerySet[Organisation]:
    """Return the companies whose facts the actor may see: with `industry`, `size`, `changed_at`, and `held`, their titles of the day."""
    standing = Standing.objects.filter(subject=OuterRef("pk"))
    found = within_reach(actor, *SEE_FACTS).filter(kind=Organisation.Kind.COMPANY)
    return (
        found.annotate(
            industry=Subquery(standing.values("industry")),
            size=Subquery(standing.values("size")),
            changed_at=Subquery(standing.values("changed_at")),
        )
        .select_related("parent")
        .prefetch_related(Prefetch("titles", queryset=titles(actor, valid_on=day).order_by("kind"), to_attr="held"))
    )


def institutions(actor: Actor) -> QuerySet[Organisation]:
    """Return the universities, institutes and banks whose facts the actor may see: with `changed_at`."""
    changed = Standing.objects.filter(subject=OuterRef("pk")).values("changed_at")
    found = within_reach(actor, *SEE_FACTS).filter(kind=Organisation.Kind.INSTITUTION)
    return found.annotate(changed_at=Subquery(changed)).select_related("parent")


def company(actor: Actor, *, id: UUID, kind: str = "") -> Organisation:
    """Return one organisation whose facts the actor may see, of a kind if one is named, with what it is in; raises CannotSee."""
    found = within_reach(actor, *SEE_FACTS).filter(pk=id).select_related("parent").first()
    if found is None or kind not in {"", found.kind}:
        raise CannotSee("not_found", what=kind or "company", id=id)
    return found


def of_section(rows: QuerySet[Organisation], letter: str) -> QuerySet[Organisation]:
    """Return the companies of a section of the classification of industries."""
    return rows.filter(pk__in=Standing.objects.filter(division__in=BY_LETTER[letter].divisions).values("subject"))


def of_size(rows: QuerySet[Organisation], size: str) -> QuerySet[Organisation]:
    """Return the companies of a size band."""
    return rows.filter(pk__in=Standing.objects.filter(size=size).values("subject"))


def holding_title(rows: QuerySet[Organisation], kind: str, *, actor: Actor, day: date) -> QuerySet[Organisation]:
    """Return the companies that hold a title of a kind on a day."""
    return rows.filter(pk__in=titles(actor, kind=kind, valid_on=day).values("organisation"))


def within_park(rows: QuerySet[Organisation], park: UUID) -> QuerySet[Organisation]:
    """Return the companies of a park and of what is in it."""
    return rows.filter(within__contains=[park])


def former_names(actor: Actor, *, organisation: UUID) -> QuerySet[FormerName]:
    """Return the names that an organisation had, the last one first; none where the actor may not see it."""
    seen = within_reach(actor, *SEE_FACTS)
    return FormerName.objects.filter(organisation=organisation, organisation__in=seen).order_by("-until", "-id")


def changes(actor: Actor, *, subject: UUID) -> QuerySet[Fact]:
    """Return everything that was ever said of a subject, the latest first; the look is written down. Raises CannotSee."""
    seen = visible_subject(actor, id=subject)
    said = Fact.objects.filter(subject__in=speakers(seen.pk))
    note_look(
        actor, organisations=[seen.organisation], names=set(said.order_by().values_list("name", flat=True).distinct())
    )
    return said.order_by("-recorded_at", "-id")
