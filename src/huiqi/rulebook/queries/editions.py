"""Editions of the compendium that were issued. They are public."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.errors import NotVisible, Words
from huiqi.rulebook.models import Edition


class CannotFindEdition(NotVisible):
    """No such edition was ever issued."""

    messages: ClassVar[dict[str, Words]] = {"not_found": ("没有这一版汇编。", "there is no such edition.")}


def editions(zone: UUID) -> QuerySet[Edition]:
    """Return the editions of a zone, the last first."""
    return Edition.objects.filter(zone=zone)


def edition_file(id: UUID) -> tuple[Edition, bytes]:
    """Return an edition and its file; raises CannotFindEdition."""
    found = Edition.objects.select_related("content").filter(pk=id).first()
    if found is None:
        raise CannotFindEdition("not_found")
    return found, bytes(found.content.content)
