"""An edition of the compendium is kept to the byte, with its printed copies; it stays what it was when policies change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi.rulebook import services
from huiqi.rulebook.models import Edition, PackVersion
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install


@pytest.mark.inventory("ZJ-06", "OR-05")
def test_an_edition_stays_as_it_was_handed_out(cast: Cast) -> None:
    install(cast, "ordos")
    officer = visit(cast.person("李敏", (Role.POLICY_OFFICER, cast.zone)))
    page = officer.get("/rulebook/compendium/issue?theme=service").content.decode()
    assert "3 项政策" in page
    sent = {"title": "人才和科技政策汇编", "copies": "600"}
    page = officer.post("/rulebook/compendium/issue?theme=service", sent, follow=True).content.decode()
    assert "汇编已编印" in page
    edition = Edition.objects.get()
    first = Client().get(f"/rulebook/compendium/editions/{edition.pk}")
    assert first.content.startswith(b"%PDF-")
    assert "attachment" in first["Content-Disposition"]
    install(cast, "xian", now=NOW + timedelta(hours=1))
    public = Client().get("/rulebook/compendium").content.decode()
    assert "人才和科技政策汇编" in public
    assert "600" in public
    assert Client().get(f"/rulebook/compendium/editions/{edition.pk}").content == first.content
    entry = AuditEntry.objects.get(code="rulebook.edition.issued")
    assert '"copies":600' in entry.details


def test_what_was_issued_is_never_changed(cast: Cast, xian: PackVersion) -> None:
    officer = cast.person("李敏", (Role.POLICY_OFFICER, cast.zone))
    edition = services.issue_edition(zone=cast.zone.pk, issue=issue(), actor=officer, now=NOW)
    with pytest.raises(Error), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(copies=1)
    with pytest.raises(Error), transaction.atomic():
        edition.delete()
    again = services.issue_edition(zone=cast.zone.pk, issue=issue(), actor=officer, now=NOW)
    assert again.content_id == edition.content_id


def test_only_a_drafter_of_the_zone_issues(cast: Cast, xian: PackVersion) -> None:
    for role, place in ((Role.POLICY_APPROVER, cast.zone), (Role.POLICY_OFFICER, cast.north), (Role.LEADER, cast.zone)):
        actor = cast.person("某人", (role, place))
        with pytest.raises(services.CannotChange):
            services.issue_edition(zone=cast.zone.pk, issue=issue(), actor=actor, now=NOW)
        assert "编印成册" not in visit(actor).get("/rulebook/compendium").content.decode()
    north = visit(cast.person("北园", (Role.POLICY_OFFICER, cast.north)))
    refused = north.post("/rulebook/compendium/issue", {"title": "汇编"}).content.decode()
    assert "无权在这里这样做" in refused
    assert Edition.objects.count() == 0


def test_clumsy_forms_are_told(cast: Cast, xian: PackVersion) -> None:
    officer = visit(cast.person("李敏", (Role.POLICY_OFFICER, cast.zone)))
    for said in (
        {"title": ""},
        {"title": "x" * 201},
        {"title": "汇编", "copies": "-1"},
        {"title": "汇编", "copies": "六百"},
    ):
        assert officer.post("/rulebook/compendium/issue", said).status_code == 422, said
    assert Edition.objects.count() == 0


def issue() -> services.Issue:
    return services.Issue(title="汇编", file=b"%PDF-1.7 test", day=NOW.date(), policies=4, version=1)
