"""A decision table is made on a page, given another name with what uses it named, and taken out; all else of the text stays."""

from __future__ import annotations

import pytest
from django.test import Client

from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook.domain.table_shelf import with_name, with_table, without_table
from huiqi.rulebook.domain.table_text import CannotRewrite, RawOutput, RawRow, RawTable, raw_table
from huiqi.rulebook.models import Draft
from tests.cast import Cast, visit
from tests.rulebook.drafting import SCENARIOS, text, write, write_facts

TEXT = """\
id: p
versions:
  - id: "1"
    from: 2024-01-01
    to: null   # open
    # What must hold.
    conditions: {}
    clauses: []
  - id: "2"
    tables:
      # The first.
      one:
        inputs: [a]
        outputs: {b: {type: int}}
        rows:
          - [['1'], [2]]   # two
      # The second.
      two: {inputs: [a], outputs: {c: {type: int}}, rows: [[['1'], [2]]]}
    clauses: []
  - id: "3"
    tables: {one: {inputs: [a], outputs: {b: {type: int}}, rows: []}}
  - id: "4"
    tables: {}   # none yet
    clauses: []
"""
NEW = RawTable("first", ("职工总数", "latest(x)"), (RawOutput("grade", "级", "Grade", "int", "point"),), (RawRow(("-", "-"), ("unpublished",)),), None)  # fmt: skip
LINES = """\
      band:
        zh: 分档
        en: 'By "band"'
        inputs: [职工总数, 'latest(x)']
        outputs:
          grade: {type: int, unit: point, zh: 级, en: Grade}
        hit: first
        rows:
          - [['-', '-'], [unpublished]]
"""


@pytest.mark.parametrize(
    ("version", "before", "after"),
    (
        ("1", "    to: null   # open\n", f"    to: null   # open\n    tables:\n{LINES}"),
        ("2", "rows: [[['1'], [2]]]}\n", f"rows: [[['1'], [2]]]}}\n{LINES}"),
        ("4", "    tables: {}   # none yet\n", f"    tables:\n{LINES}"),
    ),
)
def test_a_new_table_stands_behind_the_others(version: str, before: str, after: str) -> None:
    changed = with_table(TEXT, version, "band", ("分档", 'By "band"'), NEW)
    assert changed == TEXT.replace(before, after)
    found = raw_table(changed, version, "band")
    assert (found.hit, found.inputs, found.rows[0].answers) == ("first", NEW.inputs, ("unpublished",))


def test_a_table_goes_with_its_comments_and_the_last_one_with_its_key() -> None:
    without_one = without_table(TEXT, "2", "one")
    assert without_one == TEXT.replace(TEXT[TEXT.index("      # The first.") : TEXT.index("      # The second.")], "")
    assert without_table(without_one, "2", "two") == TEXT.replace(
        TEXT[TEXT.index("    tables:\n") : TEXT.index('    clauses: []\n  - id: "3"')], ""
    )


def test_a_table_has_its_new_id_and_names() -> None:
    changed = with_name(TEXT, "2", "one", "first_one", ("一", "One: the first"))
    assert changed == TEXT.replace(
        "      one:\n        inputs", "      first_one:\n        zh: 一\n        en: 'One: the first'\n        inputs"
    )
    again = with_name(changed, "2", "first_one", "first_one", ("一", "One"))
    assert again == changed.replace("'One: the first'", "One")


@pytest.mark.parametrize("version", ("1", "9"))
def test_what_is_not_there_is_refused(version: str) -> None:
    for refused in (
        lambda: without_table(TEXT, version, "one"),
        lambda: with_name(TEXT, version, "one", "x", ("", "")),
    ):
        with pytest.raises(CannotRewrite) as told:
            refused()
        assert told.value.code == "no_such_table"


def test_an_id_in_use_and_a_text_in_braces_are_refused() -> None:
    for code, refused in (
        ("taken", lambda: with_table(TEXT, "2", "two", ("", ""), NEW)),
        ("taken", lambda: with_name(TEXT, "2", "one", "two", ("", ""))),
        ("flow", lambda: with_name(TEXT, "2", "two", "three", ("", ""))),
        ("flow", lambda: with_table(TEXT, "3", "two", ("", ""), NEW)),
        ("flow", lambda: without_table(TEXT, "3", "one")),
    ):
        with pytest.raises(CannotRewrite) as told:
            refused()
        assert told.value.code == code


@pytest.fixture
def draft(draft: Draft, officer: Actor) -> Draft:
    write_facts(draft, actor=officer)
    return draft


