"""Samples and their calls: for the officers of payments and policies, leaders and auditors of a zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.domain.claims.sampling import Stratum
from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Call, Claim, Sample
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register


class CannotSeeSample(NotVisible):
    """There is no such sample or call for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这次抽查。", "there is no such sample that you may see.")
    }


def samples(actor: Actor) -> QuerySet[Sample]:
    """Return the samples within reach with their counts: answered, with something wrong, still to be settled."""
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return (
        Sample.objects.filter(zone__in=seen)
        .select_related("zone")
        .annotate(
            answered=Count("calls", filter=Q(calls__answered_at__isnull=False)),
            wrong=Count("calls", filter=Q(calls__is_wrong=True)),
            open=Count("calls", filter=Q(calls__is_wrong=True, calls__settled_at=None)),
            not_received=Count("calls", filter=Q(calls__received=False)),
            amount_wrong=Count("calls", filter=Q(calls__amount_right=False)),
            fees=Count("calls", filter=Q(calls__fee_asked=True)),
        )
    )


def samples_to(actor: Actor, what: str) -> QuerySet[Sample]:
    """Return the samples within reach in which receivers are still to be asked (`ask`), or something wrong to be looked into (`settle`)."""
    return narrow_waiting(samples(actor), what)


def narrow_waiting(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    """Narrow samples to those that wait for one of these."""
    return rows.filter(open__gt=0) if what == "settle" else rows.filter(answered__lt=F("size"))


def sample_of(actor: Actor, *, id: UUID) -> Sample:
    """Return one sample with its counts; raises CannotSeeSample."""
    found = samples(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeSample("not_found")
    return found


def calls(actor: Actor) -> QuerySet[Call]:
    """Return the calls of the samples within reach."""
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return Call.objects.filter(sample__zone__in=seen).select_related("claim__round", "claim__company", "sample")


def call_of(actor: Actor, *, id: UUID) -> Call:
    """Return one call; raises CannotSeeSample."""
    found = calls(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeSample("not_found")
    return found


def paid_claims(zone: UUID, *, first: date, last: date, policy: str) -> QuerySet[Claim]:
    """Return the claims of a zone whose payment arrived on days from one to another, and was not taken back; in one order."""
    found = Claim.objects.filter(round__zone=zone, state=State.PAID.value)
    stands = {"receipts__void_at": None, "receipts__paid_on__gte": first, "receipts__paid_on__lte": last}
    found = found.filter(**stands)
    return (found.filter(policy=policy) if policy else found).order_by("pk")


def strata_of(claims: QuerySet[Claim], stratum: Stratum) -> dict[str, list[str]]:
    """Return the identifiers of claims by what a sample is stratified by, strata in order."""
    found: dict[str, list[str]] = {}
    for key, policy, clause, park in claims.values_list("pk", "policy", "clause", "park"):
        name = {Stratum.NONE: "", Stratum.CLAUSE: f"{policy}/{clause}", Stratum.PARK: park}[stratum]
        found.setdefault(name, []).append(str(key))
    return dict(sorted(found.items()))


def zones_of_claims(actor: Actor, *roles: Role) -> list[tuple[UUID, str]]:
    """Return the zones for which the actor holds one of the roles."""
    found = register.within_reach(actor, *roles).filter(kind="zone")
    return list(found.order_by("name_key").values_list("pk", "name"))


def policies_paid(zones: Sequence[UUID]) -> list[tuple[str, str, str]]:
    """Return the policies under which something was paid in zones: id and names."""
    rows = Claim.objects.filter(round__zone__in=zones, state=State.PAID.value).order_by("policy", "round__policy_zh")
    names = {
        policy: (policy, zh, en)
        for policy, zh, en in rows.values_list("policy", "round__policy_zh", "round__policy_en")
    }
    return list(names.values())


def contacts_to_call(actor: Actor, *, call: Call) -> list[Any]:
    """Return whom to call at a company; none for an actor who may not see its contacts. That one looks is noted."""
    return list(register.contacts(actor, organisation=call.claim.company_id))
