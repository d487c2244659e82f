"""Finance puts all that is ready into one batch, however many pages it fills; what something stops stays."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huiqi.casework.models import Batch, ContractTerm
from huiqi.kernel.ids import new_id
from huiqi.ledger import services as ledger
from huiqi.register.models import BankAccount
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.conftest import add_company
from tests.cast import NOW, visit

LIST, MAKE = "/casework/payments", "/casework/payments/make"


def all_of_it(crew: Crew) -> dict[str, str]:
    """What the page sends for all that is ready."""
    zone = str(crew.cast.zone.pk)
    page = visit(crew.maker).get(LIST).content.decode()
    found = re.search(rf'name="seal-{zone}" value="([0-9a-f]{{32}})"', page)
    assert found, "there is more than a page"
    return {"zone": zone, "everything": zone, f"seal-{zone}": found[1]}


def test_all_pages_are_one_batch_but_what_is_stopped(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.ui.listing.PAGE_SIZE", 1)
    others = [add_company(crew.cast, f"第{number}家有限公司", number=number) for number in range(3, 7)]
    banned, bound, own, gone = others
    BankAccount.objects.create(
        id=new_id(NOW), organisation=own, holder=own.name, bank="示范银行", number="6222000000001234", made_at=NOW,
        made_by=crew.maker.person, made_by_name="财务经办人",
    )  # fmt: skip
    made = crew.confirmed(crew.round([*crew.companies, *others], line=crew.books.line(10**9)))
    ledger.ban(
        zone=crew.cast.zone.pk, party=banned.pk, first_day=NOW.date(), last_day=(NOW + timedelta(days=999)).date(), ground="材料不实",
        actor=crew.checker, now=NOW,
    )  # fmt: skip
    ContractTerm.objects.create(
        id=new_id(NOW), zone=crew.cast.zone, company=bound, contract="合同", text="上市", fact="listed", due_on=NOW.date(),
        made_at=NOW, made_by_name="专员",
    )  # fmt: skip
    BankAccount.objects.filter(organisation=gone).update(ended_at=PASSED)
    page = visit(crew.maker).get(LIST).content.decode()
    assert "可以拨付的全部2笔" in page
    visit(crew.maker).post(MAKE, all_of_it(crew))
    batch = Batch.objects.get()
    assert batch.count == 2
    assert {claim.company_id for claim in claims(made, "paying")} == {one.pk for one in crew.companies}


def test_nothing_is_put_into_a_batch_that_came_after_the_page(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.ui.listing.PAGE_SIZE", 1)
    crew.confirmed(crew.round())
    said = all_of_it(crew)
    crew.confirmed(crew.round(clause="later_recognition_reward"))
    answer = visit(crew.maker).post(MAKE, said, follow=True).content.decode()
    assert "可拨付的事项刚刚有变化" in answer
    assert not Batch.objects.exists()


def test_what_fits_a_page_is_picked_there(crew: Crew) -> None:
    crew.confirmed(crew.round())
    page = visit(crew.maker).get(LIST).content.decode()
    assert "可以拨付的全部" not in page
    assert page.count('name="pick"') == 2
