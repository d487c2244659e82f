"""The page as a whole: one file that needs no network and no script."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from huiqi_rules.report import sections
from huiqi_rules.report.example_section import worked_section
from huiqi_rules.report.findings import Findings
from huiqi_rules.report.markup import Html, both, element, fragment
from huiqi_rules.report.worked_examples import Explain, WorkedExample

_PARTS: Final = (
    ("overview", "概览", "Overview"),
    ("examples", "举例", "Examples"),
    ("clauses", "逐条结果", "Clauses"),
    ("questions", "先问什么", "Ask first"),
    ("companies", "企业", "Companies"),
    ("problems", "名单问题", "Problems"),
    ("about", "依据", "About"),
)
# The page may not load or run anything, whatever a cell of the register holds.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_page(findings: Findings, examples: tuple[WorkedExample, ...], explain: Explain | None) -> str:
    """Return the report as a page of HTML."""
    title = "惠企 · 企业名单评估报告"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", title),
        # The style sheet is the project's own and holds no "<": it is no text to escape.
        element("style", Html(files("huiqi_rules.report").joinpath("report.css").read_text(encoding="utf-8"))),
    )
    top = element(
        "header",
        element(
            "div",
            element("h1", both(title, "Huiqi · a register of companies, assessed")),
            element("p", f"{findings.day.isoformat()} · {findings.register.path.rpartition('/')[2]}"),
        ),
    )
    links = element("ul", *(element("li", element("a", both(zh, en), href=f"#{anchor}")) for anchor, zh, en in _PARTS))
    main = element(
        "main",
        sections.overview(findings),
        worked_section(findings, examples, explain),
        sections.clauses(findings),
        sections.questions(findings),
        sections.companies(findings),
        sections.problems(findings),
        sections.about(findings),
    )
    body = element("body", top, element("nav", links, aria_label="目录 Contents"), main)
    return f"<!doctype html>\n{element('html', fragment(head, body), lang='zh-Hans')}\n"
