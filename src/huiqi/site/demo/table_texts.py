"""The texts of an invented policy whose award stands in a decision table; one of its cases is left open, for the editor to show."""

from __future__ import annotations

from datetime import date
from typing import Final

POLICY: Final = "rd-spending-award"
TITLE: Final = ("研发投入分档奖励", "Award by R&D spending")
_SOURCE: Final = "{document: 示范高新区奖励办法(虚构), article: 第七条, certainty: published}"
_POLICY: Final = f"""\
# An invented policy of an invented zone.
id: {POLICY}
title: {{zh: {TITLE[0]}, en: "{TITLE[1]}"}}
subject: enterprise
level: zone
theme: reward
outputs: [spending_award]
source: {_SOURCE}
versions:
  - id: "first"
    from: 2023-01-01
    to: null
    tables:
      # Who spent 5 to 20 million and is in no strategic industry: to be agreed.
      award_by_spending:
        zh: 按上年度研发费用分档
        en: By R&D expense last year
        inputs: [上年度研发费用, 属于战略性新兴产业]
        outputs:
          spending_award: {{type: money, zh: 分档奖励金额, en: Award of the band}}
        rows:
          - [['< 万元(100)', '-'], [0]]
          - [['[万元(100)..万元(500))', 'true'], [10万]]
          - [['[万元(100)..万元(500))', 'false'], [5万]]
          - [['[万元(500)..万元(2000))', 'true'], [30万]]
          - [['>= 万元(2000)', '-'], [60万]]
    conditions:
      in_a_band:
        zh: 上年度研发费用达到100万元
        en: Spent one million yuan on R&D last year
        when: spending_award > 元(0)
    clauses:
      - id: award
        zh: {TITLE[0]}
        en: "{TITLE[1]}"
        needs: [in_a_band]
        amount: spending_award
        delivery: on_application
        pay_within_days: 30
"""


def table_texts(today: date) -> dict[str, str]:
    """Return the texts by the part of the pack in which they stand."""
    cases = (
        ("800万元，新兴产业", "8000000", "true", "{outcome: met, amount: 300000}", "第四档"),
        ("99万元", "990000", "true", "{outcome: not_met, amount: 0, failed: [in_a_band]}", "不到100万元"),
    )
    known = "".join(
        f"""\
- name: {TITLE[0]}，{name}
  policy: {POLICY}
  clause: award
  as_of: {today.isoformat()}
  given: {{上年度研发费用: {spent}, 属于战略性新兴产业: {strategic}}}
  expect: {expect}
  because: {because}

"""
        for name, spent, strategic, expect, because in cases
    )
    unknown = f"""\
- name: {TITLE[0]}，未知
  policy: {POLICY}
  clause: award
  as_of: {today.isoformat()}
  given: {{}}
  expect: {{outcome: unknown, missing: [上年度研发费用, 属于战略性新兴产业]}}
  because: 还不知道
"""
    return {"policies": _POLICY, "scenarios": known + unknown}
