"""Files that no text case can hold: other encodings, bombs, sheets of Excel, packs that need other packs."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from huiqi_rules.core.diagnostics import AuthorError
from huiqi_rules.packs import load_pack, load_pack_or_raise
from huiqi_rules.syntax.printer import print_expression
from tests.rules.packs.pack_cases import FACTS, PACK, POLICY, write_pack

CLAUSES = """\
    conditions:
      big: {zh: 大, en: Big, when: 职工总数 >= 300}
    clauses:
      - {id: prize, zh: 奖金, en: Prize, needs: [big], amount: 元(5000)}
"""
TABLE = """\
    tables:
      size:
        inputs: [职工总数]
        outputs: {grade: {zh: 级, en: Grade, type: number}}
        file: sizes.xlsx
"""


def codes(loaded):
    return [item.code for item in loaded.findings.items]


@pytest.mark.parametrize(
    ("text", "code"),
    (
        ("[" * 100_000, "yaml-limit"),
        ("{a: " * 100_000, "yaml-limit"),
        ("- " * 100_000, "yaml-limit"),
        ("- a\n" * 250_000, "yaml-limit"),
        ("a" * 4_100_000, "yaml-limit"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "yaml-alias"),
        ("a: \x07", "yaml-syntax"),
    ),
    ids=["brackets", "braces", "dashes", "entries", "length", "aliases", "control"],
)
def test_bombs_are_refused(tmp_path, text, code):
    pack = write_pack(tmp_path, {})
    (pack / "facts.yaml").write_text(text, encoding="utf-8")

    assert codes(load_pack(pack, search=())) == [code]


def test_a_deep_formula_is_refused(tmp_path):
    formula = "(" * 50_000 + "1" + ")" * 50_000
    pack = write_pack(tmp_path, {"+ policies/award.yaml": CLAUSES.replace("元(5000)", f"'{formula}'")})

    assert codes(load_pack(pack, search=())) == ["formula-syntax"]


def test_other_encodings_are_refused(tmp_path):
    pack = write_pack(tmp_path, {})
    (pack / "facts.yaml").write_bytes(FACTS.encode("gb18030"))

    (found,) = load_pack(pack, search=()).findings.items

    assert found.code == "not-utf8"
    assert "line 1" in found.problem


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": CLAUSES})
    (pack / "facts.yaml").write_bytes(b"\xef\xbb\xbf" + FACTS.replace("\n", "\r\n").encode())

    assert codes(load_pack(pack, search=())) == []


def test_a_folder_without_a_pack(tmp_path):
    assert codes(load_pack(tmp_path / "nowhere", search=())) == ["no-pack"]
    with pytest.raises(AuthorError, match=r"no-pack"):
        load_pack_or_raise(tmp_path / "nowhere", search=())


def sheet(path, cells, merged=()):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for (row, column), value in cells.items():
            page.write(row, column, value)
        for area in merged:
            page.merge_range(area, "merged")


def test_a_sheet_of_excel_gives_the_table(tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": TABLE + CLAUSES})
    sheet(pack / "policies" / "sizes.xlsx", {(0, 0): "职工总数", (0, 1): "grade", (1, 0): "< 10", (1, 1): 0.1,
                                             (2, 0): 10, (2, 1): 2})  # fmt: skip

    loaded = load_pack(pack, search=())

    assert codes(loaded) == []
    (value,) = loaded.rulebook.policies["award"].versions[0].values
    written = "if 职工总数 < 10 then 0.1 else if 职工总数 = 10 then 2 else null"
    assert print_expression(value.of.tree) == written


def test_merged_cells_and_times_are_reported_by_cell(tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": TABLE + CLAUSES})
    sheet(pack / "policies" / "sizes.xlsx", {(0, 0): "职工总数", (0, 1): "grade", (4, 0): "1", (4, 1): True}, ["A2:A3"])

    found = load_pack(pack, search=()).findings.items

    assert [(item.code, item.place.cell) for item in found][:1] == [("merged-cells", "A2")]


def test_damaged_and_blown_up_sheets_are_refused(tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": TABLE + CLAUSES})
    path = pack / "policies" / "sizes.xlsx"
    path.write_bytes(b"not a zip")
    assert codes(load_pack(pack, search=())) == ["sheet-unreadable"]

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 60_000_000)
    path.write_bytes(bomb.getvalue())
    assert codes(load_pack(pack, search=())) == ["sheet-limit"]

    path.write_bytes(b"\0" * 4_100_000)
    assert codes(load_pack(pack, search=())) == ["sheet-limit"]


def test_a_csv_in_another_encoding_is_refused(tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": TABLE.replace("xlsx", "csv") + CLAUSES})
    (pack / "policies" / "sizes.csv").write_bytes("职工总数,grade\n".encode("gb18030"))

    assert codes(load_pack(pack, search=())) == ["sheet-unreadable"]


def test_a_table_of_too_many_rows_is_refused(tmp_path):
    rows = "职工总数,grade\n" + "".join(f"{row},1\n" for row in range(5_001))
    table = TABLE.replace("xlsx", "csv")
    pack = write_pack(tmp_path, {"+ policies/award.yaml": table + CLAUSES, "policies/sizes.csv": rows})

    assert codes(load_pack(pack, search=())) == ["table-limit"]


def neighbour(folder, pack_id, **files):
    for name, text in {"pack.yaml": PACK.replace("id: case", f"id: {pack_id}"), **files}.items():
        path = folder / pack_id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / pack_id


def test_a_lower_pack_overrides_by_key(tmp_path):
    base = neighbour(tmp_path, "base", **{"facts.yaml": FACTS, "policies/award.yaml": POLICY + CLAUSES})
    zone = neighbour(tmp_path, "zone", **{
        "pack.yaml": PACK.replace("case", "zone") + "needs: [base]\n",
        "policies/award.yaml": POLICY + CLAUSES.replace("5000", "9000"),
    })  # fmt: skip

    loaded = load_pack(zone, search=())

    assert codes(loaded) == []
    assert loaded.own_policies == {"award"}
    assert loaded.own_facts == frozenset()
    assert set(loaded.rulebook.facts) == set(load_pack(base, search=()).rulebook.facts)
    amount = loaded.rulebook.policies["award"].versions[0].clauses[0].amount
    assert amount.of.text == "元(9000)"


def test_needed_packs_are_also_found_in_the_search_folders(tmp_path):
    neighbour(tmp_path / "bundled", "base", **{"facts.yaml": FACTS})
    zone = neighbour(tmp_path / "here", "zone", **{"pack.yaml": PACK.replace("case", "zone") + "needs: [base]\n"})

    assert set(load_pack(zone, search=(tmp_path / "bundled",)).rulebook.facts) >= {"staff"}
    assert codes(load_pack(zone, search=())) == ["unknown-pack"]


def test_a_circle_of_needs_is_reported(tmp_path):
    one = neighbour(tmp_path, "one", **{"pack.yaml": PACK.replace("case", "one") + "needs: [two]\n"})
    neighbour(tmp_path, "two", **{"pack.yaml": PACK.replace("case", "two") + "needs: [one]\n"})

    (found,) = load_pack(one, search=()).findings.items

    assert found.code == "needs-cycle"
    assert "one -> two -> one" in found.problem


def test_a_fact_keeps_its_type_and_chinese_name(tmp_path):
    neighbour(tmp_path, "base", **{"facts.yaml": FACTS})
    zone = neighbour(tmp_path, "zone", **{
        "pack.yaml": PACK.replace("case", "zone") + "needs: [base]\n",
        "facts.yaml": "staff: {zh: 员工数, en: Staff, type: text}\n",
    })  # fmt: skip

    assert codes(load_pack(zone, search=())) == ["fact-type-changed", "fact-renamed"]


def test_the_hash_covers_rules_and_no_scenarios(tmp_path):
    pack = write_pack(tmp_path, {"+ policies/award.yaml": CLAUSES})
    before = load_pack(pack, search=()).rulebook.hash

    (pack / "scenarios").mkdir()
    (pack / "scenarios" / "a.yaml").write_text("- {name: a}\n", encoding="utf-8")
    assert load_pack(pack, search=()).rulebook.hash == before

    (pack / "policies" / "notes.csv").write_text("a,b\n", encoding="utf-8")
    assert load_pack(pack, search=()).rulebook.hash != before
