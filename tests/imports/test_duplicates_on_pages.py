"""Records of one company on the pages: looked for in the background, compared, brought together, and parted again."""

from __future__ import annotations

import json
from itertools import combinations, islice

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiqi.imports import tasks
from huiqi.imports.domain.states import Choice
from huiqi.kernel.actor import Role
from huiqi.kernel.models import Job
from huiqi.register import services
from huiqi.register.models import DuplicatePair, Merge, Organisation
from tests.cast import NORTH_CODE, SYSTEM, visit
from tests.imports.desk import FREE, HEADER, Desk

NORTH = "重庆长安科技有限公司"


def twice(desk: Desk) -> list[DuplicatePair]:
    """The pair of a company that was brought in again under another code, and looked for."""
    desk.apply(desk.decide(desk.checked([HEADER, (FREE[0], NORTH, 12, 5)]), 2, Choice.NEW))
    client = visit(desk.officer)
    assert client.post(reverse("imports:look")).status_code == 302
    job = Job.objects.get(kind="register.duplicates")
    tasks.duplicates(job=str(job.pk), person=str(job.owner))
    return list(DuplicatePair.objects.all())


def test_a_pair_is_found_compared_and_brought_together_and_parted(desk: Desk) -> None:
    desk.brought_in([HEADER, (NORTH_CODE, NORTH, 20, 5)])
    (pair,) = twice(desk)
    client = visit(desk.officer)
    listed = client.get(reverse("imports:duplicates"), {"state": "open"}).content.decode()
    assert "名称相同" in listed
    address = reverse("imports:pair", args=(pair.pk,))
    page = client.get(address)
    content = page.content.decode()
    assert NORTH_CODE in content
    assert FREE[0] in content
    assert [one.name[0] for one in page.context["page"].differing] == ["职工总数"]
    known, added = (Organisation.objects.get(credit_code=code) for code in (NORTH_CODE, FREE[0]))
    side = "first" if pair.first_id == added.pk else "second"
    said = {
        "kept": str(known.pk),
        "fact:staff": side,
        "reason": "抄错代码",
        "seen": json.dumps(page.context["page"].seen),
    }
    answer = client.post(address, said)
    merge = Merge.objects.get()
    assert answer["Location"] == reverse("imports:merge", args=(merge.pk,))
    assert desk.known(NORTH_CODE, "staff") == 12
    portrait = client.get(reverse("companies:portrait", args=(added.pk,)))
    assert portrait["Location"] == reverse("companies:portrait", args=(known.pk,))
    assert "抄错代码" in client.get(reverse("imports:merges")).content.decode()
    client.post(reverse("imports:part", args=(merge.pk,)))
    assert (desk.known(NORTH_CODE, "staff"), desk.known(FREE[0], "staff")) == (20, 12)
    assert "已拆开" in client.get(reverse("imports:merge", args=(merge.pk,))).content.decode()


def test_what_changed_while_the_page_was_open_is_told(desk: Desk) -> None:
    (pair,) = twice(desk)
    client = visit(desk.officer)
    address = reverse("imports:pair", args=(pair.pk,))
    seen = json.dumps(client.get(address).context["page"].seen)
    desk.brought_in([HEADER, (NORTH_CODE, NORTH, 99, 5)])
    answer = client.post(address, {"kept": str(pair.first_id), "seen": seen})
    assert answer.status_code == 422
    assert "刚刚变了" in answer.content.decode()
    assert not Merge.objects.exists()


def test_two_companies_are_not_brought_up_again(desk: Desk) -> None:
    (pair,) = twice(desk)
    client = visit(desk.officer)
    client.post(reverse("imports:apart", args=(pair.pk,)))
    again = Job.objects.count()
    client.post(reverse("imports:look"))
    job = Job.objects.latest("added_at")
    assert Job.objects.count() == again + 1
    tasks.duplicates(job=str(job.pk), person=str(job.owner))
    pair.refresh_from_db()
    assert pair.state == "apart"


def test_the_record_with_a_credit_code_is_proposed_to_be_kept(desk: Desk) -> None:
    Organisation.objects.filter(pk=desk.cast.north_company.pk).update(credit_code=None)
    (pair,) = twice(desk)
    form = visit(desk.officer).get(reverse("imports:pair", args=(pair.pk,))).context["form"]
    assert form.initial["kept"] == str(Organisation.objects.get(credit_code=FREE[0]).pk)


def test_the_list_costs_the_same_however_long_it_is(desk: Desk) -> None:
    made = [
        services.add_organisation(
            kind="company",
            name=f"新创{place}号有限公司",
            credit_code=code,
            parent=desk.cast.zone.pk,
            actor=SYSTEM,
            now=desk.later(),
        )
        for place, code in enumerate(FREE)
    ]
    client = visit(desk.officer)
    client.get(reverse("imports:duplicates"))
    costs = []
    pairs = combinations(sorted(made, key=lambda one: one.pk), 2)
    for size in (1, 8):
        for first, second in islice(pairs, size):
            reasons = [{"reason": "same_name", "zh": first.name, "en": first.name}]
            DuplicatePair.objects.create(first=first, second=second, reasons=reasons, found_at=desk.now)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("imports:duplicates")).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_pairs_page_costs_the_same_whatever_is_known_of_both(desk: Desk) -> None:
    (pair,) = twice(desk)
    client = visit(desk.officer)
    address = reverse("imports:pair", args=(pair.pk,))
    client.get(address)
    costs = []
    for size in (1, 4):
        for place in range(size):
            rows = [(code, NORTH, 20 + place + size, 5 + size) for code in (NORTH_CODE, FREE[0])]
            desk.brought_in([HEADER, *rows[: 1 + place % 2]])
            for record in (pair.first_id, pair.second_id):
                desk.cast.person(f"{record} {size} {place}", (Role.COMPANY_STAFF, Organisation.objects.get(pk=record)))
        with CaptureQueriesContext(connection) as captured:
            assert "角色" in client.get(address).content.decode()
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 22
