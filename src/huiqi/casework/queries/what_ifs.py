"""What-ifs as an actor may see them: like runs, those of the zones and parks within reach; whoever has the link may look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import unified_diff
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.rights import SEE_RUNS
from huiqi.casework.models import WhatIf
from huiqi.casework.queries.runs import CannotSeeRun
from huiqi.kernel.actor import Actor
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import trying


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that a what-if sets: its name, what is published, what is tried, both in words."""

    id: str
    name: tuple[str, str]
    published: tuple[str, str]
    tried: tuple[str, str]


def what_ifs(actor: Actor) -> QuerySet[WhatIf]:
    """Return the what-ifs that the actor may see, the latest first."""
    seen = register.within_reach(actor, *SEE_RUNS)
    return WhatIf.objects.filter(scope__in=seen).select_related("scope", "before", "after").order_by("-made_at", "-id")


def what_if_of(actor: Actor, *, id: UUID) -> WhatIf:
    """Return one what-if; raises CannotSeeRun."""
    found = what_ifs(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeRun("not_found")
    return found


def may_change(actor: Actor, what_if: WhatIf) -> bool:
    """Return whether a what-if is the actor's own to change; others read it."""
    return actor.is_system or (actor.person is not None and actor.person == what_if.made_by)


def books_of(what_if: WhatIf) -> tuple[Book, Book]:
    """Return the published rules, and those that are tried; raises CannotFindBook, CannotRead."""
    base = rulebook.book_of(hash=what_if.pack_hash)
    return base, rulebook.book_with(base, what_if.files) if what_if.files else base


def tried_figures(what_if: WhatIf, changed: Book) -> dict[str, Decimal | str | None]:
    """Return the figures that a what-if sets; raises CannotTry."""
    return trying.read_figures(changed, what_if.figures)


def changed_figures(what_if: WhatIf, open_policies: Mapping[str, trying.Adjustable]) -> list[ChangedFigure]:
    """Return the figures that a what-if sets, each beside what is published."""
    known = {figure.id: figure for one in open_policies.values() for figure in one.figures}
    words = trying.figures_in_words(rulebook.book_of(hash=what_if.pack_hash), what_if.figures)
    return [
        ChangedFigure(name, known[name].name, known[name].shown, tried)
        for name, tried in words.items()
        if name in known
    ]


def open_policies(what_if: WhatIf) -> tuple[trying.Adjustable, ...]:
    """Return the policies that a what-if has open, as they are published; raises CannotFindBook."""
    base = rulebook.book_of(hash=what_if.pack_hash)
    return trying.adjustable(base, day=what_if.day, policies=what_if.policies)


def changed_texts(what_if: WhatIf, policies: tuple[trying.Adjustable, ...]) -> list[tuple[tuple[str, str], str]]:
    """Return the texts that a what-if changes: the policy's title, and the lines that differ."""
    return [
        (one.title, "\n".join(_differing(one.text, what_if.files[one.path])))
        for one in policies
        if one.path in what_if.files
    ]


def _differing(before: str, after: str) -> list[str]:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))
    return lines[2:]