def form(**changes: object) -> dict[str, object]:
    said = {
        "zh": "分档奖励", "en": "Award by band", "id": "band", "version": "old", "inputs": ["从业人员数", "行业"], "hit": "first",
        "outputs-TOTAL_FORMS": "3", "outputs-INITIAL_FORMS": "0", "outputs-0-zh": "奖励", "outputs-0-en": "Award",
        "outputs-0-id": "award", "outputs-0-type": "money", "outputs-1-type": "money", "outputs-2-type": "money",
    }  # fmt: skip
    return {**said, **changes}


def address(draft: Draft, page: str) -> str:
    return f"/rulebook/drafts/{draft.pk}/tables/{page}"


def test_a_table_is_made_from_the_dictionary_and_opened(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    page = client.get(address(draft, "new")).content.decode()
    assert "从业人员数（人）" in page
    assert "首行（F）：从上往下，第一个符合的行算数" in page
    answer = client.post(address(draft, "new"), form(), follow=True)
    assert answer.redirect_chain[0][0].endswith("/tables?version=old&table=band")
    assert "分档奖励" in answer.content.decode()
    found = raw_table(text(draft), "old", "band")
    assert (found.hit, found.inputs, found.rows) == (
        "first",
        ("从业人员数", "行业"),
        (RawRow(("-", "-"), ("unpublished",), 0),),
    )
    assert "award: {type: money, zh: 奖励, en: Award}" in text(draft)


@pytest.mark.parametrize(
    ("changes", "told"),
    (
        ({"inputs": []}, "至少选一项"),
        ({"id": "1st"}, "不以数字开头"),
        ({"outputs-0-id": "people"}, "“people”已经有别的意思"),
        ({"outputs-0-id": "从业人员数"}, "“从业人员数”已经有别的意思"),
        ({"outputs-1-id": "award", "outputs-1-zh": "再", "outputs-1-en": "again"}, "“award”已经有别的意思"),
        ({"outputs-0-type": "enum"}, "单选要写出可选值"),
        ({"outputs-0-unit": "person"}, "这种类型没有单位"),
        ({"outputs-0-id": "", "outputs-0-zh": "", "outputs-0-en": ""}, "field-wrong"),
    ),
)
def test_what_cannot_be_a_table_is_said_and_changes_nothing(
    officer: Actor, draft: Draft, changes: dict[str, object], told: str
) -> None:
    before = text(draft)
    answer = visit(officer).post(address(draft, "new"), form(**changes))
    assert (answer.status_code, text(draft)) == (200, before)
    assert told in answer.content.decode()


def with_users(draft: Draft, officer: Actor) -> Client:
    """A draft whose table is used by a condition, by what the policy answers and by a scenario."""
    big = "      big: {zh: 大企业, en: Large, when: grade >= 3}\n"
    write(draft, "    conditions:\n", f"{TABLES}    conditions:\n{big}", actor=officer)
    write(draft, "outputs: []", "outputs: [award]", actor=officer)
    write(draft, 'version: "old"}\n  because: 含', "grade: 1}\n  because: 含", actor=officer, path=SCENARIOS)
    return visit(officer)


TABLES = """\
    tables:
      band:
        zh: 分档奖励
        en: Award by band
        inputs: [从业人员数]
        outputs:
          grade: {type: int, unit: point, zh: 得分, en: Points}
          award: {type: money, zh: 奖励, en: Award}
        rows:
          - [['-'], [1, 10万]]
"""


def test_what_uses_a_table_is_named_before_it_is_renamed_or_taken_out(officer: Actor, draft: Draft) -> None:
    client = with_users(draft, officer)
    asked = address(draft, "name?version=old&table=band")
    page = client.get(asked).content.decode()
    for user in ("条件：大企业", "政策的结论（outputs）：award", "情景：最后一天申请<"):
        assert user in page
    answer = client.post(asked, {"id": "bands", "zh": "分档", "en": "Bands"})
    assert answer["Location"].endswith("?version=old&table=bands")
    assert "      bands:\n        zh: 分档\n        en: Bands\n" in text(draft)
    gone = client.post(address(draft, "remove"), {"version": "old", "table": "bands"}, follow=True).content.decode()
    assert "这项政策没有决策表" in gone
    assert "tables:" not in text(draft)


def test_only_who_drafts_makes_and_takes_out(cast: Cast, officer: Actor, draft: Draft) -> None:
    write(draft, "    conditions:\n", TABLES + "    conditions:\n", actor=officer)
    before = text(draft)
    approver = visit(cast.person("审批", (Role.POLICY_APPROVER, cast.zone)))
    assert approver.get(address(draft, "new")).status_code == 403
    assert approver.post(address(draft, "remove"), {"version": "old", "table": "band"}).status_code == 403
    assert "新建决策表" not in approver.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode()
    assert visit(officer).get(address(draft, "name?version=old&table=no")).status_code == 404
    assert text(draft) == before
