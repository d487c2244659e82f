"""Runs the tables in `cases/`: claims in, settled claims out, one behaviour a file.

A case has `rules`, `history` and `table`. A row of the table is a claim, then `->`, then what is expected of it; `-` is
the usual value. Amounts: `?` unknown, `10..50` a range. Outcomes: met, not, open. Only columns that are there are checked.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from huiqi_rules.core.values import Bounds
from huiqi_rules.model.claims import Award, CapRule, Claim, ClauseRules, PoolRule, RankingRule
from huiqi_rules.model.limits import Period, PoolMode, TieRule
from huiqi_rules.settle import settle

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(Path(__file__).parent.glob("cases/*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]
OUTCOMES = {"met": True, "not": False, "open": None}


@pytest.mark.parametrize("case", CASES)
def test_limit(case):
    rules = {name: clause_rules(name, given) for name, given in case["rules"].items()}
    history = [award(given) for given in case.get("history", [])]
    columns, expected_columns, rows = table(case["table"])
    claims = [claim(dict(zip(columns, row, strict=True)), turn) for turn, (row, _) in enumerate(rows)]

    settled = settle(claims, rules, history)

    found = [[shown(state, column) for column in expected_columns] for state in settled]
    assert found == [["" if cell == "-" else cell for cell in cells] for _, cells in rows]


def table(text):
    head, *lines = [line.split() for line in text.strip().splitlines()]
    cut = head.index("->")
    return head[:cut], head[cut + 1 :], [(line[:cut], line[cut + 1 :]) for line in lines]


def claim(row, turn):
    row = {column: cell for column, cell in row.items() if cell != "-"}
    return Claim(
        subject=row["subject"],
        payee=row.get("payee", row["subject"]),
        clause=row.get("clause", "x"),
        outcome=OUTCOMES[row.get("claim", "met")],
        amount=amount(row.get("asks", "?")),
        period=int(row.get("period", "2023")),
        order=int(row.get("order", turn)),
        rank_key=number(row.get("rank", "?")),
        floor_met=OUTCOMES[row.get("floor", "met")],
        then_keys=tuple(number(key) for key in row["then"].split(",")) if "then" in row else (),
        quota_key=number(row.get("key", "?")),
        queue_key=date.fromisoformat(row["queued"]) if "queued" in row else None,
        priority_key=number(row.get("priority", "?")),
        stage=row.get("stage"),
        payer_amounts=tuple(number(part) for part in row["bear"].split(",")) if "bear" in row else (),
    )


def clause_rules(name, given):
    readers = {
        "first_time": lambda text: text == "true",
        "first_time_with": tuple,
        "once_per": Period,
        "cooling_off_years": int,
        "most_times": int,
        "interim_share": Decimal,
        "ranking": ranking,
        "quota": int,
        "quota_keyed": lambda text: text == "true",
        "group": str,
        "group_period": Period,
        "caps": lambda caps: tuple(
            CapRule(cap["id"], number(cap["amount"]), Period(cap.get("period", "year"))) for cap in caps
        ),
        "pool": lambda pool: PoolRule(
            pool["id"], number(pool["amount"]), PoolMode(pool["mode"]), "queue_keyed" in pool
        ),
        "payers": lambda payers: tuple((payer, number(share)) for payer, share in payers.items()),
    }
    return ClauseRules(name, **{field: readers[field](value) for field, value in (given or {}).items()})


def ranking(given):
    prizes = tuple(number(prize) for prize in given.get("prizes", []))
    return RankingRule(int(given["places"]), prizes, "ascending" in given, TieRule(given.get("ties", "unstated")))


def award(given):
    day = date.fromisoformat(given["day"]) if "day" in given else None
    period = int(given["period"]) if "period" in given else None
    paid = number(given.get("amount", "?"))
    return Award(
        given.get("clause", "x"),
        given["payee"],
        period,
        paid,
        day,
        given.get("subject"),
        given.get("stage", ""),
        "pending" in given,
    )


def number(text):
    return None if text == "?" else Decimal(text)


def amount(text):
    low, dots, high = text.partition("..")
    return Bounds(Decimal(low), Decimal(high)) if dots else number(text)


def shown(state, column):
    if column == "outcome":
        return {True: "met", False: "not", None: "open"}[state.outcome]
    if column == "amount":
        return money(state.amount)
    if column in {"failed", "waits"}:
        return ",".join(getattr(state, column))
    if column == "by":
        return ",".join(adjustment.limit for adjustment in state.adjustments)
    if column == "payers":
        return ",".join(money(part) for _, part in state.payers)
    if column in {"place", "next"}:
        value = state.place if column == "place" else state.next_period
        return "" if value is None else str(value)
    # Any other column is a key of the last adjustment's detail.
    value = state.adjustments[-1].detail.get(column, "") if state.adjustments else ""
    return ",".join(value) if isinstance(value, tuple) else str(value)


def money(value):
    if value is None:
        return "?"
    return f"{value.low:f}..{value.high:f}" if isinstance(value, Bounds) else f"{value:f}"
