"""Who may change what in the register: asked here by every service, so that no door has rules of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.errors import Cannot, Words
from huiqi.register import queries
from huiqi.register.domain import names
from huiqi.register.models import Organisation


class CannotKeep(Cannot):
    """The register cannot be changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权对{organisation}这样做。", "{actor} may not do this for {organisation}."),
        "code_taken": ("统一社会信用代码{code}已属于{name}。", "the credit code {code} belongs to {name} already."),
        "code_missing": ("企业必须有统一社会信用代码。", "a company needs its credit code."),
        "no_parent": ("{kind}必须属于某个高新区或其下级。", "a {kind} has to be in a zone or in a part of one."),
        "zone_in_zone": ("高新区不能放在别的机构之下。", "a zone is in nothing."),
        "bad_name": ("{name!r}不能作名称。", "{name!r} is no name."),
        "same_name": ("名称本来就是{name}。", "it is called {name} already."),
        "bad_period": (
            "{period!r}不是期间：应写作2025、2025-H1、2025-Q1或2025-03。",
            "{period!r} is no period: 2025, 2025-H1, 2025-Q1 or 2025-03.",
        ),
        "bad_validity": (
            "{name}：从{valid_from}到{valid_to}没有一天。",
            "{name}: from {valid_from} to {valid_to} is no day.",
        ),
        "changed_meanwhile": (
            "{name}刚刚更改了这一项，您的更改没有保存。请重新打开后再改。",
            "{name} has just changed this; your change was not kept. Open it again.",
        ),
        "no_source": ("要写明来源。", "say where it comes from."),
        "bad_value": ("{name}：{reason}。", "{name}: {reason}."),
    }


def allowed(organisation: UUID, *, actor: Actor, roles: tuple[Role, ...]) -> Organisation:
    """Return the organisation, locked, if the actor holds one of the roles for it; raises CannotKeep("not_allowed")."""
    found = queries.within_reach(actor, *roles).select_for_update().filter(pk=organisation).first()
    if found is None:
        raise CannotKeep("not_allowed", actor=actor.name, organisation=organisation)
    return found


def tidy(name: str) -> str:
    """Return the name as it is kept; raises CannotKeep("bad_name")."""
    try:
        return names.tidy(name)
    except ValueError as error:
        raise CannotKeep("bad_name", name=name[:40]) from error
