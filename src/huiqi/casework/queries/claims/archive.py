"""The archive as an actor may see it: officers of the zone the records, those who may see everything the files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from huiqi.casework.domain.claims.archive import FINISHED
from huiqi.casework.domain.claims.rights import SEE_CLAIMS
from huiqi.casework.models import ArchiveRecord, Claim, Round
from huiqi.kernel.actor import Actor
from huiqi.kernel.environment import data_folder
from huiqi.kernel.errors import NotVisible, Words
from huiqi.register import queries as register


class CannotSeeRecord(NotVisible):
    """There is no such record of the archive for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这份档案。", "there is no such record that you may see.")
    }


def archive(actor: Actor) -> QuerySet[ArchiveRecord]:
    """Return the records within reach, without their indexes."""
    seen = register.within_reach(actor, *SEE_CLAIMS)
    return ArchiveRecord.objects.filter(claim__round__scope__in=seen).defer("index").select_related("claim")


def archive_record(actor: Actor, *, id: UUID) -> ArchiveRecord:
    """Return one record; raises CannotSeeRecord."""
    found = archive(actor).filter(pk=id).defer(None).select_related("claim__company").first()
    if found is None:
        raise CannotSeeRecord("not_found")
    return found


def to_file(made: Round) -> QuerySet[Claim]:
    """Return the finished claims of a round that are not filed as they stand."""
    finished = made.claims.filter(state__in=sorted(state.value for state in FINISHED))
    filed = ArchiveRecord.objects.filter(claim__round=made, version=F("claim__version"))
    return finished.exclude(pk__in=filed.values("claim")).order_by("place", "pk")


def to_be_filed(rows: QuerySet[Round]) -> QuerySet[Round]:
    """Narrow rounds to those with finished claims that are not filed as they stand."""
    filed = ArchiveRecord.objects.filter(claim=OuterRef("pk"), version=OuterRef("version"))
    finished = Claim.objects.filter(round=OuterRef("pk"), state__in=sorted(state.value for state in FINISHED))
    return rows.filter(Exists(finished.filter(~Exists(filed))))


def file_of(record: ArchiveRecord) -> Path:
    """Return where the file of a record lies."""
    return data_folder() / "files" / "archive" / record.zone_id.hex / str(record.year) / f"{record.number}.zip"
