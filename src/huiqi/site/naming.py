"""What the ledger's opaque references are called: organisations and people of the register, causes of the flows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from django.db.models.expressions import Combinable
from django.urls import reverse

from huiqi.casework import queries as casework
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.words import Pair
from huiqi.ledger.queries.outside import Cause, Place
from huiqi.register import queries as register


def claim(actor: Actor, rest: str) -> Cause | None:
    """Return what a claim is called, where the actor may see it."""
    try:
        found = casework.claims(actor).filter(pk=UUID(rest)).first()
    except ValueError:
        return None
    if found is None:
        return None
    name = found.company.name
    return Cause((f"{name}的兑现事项", f"Claim of {name}"), reverse("casework:claim", args=(found.pk,)))


def outcome(actor: Actor, rest: str) -> Cause | None:
    """Return what an order paid on its outcome is called, where the actor may see it."""
    try:
        found = casework.outcome_orders(actor).filter(pk=UUID(rest)).first()
    except ValueError:
        return None
    return Cause((found.title, found.title), reverse("casework:outcome_order", args=(found.pk,))) if found else None


# The first parts of causes, as a list calls them.
KINDS: Mapping[str, Pair] = {
    "claim": ("兑现事项", "Award"),
    "proposal": ("资金申请", "Proposal"),
    "agreement": ("项目资金", "Project"),
    "loss": ("风险补偿", "Loss"),
    "award": ("奖补", "Award"),
    "outcome": ("按结果付费", "Paid on outcome"),
    "voucher": ("券", "Voucher"),
    "voucher-use": ("用券", "Use of a voucher"),
}
# By the first part of a cause: `claim/<uuid>` is asked of whoever keeps claims.
CAUSES: Mapping[str, Callable[[Actor, str], Cause | None]] = {"claim": claim, "outcome": outcome}


class Names:
    """Asks the register, and the flows for their causes."""

    def party_name(self, actor: Actor, *, field: str) -> Combinable:
        """Return the name of an organisation that the actor may see."""
        return register.name_of_organisation(actor, field=field)

    def person_name(self, *, field: str) -> Combinable:
        """Return the name of a person."""
        return register.name_of_person(field=field)

    def parties(self, actor: Actor, *, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the names of organisations that the actor may see."""
        return dict(register.organisations(actor).filter(pk__in=ids).values_list("pk", "name"))

    def party_of(self, actor: Actor, *, code: str) -> UUID | None:
        """Return the organisation with a credit code that the actor may see."""
        return register.organisations(actor).filter(credit_code=code).values_list("pk", flat=True).first()

    def cause(self, actor: Actor, *, cause: str) -> Cause | None:
        """Return what a flow says of its cause."""
        kind, _, rest = cause.partition("/")
        ask = CAUSES.get(kind)
        return ask(actor, rest) if ask else None

    def flows(self) -> frozenset[str]:
        """Return the kinds of causes that casework pays by its batches."""
        return frozenset(CAUSES)

    def kind(self, kind: str) -> Pair | None:
        """Return what causes of a kind are called."""
        return KINDS.get(kind)

    def places(self, actor: Actor, *, roles: tuple[Role, ...]) -> Sequence[Place]:
        """Return the zones and parks for which the actor holds one of the roles, the widest first."""
        return [Place(tuple(within), name) for within, name in register.places_held(actor, roles=roles)]

    def related(self, person: UUID) -> frozenset[UUID]:
        """Return the organisations at which somebody has or ever had a role."""
        return register.organisations_related(person)
