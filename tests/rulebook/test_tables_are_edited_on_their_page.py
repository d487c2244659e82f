"""The page of a draft's decision tables: shown without script, saved with the conflict check of texts, tried by the engine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook.models import Draft
from tests.cast import Cast, visit
from tests.rulebook.drafting import POLICY, TABLE, text, write, write_table


@pytest.fixture
def draft(draft: Draft, officer: Actor) -> Draft:
    write_table(draft, actor=officer)
    return draft


def data(page: str) -> dict[str, Any]:
    start = page.index("decision-data")
    found: dict[str, Any] = json.loads(page[page.index(">", start) + 1 : page.index("</script>", start)])
    return found


def sent(found: dict[str, Any], **changes: object) -> dict[str, object]:
    """What the page's script sends of a table."""
    outputs = [
        {"id": one["text"], "zh": "", "en": "", "type": "text", "unit": "", "options": []} for one in found["outputs"]
    ]
    rows = [{**row, "was": at} for at, row in enumerate(found["rows"])]
    content = {"hit": found["hit"], "inputs": [one["text"] for one in found["inputs"]], "outputs": outputs, "rows": rows,
               "otherwise": found["otherwise"], **changes}  # fmt: skip
    return {key: found[key] for key in ("path", "version", "table", "over")} | {"content": json.dumps(content)}


def test_the_table_stands_on_the_page_without_script_and_its_findings_with_it(officer: Actor, draft: Draft) -> None:
    page = visit(officer).get(f"/rulebook/drafts/{draft.pk}/tables").content.decode()
    found = data(page)
    assert "<td>[100..500]</td>" in page
    assert [(one["name"], one["unit"]) for one in found["inputs"]] == [("从业人员数", "人"), ("行业", "")]
    assert found["remarks"]["rows"]["2"][0]["text"].endswith('第 3 行和第 2 行都符合：从业人员数 = 500, 行业 = "farm"')
    assert found["remarks"]["gaps"] == [
        {"input": '从业人员数 = 100, 行业 = "factory"', "cells": ["[100..500)", '"factory"']}
    ]
    assert ['"farm"', "农业"] in found["choices"][1]


def test_a_saved_table_is_the_text_with_that_row_changed(officer: Actor, draft: Draft) -> None:
    client, before = visit(officer), text(draft, POLICY)
    found = data(client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode())
    found["rows"][1]["tests"][0] = "[100..500)"
    answer = client.post(f"/rulebook/drafts/{draft.pk}/tables/save", sent(found, hit="first", otherwise=["0", "0"]))
    said = answer.json()
    expected = before.replace("'[100..500]'", "'[100..500)'")
    expected = expected.replace("        rows:\n", "        hit: first\n        rows:\n")
    expected = expected.replace("# agreed in 2024\n", "# agreed in 2024\n        otherwise: [0, 0]\n")
    assert text(draft, POLICY) == expected
    assert said["saved"].startswith("已保存（第 2 稿")
    assert (said["over"], said["remarks"]["complete"], said["remarks"]["rows"]) == (2, True, {})


def test_the_later_of_two_is_told_and_nothing_is_overwritten(cast: Cast, officer: Actor, draft: Draft) -> None:
    colleague = visit(cast.person("王芳", (Role.POLICY_OFFICER, cast.zone)))
    found = data(colleague.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode())
    write(draft, "theme: service", "theme: reward", actor=officer)
    first = text(draft, POLICY)
    answer = colleague.post(f"/rulebook/drafts/{draft.pk}/tables/save", sent(found, rows=[])).json()
    assert "李敏在您之后保存过这个文件" in answer["refused"]
    assert "rows: []" in answer["text"]
    assert text(draft, POLICY) == first
    both = {"path": POLICY, "over": found["over"], "text": answer["text"]}
    page = colleague.post(f"/rulebook/drafts/{draft.pk}", both)
    assert page.status_code == 409
    assert "已替您合在一起" in page.content.decode()


def test_a_cell_that_no_text_can_hold_is_named_and_nothing_is_saved(officer: Actor, draft: Draft) -> None:
    client, before = visit(officer), text(draft, POLICY)
    found = data(client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode())
    found["rows"][1]["tests"][1] = "x" * 2001
    answer = client.post(f"/rulebook/drafts/{draft.pk}/tables/save", sent(found, otherwise=["0", "y" * 3000])).json()
    assert answer["refused"].startswith("没有保存")
    assert [(one["row"], one["column"]) for one in answer["cells"]] == [(1, 1), (-1, 3)]
    assert answer["cells"][0]["text"] == "单元格最多 2000 字，这里有 2001 字。"
    assert text(draft, POLICY) == before


