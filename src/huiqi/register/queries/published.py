"""Published figures as an actor may see them, with what follows from them and no more."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.published import Published, rest, share, total
from huiqi.register.domain.rights import WATCH_WORK
from huiqi.register.models import PublishedFigure
from huiqi.register.queries.reach import CannotSee, within_reach


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from a figure: the sum of its parts where it was not published itself, what the parts leave, its share."""

    sum_of_parts: Published | None
    rest: Published | None
    share: Published | None


def published_figures(actor: Actor, *, topic: str = "") -> QuerySet[PublishedFigure]:
    """Return the figures of the zones and parks whose work the actor may follow, with whole and parts."""
    seen = PublishedFigure.objects.filter(organisation__in=within_reach(actor, *WATCH_WORK))
    if topic:
        seen = seen.filter(topic=topic)
    return seen.select_related("part_of", "organisation").prefetch_related("parts")


def published_figure(actor: Actor, *, id: UUID) -> PublishedFigure:
    """Return one figure; raises CannotSee."""
    found = published_figures(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="figure", id=id)
    return found


def derived(figure: PublishedFigure) -> Derived:
    """Return what follows from a figure of `published_figures`; asks the database nothing more."""
    own = figure.published
    parts = [part.published for part in figure.parts.all()]
    known = [part for part in parts if part is not None]
    complete = bool(parts) and len(known) == len(parts)
    # Only of a whole that was published itself: of one that is at least so much nothing has a known share.
    whole = figure.part_of.published if figure.part_of else None
    return Derived(
        sum_of_parts=total(known) if own is None and complete else None,
        rest=rest(own, known) if own is not None and complete else None,
        share=share(own, whole) if own is not None and whole is not None else None,
    )


def wholes(actor: Actor) -> list[tuple[str, str]]:
    """Return the figures of which others can be parts, as choices: those that are parts of nothing themselves."""
    rows = published_figures(actor).filter(part_of=None)
    return [(str(row.pk), row.zh) for row in rows]
