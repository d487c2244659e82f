"""A made-up pack over the facts of the made-up zone: thirty-two clauses that differ, beside those of the national pack.

Written by the program so that it takes one page; every clause has three to five conditions, an amount of one of four kinds,
and some have limits that look at others.
"""

from __future__ import annotations

from pathlib import Path

POLICIES, CLAUSES = 8, 4
_NUMBERS = (
    ("staff", "{}", (5, 20, 60, 150)), ("science_staff", "{}", (1, 3, 8, 20)), ("rd_staff_share", "0.{}", (5, 1, 2, 3)),
    ("debt_ratio", "0.{}", (9, 8, 7, 6)), ("operating_revenue", "万元({})", (50, 300, 1000, 4000)),
    ("total_assets", "万元({})", (80, 500, 2000, 6000)), ("class_one_ip", "{}", (1, 2, 4, 8)), ("class_two_ip", "{}", (2, 6, 12, 24)),
    ("insured_staff", "{}", (4, 15, 50, 120)),
)  # fmt: skip
_TRUTHS = ("resident_enterprise", "has_rd_unit", "own_brand")
_AMOUNTS = (
    "万元({some})",
    "{{of: 'operating_revenue * 0.0{step}', at_most: '万元({more})'}}",
    "{{up_to: '万元({more})'}}",
    "{{of: 'sum of years(yearly_rd_expense, 3) * 0.1', at_most: '万元({more})'}}",
)
_LIMITS = {
    3: "limits: {{group: {{id: same-kind, period: year}}}}",
    11: "limits: {{caps: [{{id: yearly, amount: 万元(40), period: year}}]}}",
    19: "limits: {{group: {{id: same-kind, period: year}}}}",
    27: "limits: {{ranking: {{by: operating_revenue, places: 50, ties: all_higher}}}}",
}
# The policy with a decision table, and what it is called there; the clause by which classes are ordered.
TABLE = ("bench-0", "2026", "bench_rates")
ORDER = ("bench-order", "bench_settled")
_RULES = 300
_FACTS = "bench_diplomas: {zh: 取得证书人数, en: Diplomas, type: int, unit: person, min: 0}\n"
_ORDER = f"""\
id: {ORDER[0]}
title: {{zh: 测速订单班, en: Bench classes}}
subject: class
theme: talent
outputs: []
source: {{document: 测速〔2026〕2号, article: 第一条}}
versions:
  - id: "2026"
    from: 2024-01-01
    to: null
    conditions:
      settled: {{zh: 有人取得证书, en: Somebody has a diploma, when: 'bench_diplomas >= 1'}}
    clauses:
      - id: {ORDER[1]}
        zh: 测速结算
        en: Bench settlement
        needs: [settled]
        amount: 万元(5)
        delivery: on_application
"""


def write_pack(folder: Path) -> Path:
    """Write the pack below a folder and return its own folder."""
    pack = folder / "bench-zone"
    (pack / "policies").mkdir(parents=True, exist_ok=True)
    (pack / "pack.yaml").write_text(
        "id: bench-zone\ntitle: {zh: 测速高新区, en: Bench zone}\nissuer: {zh: 测速, en: Bench}\nlevel: zone\n"
        "licence: Apache-2.0\nneeds: [national]\n",
        encoding="utf-8",
    )
    (pack / "facts.yaml").write_text(_FACTS, encoding="utf-8")
    for number in range(POLICIES):
        (pack / "policies" / f"p{number}.yaml").write_text(policy(number), encoding="utf-8")
    (pack / "policies" / "order.yaml").write_text(_ORDER, encoding="utf-8")
    return pack


def policy(number: int) -> str:
    """Return the text of one policy."""
    needed = [_conditions(number * CLAUSES + place) for place in range(CLAUSES)]
    conditions = {name: text for found in needed for name, text in found}
    lines = [
        f"id: bench-{number}", f"title: {{zh: 测速政策{number}, en: Bench policy {number}}}", "subject: enterprise",
        "theme: reward", "outputs: []", "source: {document: 测速〔2026〕1号, article: 第一条}", "versions:",
        '  - id: "2026"', "    from: 2024-01-01", "    to: null",
        *(_table() if number == 0 else ()), "    conditions:",
    ]  # fmt: skip
    for name, text in conditions.items():
        lines.append(f"      {name}: {{zh: 条件{name}, en: Condition {name}, when: '{text}'}}")
    lines.append("    clauses:")
    for place, found in enumerate(needed):
        lines += _clause(number * CLAUSES + place, [name for name, _ in found])
    return "\n".join(lines) + "\n"


def _table() -> list[str]:
    """A decision table over codes of industries."""
    rules = [f"          - [['\"{1_000 + number}\"'], [元({number * 100})]]" for number in range(_RULES)]
    return [
        "    tables:", f"      {TABLE[2]}:", "        zh: 测速标准", "        en: Bench rates", "        inputs: [industry_code]",
        "        outputs: {rate: {type: money, zh: 标准, en: Rate}}", "        hit: unique", "        rows:", *rules,
    ]  # fmt: skip


def _conditions(at: int) -> list[tuple[str, str]]:
    """Return the conditions of a clause: some figures that are reached, and one yes or no."""
    found = []
    for step in range(2 + at % 3):
        fact, form, thresholds = _NUMBERS[(at * 2 + step * 5) % len(_NUMBERS)]
        limit = (at + step) % len(thresholds)
        sign = "<=" if fact == "debt_ratio" else ">="
        found.append((f"{fact}_{limit}", f"{fact} {sign} {form.format(thresholds[limit])}"))
    truth = _TRUTHS[at % len(_TRUTHS)]
    return list(dict([*found, (truth + "_yes", truth)]).items())


def _clause(at: int, needs: list[str]) -> list[str]:
    amount = _AMOUNTS[at % len(_AMOUNTS)].format(some=5 + at, more=20 + at, step=1 + at % 5)
    lines = [
        f"      - id: c{at}", f"        zh: 测速条款{at}", f"        en: Bench clause {at}", f"        needs: [{', '.join(needs)}]",
        f"        amount: {amount}", "        delivery: on_application",
    ]  # fmt: skip
    return [*lines, f"        {_LIMITS[at].format()}"] if at in _LIMITS else lines
