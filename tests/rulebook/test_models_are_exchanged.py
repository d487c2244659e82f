"""Decision models of the DMN standard: one brought in is a draft, a policy is taken out as one, what is not held is told."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook import queries, services
from huiqi.rulebook.models import Draft, PackVersion
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "dmn"


def form(model: str, content: bytes | None = None, **said: str) -> dict[str, object]:
    file = SimpleUploadedFile(model, (EXAMPLES / model).read_bytes() if content is None else content)
    titles = {"title_zh": "研发补助", "title_en": "R&D grant"}
    return {"model": file, "policy": "rd-grant", **titles, **said}


def texts(officer: Actor) -> dict[str, str]:
    draft = queries.drafts(officer).get()
    return {path: row.text for path, row in queries.last_texts(draft).items()}


def test_a_model_becomes_a_draft_with_its_scenarios(officer: Actor, xian: PackVersion) -> None:
    tests = SimpleUploadedFile("rd-grant-test-01.xml", (EXAMPLES / "rd-grant-test-01.xml").read_bytes())
    yuan = "研发费用\n补助上限\n补助金额\n"
    said = {**form("rd-grant.dmn", yuan=yuan), "tests": tests}
    page = visit(officer).post("/rulebook/drafts/bring", said, follow=True).content.decode()
    assert "模型已全部带入为草案" in page
    found = texts(officer)
    assert {"policies", "parameters", "scenarios", "facts"} == {
        path.split("/")[1].removesuffix(".yaml") for path in found
    }
    assert "title: {zh: 研发补助, en: R&D grant}" in found["xian/policies/rd-grant.yaml"]
    report = queries.report(officer, id=queries.drafts(officer).get().pk)
    # The articles are the drafter's to give; everything else stands, and the scenarios are green.
    assert {one.code for one in report.checked.findings if one.is_error} == {"no-source"}
    assert (report.run.green, len(report.run.own), report.run.others) == (3, 3, ())


def test_facts_of_the_pack_stay_as_they_are(officer: Actor, xian: PackVersion) -> None:
    before = queries.book_of_version(xian).files["xian/facts.yaml"].decode()
    services.draft_model(
        zone=xian.zone, policy="rd-grant", title=("研发补助", "Grant"), actor=officer, now=NOW,
        model=services.GivenModel("rd-grant.dmn", (EXAMPLES / "rd-grant.dmn").read_bytes()),
    )  # fmt: skip
    after = texts(officer)["xian/facts.yaml"]
    assert after.startswith(before)
    assert "研发费用:" in after.removeprefix(before)


def test_what_was_left_behind_stands_at_the_head_of_the_policy(officer: Actor, xian: PackVersion) -> None:
    page = visit(officer).post("/rulebook/drafts/bring", form("rd-letter.dmn"), follow=True).content.decode()
    assert "有 1 处未能带入" in page
    assert (
        "# 未带入：第 10 行：决策“通知书”（d_letter）：规则包没有框式的上下文；"
        in texts(officer)["xian/policies/rd-grant.yaml"]
    )


@pytest.mark.parametrize(
    ("content", "words"),
    (
        (b"no model", "不能作为决策模型读取"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><definitions/>", "不能作为决策模型读取"),
        (b"<definitions/>", "没有规则包能容纳的内容"),
        (b"x" * 1_000_001, "文件超过 1 兆字节"),
    ),
)
def test_what_is_no_model_is_told_and_starts_nothing(
    officer: Actor, xian: PackVersion, content: bytes, words: str
) -> None:
    page = visit(officer).post("/rulebook/drafts/bring", form("bad.dmn", content)).content.decode()
    assert words in page
    assert not Draft.objects.exists()


def test_an_id_that_is_taken_is_refused(officer: Actor, xian: PackVersion) -> None:
    page = visit(officer).post("/rulebook/drafts/bring", form("rd-grant.dmn", policy="retired-policy")).content.decode()
    assert "已经有政策在用" in page


def test_a_policy_is_taken_out_with_what_is_not_in_it(cast: Cast, officer: Actor) -> None:
    install(cast, "national")
    client = visit(officer)
    page = client.get("/rulebook/policies/hnte-2016/model").content.decode()
    assert "境内发生的研发费用占全部研发费用的比例不低于60%" in page
    assert "标准语言没有可缺年份的分年数据" in page
    assert "/rulebook/policies/hnte-2016/model" in client.get("/rulebook/policies/hnte-2016").content.decode()
    file = client.get("/rulebook/policies/hnte-2016/model.dmn?day=2024-06-01&edition=1.3")
    assert file["Content-Disposition"] == 'attachment; filename="hnte-2016-2024-06-01.dmn"'
    assert ET.fromstring(file.content.decode()).tag == "{https://www.omg.org/spec/DMN/20191111/MODEL/}definitions"


def test_a_day_without_a_text_is_told(cast: Cast, officer: Actor) -> None:
    install(cast, "national")
    client = visit(officer)
    page = client.get("/rulebook/policies/hnte-2016/model.dmn?day=2000-01-01&edition=1.5", follow=True).content.decode()
    assert "2000年1月1日 没有施行的文本" in page or "2000-01-01 没有施行的文本" in page
    assert "下载 .dmn 文件" not in page


def test_companies_bring_and_take_nothing(cast: Cast, xian: PackVersion) -> None:
    owner = visit(cast.person("周杰", (Role.COMPANY_OWNER, cast.north_company)))
    assert owner.get("/rulebook/drafts/bring").status_code == 403
    assert owner.get("/rulebook/policies/retired-policy/model.dmn").status_code == 403
