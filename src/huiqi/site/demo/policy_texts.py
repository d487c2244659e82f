"""The texts of an invented policy that rewards whoever has what one fact says: policy, figure and scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Written:
    """A policy: its names, the fact that it asks for (id and Chinese name), what it gives in yuan, its last day, if it has one, and how it comes."""

    policy: str
    zh: str
    en: str
    fact: str
    fact_zh: str
    amount_yuan: int
    last_day: date | None
    delivery: str = "on_application"

    @property
    def figure(self) -> str:
        """Return the name of its figure."""
        return f"{self.policy.replace('-', '_')}_amount"


def texts_of(written: Written, *, today: date) -> dict[str, str]:
    """Return the texts by the part of the pack in which they stand."""
    return {
        "policies": policy_text(written),
        "parameters": figure_text(written),
        "scenarios": scenario_text(written, today),
    }


def policy_text(written: Written) -> str:
    """Return the text of the policy."""
    return f"""\
# An invented policy of an invented zone.
id: {written.policy}
title: {{zh: {written.zh}, en: "{written.en}"}}
subject: enterprise
level: zone
theme: reward
outputs: []
source: {{document: 示范高新区奖励办法(虚构), article: 第三条, certainty: published}}
versions:
  - id: "first"
    from: 2023-01-01
    to: {written.last_day.isoformat() if written.last_day else "null"}
    conditions:
      has_it:
        zh: {written.fact_zh}
        en: Has what is rewarded
        when: {written.fact}
    clauses:
      - id: award
        zh: {written.zh}{written.amount_yuan // 10_000}万元
        en: "{written.en}, {written.amount_yuan:,} yuan"
        needs: [has_it]
        amount: {written.figure}
        delivery: {written.delivery}
        pay_within_days: 30
"""


def figure_text(written: Written) -> str:
    """Return the text of the figure."""
    return f"""\
{written.figure}:
  zh: {written.zh}标准
  en: "{written.en}, amount"
  type: money
  source: {{document: 示范高新区奖励办法(虚构), article: 第三条, certainty: published}}
  values:
    - {{from: 2023-01-01, to: null, value: {written.amount_yuan // 10_000}万}}
"""


def scenario_text(written: Written, today: date) -> str:
    """Return the text of the scenarios: met, not met, unknown."""
    given = (("具备", "true", f"{{outcome: met, amount: {written.amount_yuan}}}", "具备即奖励"),
             ("不具备", "false", "{outcome: not_met, amount: 0, failed: [has_it]}", "不具备"))  # fmt: skip
    known = "\n".join(
        f"""\
- name: {written.zh}，{name}
  policy: {written.policy}
  clause: award
  as_of: {today.isoformat()}
  given: {{{written.fact_zh}: {value}}}
  expect: {expect}
  because: {because}
"""
        for name, value, expect, because in given
    )
    unknown = f"""\
- name: {written.zh}，未知
  policy: {written.policy}
  clause: award
  as_of: {today.isoformat()}
  given: {{}}
  expect: {{outcome: unknown, missing: [{written.fact_zh}]}}
  because: 还不知道
"""
    return f"{known}\n{unknown}"
