"""The columns of the sheet: what each shows, how it is headed, how often it is blank, and which facts it feeds.

The column map is printed from the same list, so that sheet and map cannot part.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from huiqi_rules.core.values import ABSENT
from huiqi_rules.report.demonstration.companies import Truth

CellValue: TypeAlias = float | str | date | None

SHEET: Final = "企业名单"
CODE_HEADER: Final = "统一社会信用代码"
NAME_HEADER: Final = "企业名称"

_LABELS: Final = {
    "payer": {"large": "大型企业", "sme": "中小微企业"},
    "ip_level": {"I_high_value": "I类高价值知识产权", "I_own": "自主研发I类知识产权", "I": "I类知识产权", "II": "II类知识产权",
                 "none": "无"},
    "rd_unit_level": {"national": "国家级", "provincial": "省级", "city": "市级", "below": "市级以下", "none": "未建立"},
    "product_field": {"breakthrough": "关键核心技术突破或填补空白", "six_bases": "工业“六基”领域", "key_chain": "重点产业链",
                      "none": "其他"},
    "ip_award": {"national": "国家级", "provincial": "省级", "city": "市级"},
    "pool": {"normal": "未提高返还比例"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` names the truth it shows; `facts` are ids it feeds, for `year` where they are yearly.

    `unit` is how the sheet writes it: 万元, 元, % or nothing. `blank` is the share of companies that left it empty.
    """

    header: str
    key: str
    facts: tuple[str, ...] = ()
    unit: str = ""
    blank: float = 0.03
    year: int | None = None
    unknown: str = ""

    def cell(self, truth: Truth) -> CellValue:
        """Return what an orderly cell of the column holds."""
        match truth:
            case None:
                return None
            case bool():
                return "是" if truth else "否"
            case Decimal():
                return float(_scaled(truth, self.unit))
            case str():
                return _LABELS.get(self.key, {}).get(truth, truth)
            case tuple():
                # Labels of these sets hold the mark that parts several; the ids never do.
                return "、".join(truth) if truth else "无"
            case date():
                return truth
            case _ if truth is ABSENT:
                return "不适用"
            case _:
                raise AssertionError(truth)


def _scaled(number: Decimal, unit: str) -> Decimal:
    return number / 10_000 if unit == "万元" else number * 100 if unit == "%" else number


def _yearly(year: int) -> tuple[Column, ...]:
    last = year == 2023
    sales: tuple[str, ...] = ("yearly_sales", "sales") if last else ("yearly_sales",)
    rd: tuple[str, ...] = (
        ("yearly_rd_expense", "rd_expense", "rd_expense_last_year") if last else ("yearly_rd_expense",)
    )
    share: tuple[str, ...] = ("yearly_rd_share", "rd_share_of_revenue") if last else ("yearly_rd_share",)
    blank = {2021: 0.16, 2022: 0.1, 2023: 0.05}[year]
    return (
        Column(f"{year}年销售收入(万元)", f"sales_{year}", sales, "万元", blank, year),
        Column(f"{year}年研发费用(万元)", f"rd_{year}", rd, "万元", blank + 0.03, year),
        Column(f"{year}年研发费用占比(%)", f"rd_share_{year}", share, "%", blank + 0.06, year),
    )


