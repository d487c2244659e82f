"""A changed table changes its own lines alone: comments, order and everything else of the policy's text stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiqi.rulebook.domain.table_text import CannotRewrite, RawOutput, RawRow, raw_table, rewritten

TEXT = """\
id: p
versions:
  - id: "1"
    tables:
      # The bands of the notice.
      size:
        zh: 规模
        inputs: [职工总数, 'x + 1']   # two
        outputs:
          grade: {type: int, unit: point, zh: 级, en: Grade}
          # Words for people.
          word:
            type: text
            zh: 名
            en: Name
        rows:
          # Small ones first.
          - [['[0..100)', '-'], [1, 小]]
          - [["[100..200)", '"a"'], [2, 中]]   # since 2020
          # It's the rest.
          - [['>= 200', '-'], [3, 'it''s']]
        # Behind the rows.
        source: {article: 一}
    conditions: {}
  - id: "2"
    tables:
      size: {inputs: [a], outputs: {b: {type: int}}, rows: [[['1'], [2]]]}
      apart:
        inputs: [a]
        outputs: {b: {type: int, zh: 乙, en: B}}
        hit: first
        file: apart.csv
        otherwise: [0]
"""


def changed(**parts: object) -> str:
    return rewritten(TEXT, "1", "size", replace(raw_table(TEXT, "1", "size"), **parts))


def lines_of(text: str) -> list[str]:
    before = TEXT.splitlines()
    return [line for line in text.splitlines() if line not in before]


def test_a_table_is_read_as_it_is_written() -> None:
    raw = raw_table(TEXT, "1", "size")
    assert raw.inputs == ("职工总数", "x + 1")
    assert [one.id for one in raw.outputs] == ["grade", "word"]
    assert raw.rows[1] == RawRow(("[100..200)", '"a"'), ("2", "中"), 1)
    assert raw.rows[2].answers == ("3", "it's")
    assert (raw.hit, raw.otherwise, raw.file) == ("unique", None, "")


def test_nothing_changed_changes_nothing() -> None:
    assert changed() == TEXT
    assert rewritten(TEXT, "2", "apart", raw_table(TEXT, "2", "apart")) == TEXT


def test_a_changed_cell_changes_its_row_alone_and_keeps_the_remark_behind_it() -> None:
    rows = list(raw_table(TEXT, "1", "size").rows)
    rows[1] = replace(rows[1], tests=("[100..300)", "it's"))
    assert lines_of(changed(rows=tuple(rows))) == ["          - [['[100..300)', 'it''s'], [2, 中]]   # since 2020"]


def test_a_moved_row_takes_the_comment_above_it_along() -> None:
    one, two, three = raw_table(TEXT, "1", "size").rows
    text = changed(rows=(three, RawRow(("", "-"), ("", "大")), one))
    rows = text[text.index("        rows:") : text.index("        # Behind")]
    assert rows.splitlines() == [
        "        rows:",
        "          # It's the rest.",
        "          - [['>= 200', '-'], [3, 'it''s']]",
        "          - [['-', '-'], [unpublished, 大]]",
        "          # Small ones first.",
        "          - [['[0..100)', '-'], [1, 小]]",
    ]
    assert two.tests[0] not in text


def test_columns_hit_policy_and_otherwise_are_written_where_they_belong() -> None:
    raw = raw_table(TEXT, "1", "size")
    new = RawOutput("limit", "上限", "Limit", "money")
    rows = tuple(
        replace(row, tests=row.tests[:1], answers=(row.answers[1], row.answers[0], "30万")) for row in raw.rows
    )
    text = changed(
        inputs=("职工总数",),
        outputs=(raw.outputs[1], raw.outputs[0], new),
        rows=rows,
        hit="first",
        otherwise=("无", "0", ""),
    )
    again = raw_table(text, "1", "size")
    assert [one.id for one in again.outputs] == ["word", "grade", "limit"]
    assert again.rows[0] == RawRow(("[0..100)",), ("小", "1", "30万"), 0)
    assert (again.hit, again.otherwise) == ("first", ("无", "0", "unpublished"))
    assert "          limit: {type: money, zh: 上限, en: Limit}" in text.splitlines()
    assert "inputs: [职工总数]   # two" in text
    assert "# Words for people." not in text.split("rows:")[0] or "zh: 名" in text
    assert rewritten(text, "1", "size", replace(again, otherwise=None)).count("otherwise") == 1


def test_all_rows_taken_away_and_put_back() -> None:
    empty = changed(rows=())
    assert raw_table(empty, "1", "size").rows == ()
    row = RawRow(("1", "-"), ("2", "x"))
    back = rewritten(empty, "1", "size", replace(raw_table(empty, "1", "size"), rows=(row,)))
    assert raw_table(back, "1", "size").rows == (replace(row, was=0),)
    assert "# Behind the rows." in back


def test_rows_of_a_sheet_are_written_into_the_text() -> None:
    raw = replace(raw_table(TEXT, "2", "apart"), rows=(RawRow(("< 5",), ("1",)),))
    text = rewritten(TEXT, "2", "apart", raw)
    assert "file: apart.csv" not in text
    assert raw_table(text, "2", "apart").rows == (RawRow(("< 5",), ("1",), 0),)
    assert raw_table(text, "2", "apart").otherwise == ("0",)


def test_what_cannot_be_changed_piece_by_piece_is_said() -> None:
    with pytest.raises(CannotRewrite, match="in braces"):
        rewritten(TEXT, "2", "size", raw_table(TEXT, "2", "size"))
    with pytest.raises(CannotRewrite, match="no such table"):
        raw_table(TEXT, "1", "apart")
    with pytest.raises(CannotRewrite, match="cannot be read"):
        raw_table("a: [", "1", "size")
    with pytest.raises(CannotRewrite, match="do not fit"):
        changed(rows=(RawRow(("1",), ("2",)),))


def test_a_cell_cannot_break_out_of_its_quotes() -> None:
    row = RawRow(("'], [x]]\nclauses: []", "\x00\t-"), ("a: b #c", "[1, 2]"))
    again = raw_table(changed(rows=(row,)), "1", "size").rows
    assert again == (RawRow(("'], [x]] clauses: []", "-"), ("a: b #c", "[1, 2]"), 0),)