def test_more_rules_or_columns_than_a_table_may_have_are_told(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    found = data(client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode())
    rows = [{"tests": ["1"] * 60, "answers": ["1", "1"], "was": None}] * 5001
    asked = sent(found, rows=rows, inputs=["从业人员数"] * 60)
    answer = client.post(f"/rulebook/drafts/{draft.pk}/tables/save", asked).json()
    assert [one["text"] for one in answer["cells"]] == ["最多 5000 行，现在有 5001 行。", "最多 60 列，现在有 62 列。"]


def test_a_finding_names_the_cell_that_it_is_about(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    found = data(client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode())
    found["rows"][0]["answers"][1] = "=1 +"
    found["rows"][1]["tests"][1] = '"farm'
    asked = sent(found, otherwise=["0", "=nothing"])
    rows = client.post(f"/rulebook/drafts/{draft.pk}/tables/save", asked).json()["remarks"]["rows"]
    wrong = {row: [one["column"] for one in found if one["wrong"]] for row, found in rows.items()}
    assert wrong == {"-1": [3], "0": [3], "1": [1]}


def test_an_input_is_tried_by_the_engine(officer: Actor, draft: Draft) -> None:
    def tried(*values: str) -> dict[str, Any]:
        asked = {"version": "old", "table": "band", "values": json.dumps(values)}
        answer: dict[str, Any] = client.post(f"/rulebook/drafts/{draft.pk}/tables/try", asked).json()
        return answer

    client = visit(officer)
    assert (tried("500", "farm")["rows"], tried("500", "farm")["answering"]) == ([1, 2], 1)
    assert tried("0.1万", '"shop"')["rows"] == [2]
    assert (tried("100", "factory")["rows"], tried("100", "factory")["unknown"]) == ([], [])
    assert tried("100", "")["unknown"] == [1]
    assert tried("many", "farm")["problems"] == ["请填数，如 300 或 30万", ""]


def test_an_approver_reads_and_cannot_save(cast: Cast, draft: Draft) -> None:
    client = visit(cast.person("审批", (Role.POLICY_APPROVER, cast.zone)))
    page = client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode()
    assert "data-readonly" in page
    assert client.post(f"/rulebook/drafts/{draft.pk}/tables/save", sent(data(page))).status_code == 403


@pytest.mark.parametrize(
    "content",
    (
        "x",
        "[]",
        "null",
        '{"hit": "most", "rows": [], "inputs": [], "outputs": [], "otherwise": null}',
        '{"hit": "any", "rows": [{"tests": ["1"], "answers": [2], "was": null}], "inputs": ["a"], "outputs": [], "otherwise": null}',
        '{"hit": "any", "rows": [], "inputs": ["a"], "outputs": [{"id": "a: b", "zh": "", "en": "", "type": "text", "unit": "", "options": []}], "otherwise": null}',
    ),
)
def test_content_that_no_page_sends_changes_nothing(officer: Actor, draft: Draft, content: str) -> None:
    before = text(draft, POLICY)
    asked = {"path": POLICY, "version": "old", "table": "band", "over": 1, "content": content}
    assert visit(officer).post(f"/rulebook/drafts/{draft.pk}/tables/save", asked).status_code == 400
    assert text(draft, POLICY) == before


def test_a_table_that_is_not_there_is_not_found_and_a_draft_without_any_says_so(
    cast: Cast, officer: Actor, draft: Draft
) -> None:
    client = visit(officer)
    assert client.get(f"/rulebook/drafts/{draft.pk}/tables", {"version": "old", "table": "no"}).status_code == 404
    write(draft, TABLE, "", actor=officer)
    assert "没有决策表" in client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode()
    write(draft, "id: retired-policy", "id: [", actor=officer)
    assert "读不出这项政策" in client.get(f"/rulebook/drafts/{draft.pk}/tables").content.decode()


def test_a_thousand_rules_stand_in_pages(officer: Actor, draft: Draft) -> None:
    rows = "".join(f"          - [['{number}', '-'], [1, {number}]]\n" for number in range(1000))
    write(draft, TABLE[TABLE.index("          # The small") :], rows, actor=officer)
    page = visit(officer).get(f"/rulebook/drafts/{draft.pk}/tables", {"page": "10"}).content.decode()
    assert page.count('<th scope="row">') == 100
    assert '<th scope="row">1000</th>' in page
    assert len(data(page)["rows"]) == 1000