COLUMNS: Final = (
    Column("成立日期", "founded", (), blank=0.01),
    Column("注册成立天数", "days", ("days_registered",), blank=0.01),
    Column("国民经济行业代码", "industry", ("industry_code",), blank=0.02),
    Column("境内注册居民企业", "resident", ("resident_enterprise",), blank=0.01),
    Column("职工总数(人)", "staff", ("staff", "people_employed"), blank=0.02, unknown="-1"),
    Column("科技人员数(人)", "science_staff", ("science_staff",), blank=0.09),
    Column("研发人员占比", "rd_staff_share", ("rd_staff_share",), blank=0.18),
    *_yearly(2021),
    *_yearly(2022),
    *_yearly(2023),
    Column("2023年营业收入(万元)", "revenue", ("operating_revenue", "revenue_last_year"), "万元", 0.04),
    Column("2023年总收入(万元)", "income", ("total_income",), "万元", 0.08),
    Column("高新技术产品(服务)收入(万元)", "high_tech_income", ("high_tech_income",), "万元", 0.22),
    Column("资产总额(万元)", "assets", ("total_assets",), "万元", 0.05),
    Column("成本费用支出总额(万元)", "cost", ("total_cost",), "万元", 0.1),
    Column("净利润率(%)", "margin", ("net_margin",), "%", 0.15),
    Column("资产负债率(%)", "debt_ratio", ("debt_ratio",), "%", 0.08),
    Column("主营业务收入增长率(%)", "growth_1y", ("main_revenue_growth",), "%", 0.12),
    Column("近两年主营业务收入平均增长率(%)", "growth_2y", ("main_revenue_growth_two_years",), "%", 0.15),
    Column("近两年研发费用合计(万元)", "rd_two_years", ("rd_expense_two_years",), "万元", 0.14),
    Column("境内研发费用合计(万元)", "domestic_rd", ("domestic_rd_expense",), "万元", 0.2),
    Column("近两年新增股权融资(万元)", "equity_2y", ("equity_two_years",), "万元", 0.25),
    Column("近三年新增股权融资(万元)", "equity_3y", ("equity_three_years",), "万元", 0.25),
    Column("I类知识产权数(项)", "class_one", ("class_one_ip",), blank=0.06),
    Column("II类知识产权数(项)", "class_two", ("class_two_ip",), blank=0.07),
    Column("知识产权水平", "ip_level", ("ip_level",), blank=0.12),
    Column("拥有核心自主知识产权", "owns_ip", ("owns_core_ip",), blank=0.1),
    Column("研发机构级别", "rd_unit_level", ("rd_unit_level",), blank=0.1),
    Column("自建研发机构", "rd_unit", ("has_rd_unit",), blank=0.1),
    Column("国家科技奖励排名", "award_rank", ("award_rank",), blank=0.04),
    Column("科技型中小企业直接确认条件", "direct_tech", ("tech_sme_direct",), blank=0.08),
    Column("创新型中小企业直通条件", "direct_innovative", ("innovative_sme_direct",), blank=0.08),
    Column("专精特新直通条件", "direct_specialised", ("specialised_sme_direct",), blank=0.1),
    Column("属于国家重点支持领域", "key_field", ("in_key_field",), blank=0.08),
    Column("创新能力评价得分", "innovation_score", ("innovation_score",), blank=0.4),
    Column("属于战略性新兴产业", "strategic", ("in_strategic_industry",), blank=0.07),
    Column("属于重点产品领域", "priority_field", ("in_priority_field",), blank=0.12),
    Column("位于产业链关键环节", "key_link", ("key_chain_link",), blank=0.15),
    Column("产品领域", "product_field", ("product_field",), blank=0.14),
    Column("从事细分市场年限", "niche_years", ("years_in_niche",), blank=0.1),
    Column("主导产品收入占比(%)", "main_share", ("main_product_share",), "%", 0.1),
    Column("主导产品市场占有率(%)", "market_share", ("market_share",), "%", 0.38),
    Column("国内市场排名", "domestic_rank", ("domestic_rank",), blank=0.36),
    Column("拥有自主品牌", "brand", ("own_brand",), blank=0.08),
    Column("核心业务采用信息系统支撑", "systems", ("information_system",), blank=0.12),
    Column("取得管理体系认证或产品认证", "certified", ("certified",), blank=0.09),
    Column("数字化水平等级", "digital", ("digital_level",), blank=0.3),
    Column("质量管理水平项数", "quality", ("quality_items",), blank=0.25),
    Column("地方特色化得分", "local_score", ("local_score",), blank=0.4),
    Column("专精特新中小企业称号", "specialised_title", ("has_specialised_title",), blank=0.02),
    Column("复核企业", "recheck", ("under_recheck",), blank=0.02),
    Column("发展能力得分", "score", ("development_score",), blank=0.4),
    Column("上一年发展能力得分", "score_before", ("development_score_previous",), blank=0.4),
    Column("有资质的建筑业企业", "builder", ("qualified_builder",), blank=0.03),
    Column("产品属禁止限制淘汰类", "banned", ("banned_products",), blank=0.05),
    Column("发生重大安全质量环境事故", "incident", ("serious_incident",), blank=0.04),
    Column("发生重大事故或科研失信", "misconduct", ("serious_incident_or_misconduct",), blank=0.05),
    Column("列入异常或严重失信名单", "adverse", ("on_adverse_list",), blank=0.02),
    Column("缴费单位规模", "payer", ("enterprise_kind",), blank=0.03),
    Column("上年度实缴失业保险费(元)", "premium", ("unemployment_premium",), "元", 0.04),
    Column("上年度月均参保人数", "insured", ("insured_staff",), blank=0.04),
    Column("上年度领取失业金人数", "claimants", ("benefit_claimants",), blank=0.07),
    Column("上年度缴费月数", "months", ("months_paid",), blank=0.04),
    Column("统筹地区基金状况", "pool", ("pool_state",), blank=0.0),
    Column("统筹地区中小企业返还比例(%)", "pool_rate", ("pool_sme_rate",), "%", 0.0),
    Column("春节稳岗留工岗位数", "stayed", ("stabilised_jobs",), blank=0.12),
    Column("研发平台获得升级", "platform_upgraded", ("rd_platform_upgraded",), blank=0.06),
    Column("与高校共建研发中心", "joint_centre", ("joint_centre_built",), blank=0.08),
    Column("当年申报高企", "hnte_applied", ("applied_this_year",), blank=0.02),
    Column("当年认定高企", "hnte_recognised", ("recognised_this_year",), blank=0.02),
    Column("首次认定高企", "hnte_first", ("first_recognition",), blank=0.05),
    Column("市长质量奖评审得分", "quality_score", ("quality_score",), blank=0.0),
    Column("列为头部企业", "head_firm", ("head_firm",), blank=0.01),
    Column("外贸提质支持范围", "trade_support", ("trade_support_found",), blank=0.2),
    Column("首次通过知识产权管理体系认证", "ip_system_first", ("ip_system_first_certified",), blank=0.05),
    Column("通过认证年份", "ip_system_year", ("ip_system_certified_year",), blank=0.05),
    Column("知识产权奖级别", "ip_award", ("ip_award_level",), blank=0.03),
    Column("知识产权示范企业", "ip_demonstration", ("ip_demonstration_firm",), blank=0.03),
    Column("知识产权优势企业", "ip_advantage", ("ip_advantage_firm",), blank=0.03),
    Column("商业秘密保护点", "trade_secret", ("trade_secret_site",), blank=0.06),
    Column("有知识产权质押贷款", "ip_pledge", ("ip_pledge_loan",), blank=0.1),
    Column("投保知识产权保险", "ip_insurance", ("ip_insurance",), blank=0.12),
    Column("规模以上工业企业", "above_scale", ("above_scale_industrial",), blank=0.02),
    Column("发明专利数(项)", "inventions", ("invention_patents",), blank=0.09),
    Column("列入三无台账", "three_none", ("on_three_none_ledger",), blank=0.02),
    Column("持有高新技术企业证书", "hnte", ("has_hnte_certificate",), blank=0.03),
    Column("免申即享条款在动态清单内", "hnte_listed", ("on_dynamic_list",), blank=0.0),
    Column("符合政策计算器所选条款", "calculator", ("clause_conditions_met",), blank=0.02),
    Column("区内企业", "zone_firm", ("zone_enterprise",), blank=0.01),
    Column("技术创新指标得分", "points_innovation", ("innovation_points",), blank=0.35),
    Column("成长经营指标得分", "points_growth", ("growth_points",), blank=0.35),
    Column("辅助指标得分", "points_auxiliary", ("auxiliary_points",), blank=0.38),
)

