"""The worked examples on the page: the answer in sentences, and beside them each condition with the facts it looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from huiqi_rules.check.tree import NameKind, references
from huiqi_rules.model.decision import Outcome
from huiqi_rules.model.facts import Text
from huiqi_rules.model.policy import Rulebook
from huiqi_rules.report.findings import Findings
from huiqi_rules.report.markup import Html, both, element, fragment, named
from huiqi_rules.report.sections import section, table
from huiqi_rules.report.wording import condition_name, fact_name, fact_value, money
from huiqi_rules.report.worked_examples import Explain, Telling, TellingLine, WorkedExample, place_of

_MARKS: Final = {True: ("✓", "met", "符合"), False: ("✗", "not-met", "不符合"), None: ("?", "unknown", "尚不能判断")}
_PLACES_SHOWN: Final = 10
_HEADINGS: Final = {
    Outcome.MET: Text("符合", "Met"),
    Outcome.NOT_MET: Text("不符合", "Not met"),
    Outcome.UNKNOWN: Text("尚不能判断", "Unknown"),
}


def worked_section(findings: Findings, examples: tuple[WorkedExample, ...], explain: Explain | None) -> Html:
    """Return the examples; `explain` puts each into sentences, without it the conditions speak alone."""
    lead = element(
        "p",
        both(
            "从这份名单里挑出的几家：结论怎样得来，还差什么。",
            "Taken from this register: how each answer comes about, and what it lacks.",
        ),
        class_="note",
    )
    return section("examples", "几家企业的详细说明", "Some companies worked out", lead,
                   *(_example(findings, each, explain) for each in examples))  # fmt: skip


def _example(findings: Findings, each: WorkedExample, explain: Explain | None) -> Html:
    outcome = each.determination.clauses[0].outcome
    clause = each.findings
    company = findings.name_of(each.answer.row)
    answer = element(
        "p", element("b", named(_HEADINGS[outcome])), _amount(each), class_=f"answer {outcome.replace('_', '-')}"
    )
    head = element(
        "header",
        element("p", named(each.title), class_="kicker"),
        element("h3", company),
        element(
            "p", element("a", named(clause.policy.title), " · ", named(clause.clause.name), href=f"#{clause.anchor}")
        ),
        answer,
    )
    told = _told(each, explain)
    return element(
        "article",
        head,
        # The sentences end in the questions; without them the missing facts are listed.
        told if told is not None else _missing(each),
        _contest(findings, each) if each.contest else None,
        _conditions(each),
        class_=f"example {each.kind}",
        id=f"example-{each.kind}",
    )


def _amount(each: WorkedExample) -> Html | None:
    decision = each.determination.clauses[0]
    if each.findings.clause.amount is None or decision.outcome is not Outcome.MET:
        return None
    return fragment("：", element("strong", named(money(decision.amount))))


def _told(each: WorkedExample, explain: Explain | None) -> Html | None:
    if explain is None:
        return None
    engine = each.findings.run.engine
    zh, en = (explain(engine, each.determination, language, each.circumstances) for language in ("zh", "en"))
    english = element(
        "details",
        element("summary", element("span", "In English", lang="en")),
        _sentences(en),
        class_="english",
        lang="en",
    )
    return element("div", _sentences(zh), english, class_="told")


def _sentences(telling: Telling) -> Html:
    advice = [line for line in telling.advice if line.text.strip()]
    return fragment(
        element("p", element("b", telling.headline), class_="headline"),
        _lines([line for line in telling.lines if line.text.strip()]),
        element("div", _lines(advice), class_="advice") if advice else None,
    )


def _lines(lines: Sequence[TellingLine]) -> Html:
    items = (element("li", _mark(line.mark), line.text, class_=f"level-{min(line.level, 3)}") for line in lines)
    return element("ul", *items, class_="lines")


def _mark(mark: str) -> Html | None:
    names = {"✓": "met", "✗": "not-met", "?": "unknown", "？": "unknown"}
    return element("span", mark, " ", class_=f"mark {names.get(mark, 'plain')}") if mark else None


def _conditions(each: WorkedExample) -> Html:
    items = [_condition(each, need, answer, facts) for need, answer, facts in each.conditions]
    return element(
        "details",
        element("summary", both("每个条件和所用数据", "Every condition and its facts")),
        element("ul", *items, class_="conditions"),
        class_="all-conditions",
    )


def _condition(each: WorkedExample, id: str, answer: bool | None, facts: tuple[str, ...]) -> Html:
    mark, name, said = _MARKS[answer]
    rulebook = each.findings.rulebook
    condition = next(one for one in each.findings.version.conditions if one.id == id)
    known = each.determination.facts
    used = [
        element(
            "li",
            named(rulebook.facts[fact].name),
            "：",
            element("span", named(fact_value(rulebook.facts[fact], known.get(fact)))),
        )
        for fact in facts
    ]
    return element(
        "li",
        element("span", mark, class_=f"mark {name}", role="img", aria_label=said),
        element("span", named(condition_name(each.findings.version, id)),
                element("span", condition.source.cite(), class_="sub") if condition.source.cite() else None),
        element("ul", *used, class_="facts") if used else None,
    )  # fmt: skip


def _contest(findings: Findings, each: WorkedExample) -> Html:
    """Who stands where: a company that gets nothing sees who stood before it, and by what."""
    checked = each.findings.run.engine.checked.version(each.findings.policy.id, each.findings.version.id)
    keys = references(checked.clauses[each.findings.clause.id]["rank"], NameKind.FACT)
    facts = [each.findings.rulebook.facts[key] for key in keys]
    names = [Text("名次", "Place"), Text("企业", "Company"), *(fact.name for fact in facts), Text("金额", "Amount")]
    rows = [
        element(
            "tr",
            element("td", place_of(decided), class_="number"),
            element("td", element("b", findings.name_of(row)) if row == each.answer.row else findings.name_of(row)),
            *(element("td", named(fact_value(fact, decided.facts.get(fact.id))), class_="number") for fact in facts),
            element("td", named(money(decided.clauses[0].amount)), class_="number"),
        )
        for row, decided in each.contest[:_PLACES_SHOWN]
    ]
    return table(element("tr", *(element("th", named(name), scope="col") for name in names)), rows, "contest")


def _missing(each: WorkedExample) -> Html | None:
    decision = each.determination.clauses[0]
    ids = (*decision.missing, *(f"§{figure}" for figure in decision.missing_parameters))
    if decision.outcome is Outcome.NOT_MET or not ids:
        return None
    rulebook = each.findings.rulebook
    return element(
        "div",
        element("h4", both("请补充", "Please tell us")),
        element("ul", *(element("li", named(_question(rulebook, key))) for key in ids)),
        class_="asked",
    )  # fmt: skip


def _question(rulebook: Rulebook, id: str) -> Text:
    fact = rulebook.facts.get(id)
    return fact.question if fact is not None and fact.question is not None else fact_name(rulebook, id)
