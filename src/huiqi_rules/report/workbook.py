"""The results as a workbook to sort and filter: summary, answers, problems, and what was assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from huiqi_rules.api.register import Answer
from huiqi_rules.core.diagnostics import Severity
from huiqi_rules.core.values import bounds_of
from huiqi_rules.report.findings import ClauseFindings, Findings, Progress
from huiqi_rules.report.wording import OUTCOMES, condition_name, fact_name, problem_name
from huiqi_rules.tables.replacing import replacing
from huiqi_rules.tables.sources import ROWS_MAXIMUM
from huiqi_rules.tables.writing import CellWriter, new_workbook

Row = Sequence[object]

SUMMARY: Final = "汇总 Summary"
RESULTS: Final = "结果 Results"
PROBLEMS: Final = "问题 Problems"
ABOUT: Final = "说明 About"

_SUMMARY_HEADER: Final = (
    ("政策包 Pack", 24), ("政策 Policy", 34), ("条款 Clause", 34), ("符合 Met", 10), ("不符合 Not met", 14), ("未知 Unknown", 14),
    ("金额下限(元) Low", 18), ("金额上限(元) High", 18), ("金额未知 Amount unknown", 22), ("最常见的不符合原因 Top reason", 44),
    ("最该先问 Ask first", 36), ("政策编号 Policy id", 28), ("条款编号 Clause id", 24), ("版本 Version", 12),
)  # fmt: skip
_RESULTS_HEADER: Final = (
    ("统一社会信用代码 Code", 24), ("企业 Company", 36), ("政策 Policy", 30), ("条款 Clause", 30), ("结论 Answer", 16),
    ("金额下限(元) Low", 18), ("金额上限(元) High", 18), ("不符合的条件 Failed", 48), ("缺少的数据 Missing", 48),
    ("条款编号 Clause id", 30),
)  # fmt: skip
_PROBLEMS_HEADER: Final = (
    ("单元格 Cell", 12), ("行 Row", 8), ("级别 Severity", 16), ("类别 Kind", 36), ("问题 Problem", 70), ("怎么办 Remedy", 60),
)  # fmt: skip
_ABOUT_HEADER: Final = (("项目 Item", 30), ("内容 Value", 90))
# One row of every sheet is the header.
_PROGRESS_ROWS: Final = 2_000
_RESULTS_MOST: Final = ROWS_MAXIMUM - 1


def write_workbook(path: str, findings: Findings, *, progress: Progress | None = None) -> int:
    """Write the workbook and return the number of rows of its results sheet.

    Met and unknown answers come first and are all there; not met ones follow with their reasons as far as a sheet holds
    them. Raises `TableError` where the file can't be written.
    """
    results = list(_results(findings))
    shown = results[:_RESULTS_MOST]
    with replacing(path) as beside, new_workbook(beside) as book:
        _sheet(book, SUMMARY, _SUMMARY_HEADER, _summary(findings))
        _sheet(book, RESULTS, _RESULTS_HEADER, _counted(shown, progress))
        _sheet(book, PROBLEMS, _PROBLEMS_HEADER, _problems(findings))
        _sheet(book, ABOUT, _ABOUT_HEADER, _about(findings, len(results) - len(shown)))
    return len(shown)


def _sheet(book: Any, name: str, header: tuple[tuple[str, int], ...], rows: Iterable[Row]) -> None:
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate(header):
        page.set_column(column, column, width)
        page.write_string(0, column, title, bold)
    page.freeze_panes(1, 0)
    cells = CellWriter(book, page)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            cells.write(count, column, value)
    page.autofilter(0, 0, count, len(header) - 1)


def _counted(rows: Sequence[Row], progress: Progress | None) -> Iterator[Row]:
    for done, row in enumerate(rows, 1):
        if progress is not None and (done % _PROGRESS_ROWS == 0 or done == len(rows)):
            progress(done, len(rows))
        yield row


def _summary(findings: Findings) -> Iterator[Row]:
    for each in findings.clauses:
        one = each.summary
        known = one.met > one.open_amounts
        yield (
            each.rulebook.title.zh, each.policy.title.zh, each.clause.name.zh, one.met, one.not_met, one.unknown,
            one.amount_low if known else None, one.amount_high if known else None,
            one.open_amounts if each.clause.amount is not None else None,
            each.refusals[0][0].zh if each.refusals else None, each.questions[0].name.zh if each.questions else None,
            each.policy.id, each.clause.id, each.version.id,
        )  # fmt: skip
    for run in findings.runs:
        title = run.engine.checked.rulebook.title.zh
        for failed in run.uncomputed:
            yield (
                title, failed.policy_title.zh, failed.clause_name.zh, None, None, None, None, None, None,
                f"未能计算：{failed.reason.zh}", None, failed.policy, failed.clause, failed.version,
            )  # fmt: skip


def _results(findings: Findings) -> Iterator[Row]:
    for wanted in (True, None, False):
        for each in findings.clauses:
            for answer in each.answers:
                if answer.outcome is wanted:
                    yield _result(findings, each, answer)


def _result(findings: Findings, each: ClauseFindings, answer: Answer) -> Row:
    money = answer.amount if each.clause.amount is not None and answer.outcome is True else None
    low, high = (None, None) if money is None else bounds_of(money)
    waits = answer.missing if answer.outcome is not False else ()
    return (
        findings.register.subjects[answer.row],
        findings.register.names[answer.row],
        each.policy.title.zh,
        each.clause.name.zh,
        OUTCOMES[answer.outcome].zh,
        low,
        high,
        "；".join(condition_name(each.version, key).zh for key in answer.failed),
        "；".join(fact_name(each.rulebook, key).zh for key in waits),
        f"{each.policy.id}/{each.clause.id}",
    )


def _problems(findings: Findings) -> Iterator[Row]:
    for each in findings.problems:
        severity = "错误 error" if each.severity is Severity.ERROR else "提醒 warning"
        kind = problem_name(each.code)
        yield each.place.cell, each.place.line or None, severity, f"{kind.zh} {kind.en}", each.problem, each.remedy


def _about(findings: Findings, left_out: int) -> Iterator[Row]:
    register = findings.register
    yield "评估日 Day", findings.day
    yield "名单 Register", f"{register.path.rpartition('/')[2]} {register.sheet or ''}".strip()
    yield "企业 Companies", len(register.subjects)
    yield "读到的行 Rows", register.row_count
    yield "空行 Empty rows", register.empty_row_count
    yield "未使用的行 Rows not used", register.unread_row_count
    for run in findings.runs:
        rulebook = run.engine.checked.rulebook
        yield f"政策包 Pack {rulebook.title.zh}", rulebook.hash
    yield "未知 Unknown", "空白金额是未知，不是 0。 An empty amount is unknown, never 0."
    if left_out:
        yield "未列出 Left out", f"{left_out:,} 条“不符合” not met"