_CHECKS: Final = """checks:
  - id: science-staff
    rule: "科技人员数(人) <= 职工总数(人)"
    facts: [science_staff]
    message: {zh: 科技人员多于职工, en: more science staff than staff}
  - id: high-tech-income
    rule: "高新技术产品(服务)收入(万元) <= 2023年总收入(万元)"
    facts: [high_tech_income, total_income]
    message: {zh: 高新技术产品收入大于总收入, en: more high-tech income than income}
"""


def map_text(known_facts: Collection[str] | None = None) -> str:
    """Return the column map of the sheet; columns whose facts are not among the known ones are read over."""
    lines = [
        "# Which column of the synthetic register feeds which fact. Units stand in the headers: 万元 is 10,000 yuan.",
        f"sheet: {SHEET}",
        "header_row: 1",
        f"subject: {{column: {CODE_HEADER}}}",
        f"name: {{column: {NAME_HEADER}}}",
        "columns:",
        *(f"  {column.header}: {_feeds(column, known_facts)}" for column in COLUMNS),
    ]
    checks = known_facts is None or {"science_staff", "high_tech_income", "total_income"} <= set(known_facts)
    return "\n".join(lines) + "\n" + (_CHECKS if checks else "")


def _feeds(column: Column, known: Collection[str] | None) -> str:
    facts = [fact for fact in column.facts if known is None or fact in known]
    feeds = [_feed(fact, column) for fact in facts]
    return "ignore" if not feeds else feeds[0] if len(feeds) == 1 else f"[{', '.join(feeds)}]"


def _feed(fact: str, column: Column) -> str:
    year = f", year: {column.year}" if column.year is not None and fact.startswith("yearly_") else ""
    unknown = f", unknown: [{column.unknown}]" if column.unknown else ""
    return f"{{fact: {fact}{year}{unknown}}}" if year or unknown else fact
