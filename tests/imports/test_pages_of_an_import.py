"""The pages, from upload to undo, without a browser: each step leads to the next, and lists cost a fixed number of queries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiqi.imports import tasks
from huiqi.imports.models import SheetImport
from huiqi.kernel.actor import Role
from huiqi.kernel.models import Job
from tests.cast import NORTH_CODE, visit
from tests.imports.desk import FREE, HEADER, Desk, workbook

DIRTY = (
    HEADER,
    (NORTH_CODE, "重庆长安科技有限公司", "约120", "30万元"),
    (FREE[0], "厦门新创科技有限公司", 8, 5),
    (FREE[1], "阿尔法芯片有限公司", 3, 5),
)


def upload(client: Client, desk: Desk, content: bytes, name: str = "年报.xlsx") -> SheetImport:
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("imports:new"), {"file": file, "source": "税务局", "place": str(desk.cast.zone.pk)})
    assert answer.status_code == 302, answer.content.decode()
    found = SheetImport.objects.latest("received_at")
    assert answer["Location"] == reverse("imports:columns", args=(found.pk,))
    return found


def lines(client: Client, found: SheetImport) -> dict[str, object]:
    """The form of columns as the page shows it."""
    page = client.get(reverse("imports:columns", args=(found.pk,))).context["page"]
    return {
        "header_row": page.said.header_row,
        "codeless": "leave",
        "seen": page.version,
        "header": [line.column.header for line in page.lines],
        "meaning": [line.meaning[0] for line in page.lines],
        "year": [line.use.year or line.use.year_header for line in page.lines],
        "unit": [line.use.unit for line in page.lines],
        "unknown": [" ".join(line.use.unknown) for line in page.lines],
    }


def work(found: SheetImport, kind: str) -> None:
    found.refresh_from_db()
    person = Job.objects.get(pk=found.job).owner
    tasks.work(job=str(found.job), sheet=str(found.pk), work=kind, person=str(person))


def test_from_upload_to_undo(desk: Desk) -> None:
    client = visit(desk.officer)
    found = upload(client, desk, workbook(DIRTY))
    form = lines(client, found)
    assert form["meaning"] == ["统一社会信用代码", "企业名称", "职工总数", "资产总额"]
    page = client.post(reverse("imports:columns", args=(found.pk,)), form | {"action": "preview"})
    assert "“约120”带有“约”" in page.content.decode()
    assert client.post(reverse("imports:columns", args=(found.pk,)), form | {"action": "save"}).status_code == 302
    work(found, "check")
    address = reverse("imports:sheet", args=(found.pk,))
    assert "有1行不能确定是哪家企业" in client.get(address).content.decode()
    assert "“约120”带有“约”，不是确切的数" in client.get(reverse("imports:faults", args=(found.pk,))).content.decode()
    doubts = reverse("imports:doubts", args=(found.pk,))
    assert "名称相同，代码不同" in client.get(doubts).content.decode()
    client.post(doubts, {"row-4": "leave"})
    assert "重新检查后才生效" in client.get(address).content.decode()
    for kind in ("check", "apply"):
        client.post(reverse("imports:start", args=(found.pk,)), {"work": kind})
        work(found, kind)
    assert desk.known(FREE[0], "staff") == Decimal(8)
    client.post(reverse("imports:start", args=(found.pk,)), {"work": "undo"})
    work(found, "undo")
    assert "全部撤销了" in client.get(address).content.decode()
    assert Job.objects.exclude(state="done").count() == 0


def test_a_word_that_means_nothing_is_told_and_nothing_is_saved(desk: Desk) -> None:
    client = visit(desk.officer)
    found = upload(client, desk, workbook(DIRTY))
    form = lines(client, found)
    form["meaning"][2] = "<b>人</b>"
    answer = client.post(reverse("imports:columns", args=(found.pk,)), form | {"action": "save"})
    assert answer.status_code == 422
    assert "没有叫“&lt;b&gt;人&lt;/b&gt;”的数据项" in answer.content.decode()
    found.refresh_from_db()
    assert found.map is None


@pytest.mark.parametrize("name", ("sheets", "new", "sources"))
def test_only_those_who_keep_the_register_come_in(desk: Desk, name: str) -> None:
    leader = desk.cast.person("领导", (Role.LEADER, desk.cast.zone))
    assert visit(leader).get(reverse(f"imports:{name}")).status_code == 403


def test_the_other_parks_import_is_not_there(desk: Desk) -> None:
    found = upload(visit(desk.officer), desk, workbook(DIRTY))
    elsewhere = visit(desk.cast.person("北园专员", (Role.SERVICE_OFFICER, desk.cast.north)))
    for name in ("sheet", "columns", "rows", "faults", "changes", "doubts", "file", "annotated"):
        assert elsewhere.get(reverse(f"imports:{name}", args=(found.pk,))).status_code == 404, name
    for name in ("start", "give_up"):
        answer = elsewhere.post(reverse(f"imports:{name}", args=(found.pk,)), {"work": "check"})
        assert answer.status_code == 404, name


def test_lists_cost_the_same_however_long_they_are(desk: Desk) -> None:
    client = visit(desk.officer)
    client.get(reverse("imports:sheets"))
    costs = []
    for size in (3, 60):
        rows = [(FREE[0], f"甲{place}", f"约{place}", 1) for place in range(size)]
        found = desk.checked([HEADER, *rows])
        cost = []
        for name in ("sheet", "rows", "faults", "changes", "doubts"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(f"imports:{name}", args=(found.pk,))).status_code == 200
            cost.append(len(captured))
        for name in ("sheets", "sources"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(f"imports:{name}")).status_code == 200
            cost.append(len(captured))
        costs.append(cost)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12
