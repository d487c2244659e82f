"""Who looked at sensitive facts: noted by whoever reads them for a person, shown to the company itself and to auditors."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel import looks
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import Look
from huiqi.register.domain.rights import SEE_LOOKS
from huiqi.register.domain.sensitive import sensitive
from huiqi.register.models import Organisation
from huiqi.register.queries.acting import people_related
from huiqi.register.queries.reach import CannotSee, within_reach


def note_look(
    actor: Actor, *, organisations: Iterable[Organisation], names: Collection[str], marked: Collection[str] = ()
) -> None:
    """Note that the actor sees facts of organisations: those that are sensitive by their ids, and the `marked` ones.

    Every query that gives facts to a person calls this; so does a page that shows them from elsewhere (`Standing`, a run).
    """
    if shown := sensitive(names) | frozenset(marked):
        note_look_within(actor, (one.within for one in organisations), marked=shown)


def note_look_within(actor: Actor, places: Iterable[Collection[UUID]], *, marked: Collection[str]) -> None:
    """Note that the actor sees `marked` facts of organisations that are told by what they are within, themselves included."""
    if actor.person is not None:
        looks.note(actor, reached=frozenset[UUID]().union(*places), names=frozenset(marked))


def looks_at(actor: Actor, *, organisation: UUID) -> QuerySet[Look]:
    """Return who looked at sensitive facts of an organisation, for itself and for auditors; raises CannotSee."""
    if not within_reach(actor, *SEE_LOOKS).filter(pk=organisation).exists():
        raise CannotSee("not_found", what="organisation", id=organisation)
    return Look.objects.filter(reached__contains=[organisation]).order_by("-id")


def own_people_of(organisation: UUID) -> frozenset[UUID]:
    """Return who holds or held a role at the organisation itself."""
    return people_related([organisation])[organisation]
