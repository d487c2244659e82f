"""What lies below a company in an address is found there alone: with another company's address it is not there."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.kernel.actor import Actor
from huiqi.register import services
from huiqi.register.models import Contact, Title
from huiqi.register.services import ContactSaid, TitleSaid
from tests.cast import NOW, SYSTEM, Cast, visit


@pytest.fixture
def title(cast: Cast) -> Title:
    said = TitleSaid("hnte", date(2024, 1, 1), None, "national", source="名单")
    return services.record_title(organisation=cast.north_company.pk, said=said, actor=SYSTEM, now=NOW)


@pytest.fixture
def contact(cast: Cast) -> Contact:
    said = ContactSaid("李经理", "finance", phone="13800000000")
    return services.add_contact(organisation=cast.north_company.pk, said=said, actor=SYSTEM, now=NOW)


def test_title_is_found_at_its_own_company_alone(cast: Cast, officer: Actor, title: Title) -> None:
    client = visit(officer)
    for act in ("", "/revoke"):
        assert client.get(f"/companies/{cast.north_company.pk}/titles/{title.pk}{act}").status_code == 200
        assert client.get(f"/companies/{cast.south_company.pk}/titles/{title.pk}{act}").status_code == 404
    answer = client.post(
        f"/companies/{cast.south_company.pk}/titles/{title.pk}/revoke", {"day": "2025-01-01", "source": "公告"}
    )
    assert answer.status_code == 404
    assert Title.objects.get(pk=title.pk).replaced_at is None


def test_contact_is_found_at_its_own_company_alone(cast: Cast, officer: Actor, contact: Contact) -> None:
    client = visit(officer)
    assert client.get(f"/companies/{cast.north_company.pk}/contacts/{contact.pk}").status_code == 200
    elsewhere = f"/companies/{cast.south_company.pk}/contacts/{contact.pk}"
    assert client.get(elsewhere).status_code == 404
    said = {"seen": contact.changed_at.isoformat()}
    assert client.post(f"{elsewhere}/end", said).status_code == 404
    assert Contact.objects.get(pk=contact.pk).ended_at is None
    assert client.post(f"/companies/{cast.north_company.pk}/contacts/{contact.pk}/end", said).status_code == 302
    assert Contact.objects.get(pk=contact.pk).ended_at is not None


def test_title_of_a_merged_record_is_the_other_ones(cast: Cast, officer: Actor, title: Title) -> None:
    services.merge_companies(
        kept=cast.south_company.pk, gone=cast.north_company.pk, from_gone=(), reason="重复", actor=SYSTEM, now=NOW
    )
    client = visit(officer)
    assert client.get(f"/companies/{cast.south_company.pk}/titles/{title.pk}").status_code == 200
