"""How long 1,000 ordinary policy expressions take to parse: the goal is 0.1 s or less."""

from __future__ import annotations

import statistics
import time

from huiqi_rules.syntax.parser import parse_expression

RUNS = 7
GOAL_SECONDS = 0.1
NAMES = frozenset({"loan amount", "annual sales revenue", "上年度 研发费用"})
SHAPES = (
    "年销售收入 >= {number} and 研发费用 / 年销售收入 >= 0.04 and not(列入失信名单)",
    'if 企业类型 in ("国有", "民营") then min(贷款余额 * 0.0{digit}, {number}00) else 0',
    '注册日期 >= date("202{digit}-01-01") and 职工人数 between {digit} and {number}',
    'some 资质 in 资质清单 satisfies 资质.级别 = "国家级" and 资质.年度 > {number}',
    "annual sales revenue >= {number} and loan amount in [{digit}..{number}]",
    "sum(贷款[期限月数 >= {digit}].金额) * 0.5 + {number}",
)


def expressions() -> tuple[str, ...]:
    """Return 1,000 texts, all different."""
    return tuple(SHAPES[index % len(SHAPES)].format(number=1000 + index, digit=index % 9 + 1) for index in range(1000))


def main() -> dict[str, object]:
    """Print and return the median, the fastest and the slowest of the runs, in seconds."""
    texts = expressions()
    seconds = sorted(run(texts) for _ in range(RUNS))
    print(
        f"parse 1,000 expressions: median {statistics.median(seconds):.3f} s, "
        f"{RUNS} runs from {seconds[0]:.3f} to {seconds[-1]:.3f} s (goal: {GOAL_SECONDS} s or less)"
    )
    return {"median_seconds": statistics.median(seconds), "least_seconds": seconds[0], "most_seconds": seconds[-1]}


def run(texts: tuple[str, ...]) -> float:
    """Return the seconds that parsing all texts once takes."""
    start = time.perf_counter()
    for text in texts:
        parse_expression(text, names=NAMES)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
