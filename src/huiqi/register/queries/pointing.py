"""What points at an organisation or its subject, in whatever part of the product: found from the models, so none is forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, ForeignKey, ManyToOneRel, Model, QuerySet, Value

from huiqi.register.models import Organisation, Subject

# What an organisation is made of itself: it stands and falls with it, nobody's work is lost.
OWN: Final = frozenset({
    "register.fact", "register.standing", "register.searchentry", "register.identifier", "register.formername",
    "register.duplicatepair", "register.merge",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of a table that names an organisation or a subject."""

    model: type[Model]
    field: str

    @property
    def table(self) -> str:
        """Return the model's label, as it is written down: `register.rolegrant`."""
        return self.model._meta.label_lower  # noqa: SLF001  # Django's own way to ask

    def rows(self, ids: Collection[UUID]) -> QuerySet[Any]:
        """Return the rows that point at one of these; a subject's own row does not point at its organisation."""
        found = self.model._base_manager.filter(**{f"{self.field}__in": ids})  # noqa: SLF001  # past every default filter
        return found.exclude(pk__in=ids) if self.model is Subject else found


def pointers() -> Iterator[Pointer]:
    """Yield every column of every table that points at organisations or subjects, beyond what they are made of."""
    for target in (Organisation, Subject):
        # Also those whose way back has no name.
        for relation in target._meta.get_fields(include_hidden=True):  # noqa: SLF001  # Django's own way to ask
            if isinstance(relation, ManyToOneRel) and isinstance(relation.field, ForeignKey):
                pointer = Pointer(relation.related_model, relation.field.name)
                if pointer.table not in OWN:
                    yield pointer


def pointed_from(ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Return how many rows of each table point at each of these; one query over all tables."""
    parts = [
        pointer.rows(ids).order_by().values(pointed_to=F(f"{pointer.field}_id"), pointed_in=Value(pointer.table))
        .annotate(pointed_by=Count("*")).values_list("pointed_to", "pointed_in", "pointed_by")
        for pointer in pointers()
    ]  # fmt: skip
    found: dict[UUID, dict[str, int]] = {one: {} for one in ids}
    for holder, table, rows in parts[0].union(*parts[1:], all=True):
        found[holder][table] = found[holder].get(table, 0) + rows
    return found


def pointed_at(ids: Collection[UUID]) -> set[UUID]:
    """Return those at which something points: a role, a title, a project, a run's row."""
    found: set[UUID] = set()
    for pointer in pointers():
        found.update(pointer.rows(ids).values_list(pointer.field, flat=True).distinct())
    return found
