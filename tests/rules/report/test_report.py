"""The report of a run: what it counts, what it says of money and of the unknown, and that it is harmless to open."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from huiqi_rules.api.engine import Engine
from huiqi_rules.api.register import RegisterFacts, run_register
from huiqi_rules.api.sheets import column_types, register_facts
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import bundled_folder, load_packs
from huiqi_rules.report import write_report
from huiqi_rules.report.demonstration import DEMO_DAY, DEMO_FIGURES, make_demo_register
from huiqi_rules.report.findings import gather
from huiqi_rules.report.worked_examples import place_of, worked_examples
from huiqi_rules.tables.mapping import read_map
from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.register import Register

PACKS = ("national", "ganzhou", "guilin")
AWKWARD = "<script>alert(\"1\")</script> A&B '有限'公司"


@pytest.fixture(scope="module")
def engines():
    found = {}
    for loaded in load_packs([bundled_folder() / name for name in PACKS]):
        findings = Findings(list(loaded.findings.items))
        engine = Engine(check_rulebook(loaded.rulebook, findings))
        findings.raise_if_errors()
        own = [one for one in loaded.own_policies if loaded.rulebook.policies[one].subject == "enterprise"]
        found[loaded.head.id] = engine, sorted(own)
    return found


def run_all(engines, register, values):
    runs = []
    for engine, policies in engines.values():
        facts = engine.checked.rulebook.facts
        known = {key: cells for key, cells in values.items() if key in facts}
        of_pack = RegisterFacts(register.subjects, register.names, known)
        runs.append(run_register(engine, of_pack, DEMO_DAY, policies=policies, figures=DEMO_FIGURES))
    return runs


@pytest.fixture(scope="module")
def small(engines):
    """Two small packs: enough for what does not depend on the rules."""
    return {name: engines[name] for name in ("ganzhou", "guilin")}


@pytest.fixture(scope="module")
def dictionary(engines):
    return {key: fact for engine, _ in engines.values() for key, fact in engine.checked.rulebook.facts.items()}


@pytest.fixture(scope="module")
def demo(engines, dictionary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    made = make_demo_register(str(folder / "register.xlsx"), 400, known_facts=dictionary)
    columns = column_types(dictionary)
    register = read_table(made.path, columns, read_map(made.map_path, columns), language="zh")
    runs = run_all(engines, register, register_facts(register, dictionary).values)
    yield write_report(str(folder / "out"), register, runs, figures=DEMO_FIGURES)
    for run in runs:
        run.close()


@pytest.fixture(scope="module")
def page(demo):
    return Path(demo.page).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(demo):
    return openpyxl.load_workbook(demo.workbook, read_only=True)


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.names, self.attributes, self.open, self.texts = [], [], [], []
        self.feed(text)

    def handle_starttag(self, name, attributes):
        self.names.append(name)
        self.attributes += [(name, key, value) for key, value in attributes]
        if name not in {"meta", "br", "link"}:
            self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, text):
        self.texts.append(text)


def test_the_page_loads_and_runs_nothing(page):
    elements = Elements(page)
    assert elements.open == []
    assert not {"script", "img", "iframe", "link", "object", "form"} & set(elements.names)
    assert [value for _, key, value in elements.attributes if key in {"src", "onclick"}] == []
    assert all(value.startswith("#") for _, key, value in elements.attributes if key == "href")
    assert "url(" not in page
    assert "@import" not in page


def test_every_link_has_its_target_once(page):
    attributes = Elements(page).attributes
    ids = [value for _, key, value in attributes if key == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for _, key, value in attributes if key == "href"} <= set(ids)


def test_the_page_names_its_packs_by_hash_and_its_day(page, engines):
    assert DEMO_DAY.isoformat() in page
    for engine, _ in engines.values():
        assert engine.checked.rulebook.hash in page


def test_counts_add_up_to_companies_times_clauses(demo):
    assert sum(demo.findings.counts) == len(demo.findings.register.subjects) * len(demo.findings.clauses)


def test_money_of_companies_is_money_of_clauses(demo):
    clauses = [each.summary for each in demo.findings.clauses if each.clause.amount is not None]
    companies = demo.findings.companies
    assert sum(each.low for each in companies) == sum(one.amount_low for one in clauses) > 0
    assert sum(each.high for each in companies) == sum(one.amount_high for one in clauses)
    assert sum(each.open_count for each in companies) == sum(one.open_amounts for one in clauses)
    assert list(companies) == sorted(companies, key=lambda each: (-each.low, -each.high))


def test_a_question_that_settles_is_one_that_stands_alone(demo):
    for each in demo.findings.clauses:
        alone = sum(answer.outcome is None and len(answer.missing) == 1 for answer in each.answers)
        assert sum(question.settled for question in each.questions) == alone
        assert all(question.settled <= question.asked for question in each.questions)


def test_four_companies_are_worked_out(demo, page):
    examples = {each.kind: each for each in worked_examples(demo.findings, DEMO_FIGURES)}
    assert set(examples) == {"paid", "near", "unknown", "limited"}
    paid, near = examples["paid"], examples["near"]
    assert paid.determination.clauses[0].amount == Decimal(300_000)
    assert len(near.determination.clauses[0].failed) == 1
    assert examples["unknown"].determination.clauses[0].missing
    places = [place_of(decided) for _, decided in examples["limited"].contest]
    assert places == sorted(places)
    assert examples["limited"].answer.row in [row for row, _ in examples["limited"].contest]
    assert "300,000 元" in page
    assert "怎样才能符合" in page
    assert "请补充以下信息" in page


def test_an_example_says_what_the_run_says(demo):
    for each in worked_examples(demo.findings, DEMO_FIGURES):
        decision = each.determination.clauses[0]
        outcome = {"met": True, "not_met": False, "unknown": None}[str(decision.outcome)]
        assert outcome is each.answer.outcome
        if outcome is True:
            assert decision.amount == each.answer.amount


def test_the_workbook_has_a_row_for_every_answer(demo, book):
    assert book.sheetnames == ["汇总 Summary", "结果 Results", "问题 Problems", "说明 About"]
    rows = list(book["结果 Results"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == demo.row_count == sum(demo.findings.counts)
    answers = [row[4] for row in rows]
    met, not_met, unknown = demo.findings.counts
    assert answers == ["符合"] * met + ["尚不能判断"] * unknown + ["不符合"] * not_met
    assert all(row[7] for row in rows if row[4] == "不符合")
    assert all(row[5] is None for row in rows if row[4] != "符合")


def test_the_workbook_pays_what_the_page_pays(demo, book):
    rows = book["结果 Results"].iter_rows(min_row=2, values_only=True)
    paid = sum(Decimal(str(row[5])) for row in rows if row[5] is not None)
    assert paid == sum(each.low for each in demo.findings.companies)


def test_the_workbook_lists_every_problem_with_its_cell(demo, book):
    rows = list(book["问题 Problems"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(demo.findings.problems)
    assert {row[0] for row in rows if row[0]} == {each.place.cell for each in demo.findings.problems if each.place.cell}
    assert any("信用代码" in row[3] for row in rows)


def awkward_register(names):
    subjects = tuple(f"S{place}" for place in range(len(names)))
    rows = tuple((place + 2,) for place in range(len(names)))
    return Register("a&b<c>.xlsx", "<b>", subjects, tuple(names), rows, {}, (), len(names), 0, 0, ())


def test_names_never_become_markup(small, tmp_path):
    register = awkward_register([AWKWARD, None])
    values = {
        "recognised_this_year": [True, True],
        "first_recognition": [True, True],
        "applied_this_year": [True, True],
    }
    report = write_report(str(tmp_path), register, run_all(small, register, values))
    text = Path(report.page).read_text(encoding="utf-8")
    elements = Elements(text)
    assert "script" not in elements.names
    assert AWKWARD in elements.texts
    assert "S1" in elements.texts


def test_a_register_of_nothing_known_is_unknown_and_costs_nothing(small, tmp_path):
    register = awkward_register(["甲", "乙"])
    report = write_report(str(tmp_path), register, run_all(small, register, {}))
    met, not_met, unknown = report.findings.counts
    assert (met, report.findings.companies) == (0, ())
    assert unknown > not_met
    assert Elements(Path(report.page).read_text(encoding="utf-8")).open == []


def test_runs_over_other_companies_are_refused(small):
    register, other = awkward_register(["甲"]), awkward_register(["甲", "乙"])
    with pytest.raises(ValueError, match="not over the companies"):
        gather(register, run_all(small, other, {}))


def test_progress_reaches_its_end(small, tmp_path):
    register = awkward_register(["甲"])
    seen = []
    write_report(
        str(tmp_path), register, run_all(small, register, {}), progress=lambda done, total: seen.append((done, total))
    )
    assert seen == sorted(seen)
    assert seen[-1] == (100, 100)


def test_colours_of_the_page_are_defined_for_light_and_dark(page):
    style = page[page.index("<style>") : page.index("</style>")]
    used = set(re.findall(r"var\((--[a-z-]+)\)", style))
    for part in (style.split("@media")[0], style[style.index("prefers-color-scheme: dark") :].split("* {")[0]):
        assert used <= set(re.findall(r"(--[a-z-]+):", part))
