"""Editing by hand: the later of two officers is told, undo is a later row, evidence is a file."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.domain.evidence import file_named
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE
from huiqi.register.models import EvidenceFile
from huiqi.register.services import Said, Upload
from tests.cast import NOW, SYSTEM, Cast

PDF = Upload("../../年报 2025.exe", b"%PDF-1.7\n...")


def correct(cast: Cast, value: object, seen: object = None, **given: object):
    given = {"source": "年报", "actor": SYSTEM, "now": NOW, **given}
    return services.correct_fact(subject=cast.north_company.pk, said=Said("staff", value, "2025"), seen=seen, **given)


def value(cast: Cast) -> object:
    return queries.fact(SYSTEM, subject=cast.north_company.pk, name="staff", period="2025")


def test_later_of_two_officers_is_told_and_nothing_is_overwritten(cast: Cast) -> None:
    first = correct(cast, Decimal(12))
    li = cast.person("李明", (Role.SERVICE_OFFICER, cast.north))
    second = correct(cast, Decimal(13), first.pk, actor=li, now=NOW + timedelta(minutes=1))
    for seen in (None, first.pk):
        with pytest.raises(services.CannotKeep) as failure:
            correct(cast, Decimal(99), seen, now=NOW + timedelta(minutes=2))
        assert failure.value.code == "changed_meanwhile"
        assert "李明" in failure.value.said(english=False)
    assert value(cast) == Decimal(13)
    correct(cast, NOT_APPLICABLE, second.pk, now=NOW + timedelta(minutes=2))
    assert value(cast) is NOT_APPLICABLE


def test_undo_is_a_later_row(cast: Cast) -> None:
    def undo(seen: object, minutes: int):
        return services.undo_fact(
            subject=cast.north_company.pk, name="staff", period="2025", seen=seen, actor=SYSTEM,
            now=NOW + timedelta(minutes=minutes),
        )  # fmt: skip

    first = correct(cast, Decimal(12))
    second = correct(cast, Decimal(13), first.pk, now=NOW + timedelta(minutes=1))
    undone = undo(second.pk, 2)
    assert (value(cast), undone.source) == (Decimal(12), "撤销更改：年报")
    again = undo(undone.pk, 3)
    assert value(cast) == Decimal(13)
    assert len(queries.history(SYSTEM, subject=cast.north_company.pk, name="staff", period="2025")) == 4
    codes = (
        AuditEntry.objects.filter(subject=str(cast.north_company.pk)).order_by("number").values_list("code", flat=True)
    )
    assert list(codes)[-4:] == ["register.fact.corrected"] * 2 + ["register.fact.undone"] * 2
    assert again.recorded_at > undone.recorded_at


def test_undo_of_the_first_row_leaves_it_missing(cast: Cast) -> None:
    first = correct(cast, Decimal(12))
    services.undo_fact(
        subject=cast.north_company.pk, name="staff", period="2025", seen=first.pk, actor=SYSTEM,
        now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    assert value(cast) is MISSING


def test_evidence_is_kept_under_a_random_name_and_read_by_those_within_reach(cast: Cast) -> None:
    row = correct(cast, Decimal(12), upload=PDF)
    file = file_named(row.evidence)
    kept, content = queries.evidence_content(SYSTEM, id=file)
    assert (kept.name, kept.media_type, content.read()) == ("年报 2025.pdf", "application/pdf", PDF.content)
    assert "2025" not in kept.stored_as
    owner, stranger, leader = (
        cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company)),
        cast.person("别家", (Role.COMPANY_OWNER, cast.south_company)),
        cast.person("领导", (Role.LEADER, cast.zone)),
    )
    assert queries.evidence_file(owner, id=file).pk == file
    for nobody in (stranger, leader):
        with pytest.raises(queries.CannotSee):
            queries.evidence_file(nobody, id=file)


@pytest.mark.parametrize(
    ("content", "code"),
    (
        (b"", "empty"),
        (b"MZ\x90\x00", "unknown_kind"),
        (b"<html><script>alert(1)</script>", "unknown_kind"),
        (b"PK\x03\x04 no archive", "unknown_kind"),
        (b"%PDF-" + bytes(10_000_000), "too_large"),
    ),
)
def test_file_that_is_none_of_the_kinds_changes_nothing(cast: Cast, content: bytes, code: str) -> None:
    with pytest.raises(services.CannotKeepFile) as failure:
        correct(cast, Decimal(12), upload=Upload("good.pdf", content))
    assert failure.value.code == code
    assert value(cast) is MISSING
    assert not EvidenceFile.objects.exists()


def test_source_is_needed_and_only_keepers_edit(cast: Cast) -> None:
    with pytest.raises(services.CannotKeep) as failure:
        correct(cast, Decimal(12), source=" ")
    assert failure.value.code == "no_source"
    owner = cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))
    with pytest.raises(services.CannotKeep) as failure:
        correct(cast, Decimal(12), actor=owner)
    assert failure.value.code == "not_allowed"
