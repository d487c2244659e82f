"""A company sees who looked at its sensitive facts, as the dictionary calls them; so do auditors, and nobody else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.services import ContactSaid, Said
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast, visit


@pytest.fixture
def looked(cast: Cast) -> Cast:
    """A zone with a dictionary, where an owner and an officer looked at a company, the officer at another as well."""
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)
    revenue = [Said("operating_revenue", Decimal(987654321), "2024")]
    for company in (cast.north_company, cast.south_company):
        services.record_facts(subject=company.pk, said=revenue, source="年报", actor=SYSTEM, now=NOW)
        said = ContactSaid("李经理", "finance", phone="13800000000")
        services.add_contact(organisation=company.pk, said=said, actor=SYSTEM, now=NOW)
    officer = cast.person("王专员", (Role.FINANCE_OFFICER, cast.zone))
    for actor in (cast.person("张老板", (Role.COMPANY_OWNER, cast.north_company)), officer):
        queries.facts(actor, subject=cast.north_company.pk)
    queries.facts(officer, subject=cast.south_company.pk)
    queries.contacts(officer, organisation=cast.north_company.pk)
    return cast


def test_looks_are_called_by_their_names(looked: Cast) -> None:
    client = visit(looked.person("李老板", (Role.COMPANY_OWNER, looked.north_company)))
    here = f"/companies/{looked.north_company.pk}/looks"
    cells = [[cell.value for cell in row] for row in client.get(here).context["list"].rows]
    assert [(row[1], row[2], row[3]) for row in cells] == [
        ("王专员", "外单位", "联系人"),
        ("王专员", "外单位", "营业收入"),
        ("张老板", "本单位", "营业收入"),
    ]
    assert "王专员" not in client.get(here, {"side": "own"}).content.decode().split("</form>")[-1]
    assert client.get(f"/companies/{looked.south_company.pk}/looks").status_code == 404


def test_who_may_not_know_is_let_in_nowhere(looked: Cast) -> None:
    here = f"/companies/{looked.north_company.pk}/looks"
    assert visit(looked.person("专员", (Role.FINANCE_OFFICER, looked.zone))).get(here).status_code == 403
    assert visit(looked.person("审", (Role.AUDITOR, looked.zone))).get(here).status_code == 200
    assert visit(looked.person("南审", (Role.AUDITOR, looked.south))).get(here).status_code == 404
