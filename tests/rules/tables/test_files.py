"""Files that are no table, are damaged, or are made to hurt: one clear error, in bounded time and memory."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.register import Register
from huiqi_rules.tables.sheet_scan import UnsafeSheetError, scan_exact, scan_plain
from huiqi_rules.tables.sources import TableError
from tests.rules.tables.sheets import FACTS, workbook

ROWS = [["编号", "企业名称", "职工总数"], ["A1", "甲", 1], ["A2", "乙", "约5"]]
SHEET = "xl/worksheets/sheet1.xml"


def refused(path):
    with pytest.raises(TableError) as caught:
        read_table(str(path), FACTS)
    (finding,) = caught.value.diagnostics
    assert finding.problem
    return finding.code


def rewritten(tmp_path, change, part=SHEET, compression=zipfile.ZIP_DEFLATED):
    """Return a copy of a small workbook with one part changed."""
    source = workbook(tmp_path / "plain.xlsx", ROWS)
    target = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return target


@pytest.mark.parametrize(
    ("name", "data", "code"),
    (
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"a,b\n1,2\n", "not-a-workbook"),
        ("a.xlsx", b"PK\x03\x04 and no more", "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.parquet", b"PAR0", "not-parquet"),
        ("a.parquet", b"PAR1 and no more", "damaged"),
        ("a.csv", "编号,人数\nA,1\n".encode() + b"\xff\xff\n", "encoding"),
        ("a.csv", b"a\0b", "not-text"),
        ("a.csv", '编号,职工总数\nA,"1\n'.encode(), "csv"),
        ("a.csv", "职工总数\n1\n".encode(), "no-subject"),
        ("a.csv", "编号,天气\nA,1\n".encode(), "no-facts"),
        ("a.doc", b"x", "table"),
    ),
)
def test_what_is_no_table_is_said_to_be_none(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    assert refused(path) == code


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    assert {refused(tmp_path / f"none.{ending}") for ending in ("xlsx", "csv", "parquet")} == {"unreadable"}


def test_a_workbook_cut_off_is_damaged(tmp_path):
    path = Path(workbook(tmp_path / "a.xlsx", ROWS))
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path) == "damaged"


def test_a_zip_that_is_no_workbook_is_said_so(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(path) == "not-a-workbook"


def test_an_empty_sheet_is_said_so(tmp_path):
    assert refused(workbook(tmp_path / "a.xlsx", [])) == "empty"


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path):
    from huiqi_rules.tables.reading import open_table

    with pytest.raises(TableError, match="企业"):
        open_table(workbook(tmp_path / "a.xlsx", ROWS), "别的")


def test_a_stray_cell_in_the_last_corner_is_refused_before_it_costs_memory(tmp_path):
    path = rewritten(tmp_path, lambda xml: xml.replace(b'r="C3"', b'r="XFD1048576"'))
    assert refused(path) == "too-large"


@pytest.mark.parametrize("written", (b"r='XFD1048576'", b'r="&#88;FD1048576"', b't="n" r="XFD1048576"'))
def test_a_stray_cell_is_found_however_it_is_written(tmp_path, written):
    assert refused(rewritten(tmp_path, lambda xml: xml.replace(b'r="C3"', written))) in {"too-large", "unsafe"}


def test_a_sheet_too_wide_in_area_is_refused(tmp_path):
    path = rewritten(tmp_path, lambda xml: xml.replace(b'r="C3"', b'r="ZZ1000000"'))
    assert refused(path) == "too-large"


def test_a_zip_bomb_is_refused_without_its_memory(tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    source = workbook(tmp_path / "plain.xlsx", ROWS)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet2.xml", "w") as stream:
            for _ in range(120):
                stream.write(b" " * (1 << 20))
    tracemalloc.start()
    assert refused(bomb) == "too-large"
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_one_long_text_repeated_in_every_cell_is_refused(tmp_path):
    text = b"<si><t>" + b"x" * 2_000_000 + b"</t></si>"
    source = workbook(tmp_path / "plain.xlsx", ROWS)
    path = tmp_path / "a.xlsx"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 1001))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in {SHEET, "xl/sharedStrings.xml"}:
                new.writestr(name, old.read(name))
        new.writestr(SHEET, sheet + cells + b"</row></sheetData></worksheet>")
        new.writestr("xl/sharedStrings.xml", b"<sst>" + text + b"</sst>")
    assert refused(path) == "too-large"


def test_a_document_type_is_refused(tmp_path):
    change = lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml  # noqa: E731 - one line, used once
    assert refused(rewritten(tmp_path, change)) == "unsafe"
    assert refused(rewritten(tmp_path, change, "xl/workbook.xml")) == "unsafe"


def test_a_declared_count_of_billions_is_refused(tmp_path):
    path = rewritten(
        tmp_path, lambda xml: xml.replace(b"</sheetData>", b'</sheetData><mergeCells count="4294967295"/>')
    )
    assert refused(path) == "unsafe"


CELLS = st.lists(
    st.tuples(
        st.integers(1, 9), st.integers(0, 25), st.sampled_from(["<v>1</v>", "<f>A1</f>", "<f>A1</f><v></v>", "<f/><v>2</v>", ""]),
        st.sampled_from(["", ' t="e"', ' t="s"', ' t="str"']),
    ),
    max_size=12,
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(CELLS, st.integers(1, 60))
def test_both_scanners_see_the_same_sheet(cells, chunk):
    body = "".join(f'<c r="{chr(65 + column)}{row}"{kind}>{inside}</c>' for row, column, inside, kind in cells)
    data = f'<worksheet><sheetData><row r="1">{body}</row></sheetData></worksheet>'.encode()
    chunks = [data[start : start + chunk] for start in range(0, len(data), chunk)]
    plain, exact = scan_plain(chunks), scan_exact(chunks)
    assert plain is not None
    assert (plain.row_last, plain.column_last, plain.cell_count) == (
        exact.row_last,
        exact.column_last,
        exact.cell_count,
    )
    assert (plain.errors, plain.uncached) == (exact.errors, exact.uncached)


def test_the_exact_scanner_counts_cells_without_a_reference():
    scan = scan_exact([b"<x:s xmlns:x='u'><x:row><x:c/><x:c/><x:c/></x:row><x:row><x:c/></x:row></x:s>"])
    assert (scan.row_last, scan.column_last, scan.cell_count) == (2, 3, 4)
    with pytest.raises(UnsafeSheetError):
        scan_exact([b"<s><c r='1A'/></s>"])


def outcome(path):
    try:
        return isinstance(read_table(str(path), FACTS), Register)
    except TableError as failure:
        return bool(failure.diagnostics)


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(data=st.binary(max_size=400), ending=st.sampled_from(["xlsx", "xls", "csv", "tsv", "parquet"]),
       head=st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe", "编号,职工总数\n".encode()]))  # fmt: skip
def test_any_bytes_give_a_register_or_a_table_error(tmp_path, data, ending, head):
    path = tmp_path / f"fuzz.{ending}"
    path.write_bytes(head + data)
    assert outcome(path)


@FUZZ
@given(st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_flipped_bytes_gives_a_register_or_a_table_error(tmp_path, flips):
    data = bytearray(Path(workbook(tmp_path / "plain.xlsx", ROWS)).read_bytes())
    for where, value in flips:
        data[where % len(data)] = value
    path = tmp_path / "fuzz.xlsx"
    path.write_bytes(data)
    assert outcome(path)


@FUZZ
@given(st.data())
def test_a_workbook_with_a_spoilt_part_gives_a_register_or_a_table_error(tmp_path, data):
    part = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]))
    start, length = data.draw(st.integers(0, 3000)), data.draw(st.integers(0, 30))
    inserted = data.draw(st.sampled_from([b"", b"<", b">", b'"', b"\xff", b"&", b"99999999", b"-1"]))
    path = rewritten(tmp_path, lambda xml: xml[:start] + inserted + xml[start + length :], part)
    assert outcome(path)


@FUZZ
@given(st.text(alphabet="编号职工总数A1,;\t\"\r\n约人 '", max_size=80))
def test_any_text_as_csv_gives_a_register_or_a_table_error(tmp_path, text):
    path = tmp_path / "fuzz.csv"
    path.write_text("编号,职工总数\n" + text, encoding="utf-8", newline="")
    assert outcome(path)
