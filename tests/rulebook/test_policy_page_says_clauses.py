"""The page of a policy: clauses in words with article and source, figures, texts in time, and which text a day has."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from huiqi.kernel.actor import VISITOR, Role
from huiqi.rulebook import queries
from huiqi.rulebook.models import PackVersion
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install


def clause(cast: Cast, pack: str, policy: str, day: date = date(2026, 3, 2)) -> object:
    install(cast, pack)
    page = queries.policy_page(VISITOR, policy=policy, day=day, now=NOW)
    return page.text.clauses[0]


def test_conditions_are_said_with_names_figures_and_article(cast: Cast) -> None:
    found = {one.id: one for one in clause(cast, "national", "hnte-2016").conditions}
    assert found["science_staff"].words == ("科技人员数 ÷ 职工总数 ≥ 10%", "Science and technology staff ÷ Staff ≥ 10%")
    assert found["domestic_rd"].words[0] == "境内研发费用合计 ≥ 60% × 近3年研发费用合计"
    assert found["science_staff"].source.document == "国科发火〔2016〕32号"
    assert found["science_staff"].source.article == "第十一条(四)"


def test_a_table_is_said_as_cases_side_by_side(cast: Cast) -> None:
    install(cast, "national")
    page = queries.policy_page(VISITOR, policy="above-scale", day=date(2026, 3, 2), now=NOW)
    words = {one.id: one.words for one in page.text.values}["threshold"]
    assert words[0].startswith("行业大类 在 “06” 至 “46” 之间时 2,000万元；")
    assert " then " not in words[1]


def test_limits_and_amounts_are_said(cast: Cast) -> None:
    found = clause(cast, "wuhan-east-lake", "interest-subsidy")
    assert found.limits[0][0].startswith("同一对象每年最高 60万元")
    assert found.gives[0] == "封顶前贴息额"


def test_a_figure_that_is_not_published_is_said_to_be_so(cast: Cast) -> None:
    found = clause(cast, "xian", "policy-calculator", date(2023, 5, 1))
    assert found.gives == (
        "最高 所查条款最高金额（未公布）",
        "up to Ceiling of the clause that is asked about (unpublished)",
    )


@pytest.mark.inventory("XA-07")
def test_a_claim_after_the_end_is_refused_and_one_before_keeps_the_old_text(cast: Cast, xian: PackVersion) -> None:
    client = Client()
    late = client.get("/rulebook/policies/retired-policy?day=2023-07-02").content.decode()
    assert "2023-07-02 提出的申请不予受理：政策已于 2023-06-30 停止施行。" in late
    early = client.get("/rulebook/policies/retired-policy?day=2023-06-20").content.decode()
    assert "2023-06-20 提出的申请，按文本“old”办理，无论何时作出决定。" in early
    assert "不予受理" not in early


def test_the_last_day_belongs_to_the_text(cast: Cast, xian: PackVersion) -> None:
    page = Client().get("/rulebook/policies/retired-policy?day=2023-06-30").content.decode()
    assert "按文本“old”办理" in page


def test_a_day_that_is_none_is_said(cast: Cast, xian: PackVersion) -> None:
    page = Client().get("/rulebook/policies/retired-policy?day=2023-02-30").content.decode()
    assert "请填写日期" in page


def test_the_page_is_complete_in_english(cast: Cast, xian: PackVersion) -> None:
    client = Client(headers={"accept-language": "en"})
    page = client.get("/rulebook/policies/no-application-entitlement").content.decode()
    assert "Entitlement without application" in page
    assert "The data show a certificate as high-tech enterprise" in page
    assert "the amount is not published" in page


def test_what_is_not_there_is_not_found(cast: Cast, xian: PackVersion) -> None:
    assert Client().get("/rulebook/policies/nothing").status_code == 404


def test_an_officer_names_the_contact_on_the_page(cast: Cast, xian: PackVersion) -> None:
    client = visit(cast.person("李", (Role.POLICY_OFFICER, cast.zone)))
    address = "/rulebook/policies/policy-calculator/contact"
    assert client.get(address).status_code == 200
    sent = client.post(address, {"spokesperson": "王敏", "office": "政策法规局", "phone": ""}, follow=True)
    assert "王敏" in sent.content.decode()
    stranger = visit(cast.person("周", (Role.POLICY_OFFICER, cast.north)))
    assert "无权在这里这样做" in stranger.post(address, {"spokesperson": "某"}).content.decode()


def test_a_page_costs_the_same_queries_however_long_its_policy(cast: Cast, django_assert_num_queries: object) -> None:
    install(cast, "ordos")
    client = Client()
    for policy in ("policy-compendium", "hnte-2016"):
        client.get(f"/rulebook/policies/{policy}")
        with django_assert_num_queries(3):
            client.get(f"/rulebook/policies/{policy}")


def test_a_limit_names_the_clauses_that_it_looks_at(cast: Cast) -> None:
    found = clause(cast, "ganzhou", "hnte-reward")
    together = next(zh for zh, _ in found.limits if zh.startswith("与以下条款合计"))
    assert together == "与以下条款合计只奖励首次：非首次认定奖励20万元"


def test_who_takes_part_in_a_ranking_is_said(cast: Cast) -> None:
    found = clause(cast, "guilin", "guilin-mayors-quality-award")
    assert "符合“市长质量奖评审得分 ≥ 市长质量奖评审合格线（未公布）”的才参加排名，名次可空缺" in [
        zh for zh, _ in found.limits
    ]
