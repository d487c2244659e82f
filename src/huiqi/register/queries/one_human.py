"""Who holds which of the roles that exclude each other; and who may be one human with two accounts: the same name, or the same mail address."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.kernel.actor import Actor, Role
from huiqi.register.domain.rights import SEE_SEPARATION, SEPARATED
from huiqi.register.models import RoleGrant
from huiqi.register.queries.reach import within_reach

_SIDES = ("policy_side", "money_side", "administrator_side")


def separated_roles(actor: Actor, *, now: datetime) -> QuerySet[RoleGrant]:
    """Return the grants of now, within reach, of roles that decide about money or give roles, each with `same_name` and `same_mail`."""
    seen = within_reach(actor, *SEE_SEPARATION)
    rows = marked(now=now).filter(role__in=[role.value for role in SEPARATED], organisation__in=seen)
    return rows.select_related("person__account", "organisation")


def likely_one_human(*, now: datetime) -> QuerySet[RoleGrant]:
    """Return the grants of now whose holder has the name or the mail of another one who holds what excludes them; for who keeps the machine."""
    return marked(now=now).filter(Q(same_name=True) | Q(same_mail=True)).select_related("person", "organisation")


def marked(*, now: datetime) -> QuerySet[RoleGrant]:
    """Return the grants of now, each with whether somebody else of the same name or mail holds in the zone what excludes it."""
    opposed = Q()
    for side in _SIDES:
        # What has no side is neither more nor less than any.
        opposed |= Q(**{f"{side}__lt": OuterRef(side)}) | Q(**{f"{side}__gt": OuterRef(side)})
    roles = [role.value for role in SEPARATED]
    held = RoleGrant.objects.filter(period__contains=now, role__in=roles)
    zone = {"organisation__within__0": OuterRef("organisation__within__0")}
    others = held.filter(opposed, **zone).exclude(person=OuterRef("person"))
    return held.annotate(
        same_name=Exists(others.filter(person__name=OuterRef("person__name"))),
        same_mail=Exists(
            others.exclude(person__account__email="").filter(
                person__account__email__iexact=OuterRef("person__account__email")
            )
        ),
    )


def words_of_likeness(row: RoleGrant) -> tuple[Role, list[tuple[str, str]]]:
    """Return a marked grant's role, and in which ways its holder is like another one."""
    found = (("same_name", ("同名", "same name")), ("same_mail", ("同一邮箱", "same mail address")))
    return Role(row.role), [words for name, words in found if getattr(row, name)]
