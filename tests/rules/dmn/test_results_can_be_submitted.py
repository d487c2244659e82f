"""The results as the kit's working group publishes them: a line for each case, and whose they are."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from huiqi_rules.cli import main
from huiqi_rules.dmn.conformance import run_folder
from huiqi_rules.dmn.submission import PROPERTIES_FILE, RESULTS_FILE, case_lines, properties_of, write_submission
from tests.rules.dmn.building import decision, write

MODELS = Path(__file__).with_name("models")
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"><modelName>model.dmn</modelName>
<testCase id="right">{one}</testCase><testCase id="half">{one}{two}</testCase><testCase id="java">{java}</testCase></testCases>"""


def expected(name, value):
    return f'<resultNode name="{name}"><expected><value>{value}</value></expected></resultNode>'


def lines(folder):
    with (folder / RESULTS_FILE).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def suite(tmp_path):
    folder = tmp_path / "level" / "folder"
    folder.mkdir(parents=True)
    java = decision("java", '<functionDefinition kind="Java"/>')
    write(
        folder,
        decision("one", '"1"'),
        decision("two", '"say \\"2\\""'),
        java,
        decision("three", "java()", "decision java"),
    )
    text = CASES.format(one=expected("one", "1"), two=expected("two", "3"), java=expected("three", "3"))
    (folder / "folder-test-01.xml").write_text(text, encoding="utf-8")
    return run_folder(tmp_path)


def test_a_case_has_one_line_and_is_an_error_where_one_result_is_wrong(tmp_path):
    report = suite(tmp_path)
    write_submission(report, tmp_path / "out", {}, version="1.0")
    found = lines(tmp_path / "out")
    assert [line[:4] for line in found] == [
        ["level/folder", "folder-test-01", "right", "SUCCESS"],
        ["level/folder", "folder-test-01", "half", "ERROR"],
        ["level/folder", "folder-test-01", "java", "IGNORED"],
    ]
    assert found[0][4] == ""
    assert "expected '3'" in found[1][4]
    assert "such code is never run" in found[2][4]


def test_a_remark_holds_no_quote_and_no_line_end(tmp_path):
    for line in case_lines(suite(tmp_path)):
        assert line.count('"') == 10
        assert "\n" not in line


def test_what_an_earlier_submission_says_is_kept_unless_it_is_said_anew(tmp_path):
    (tmp_path / PROPERTIES_FILE).write_text("#a note\nvendor.name=Zone 区\nvendor.url=https\\://example.org\n", "utf-8")
    found = properties_of(
        tmp_path, {"vendor.name": "Maintainers"}, {"product.url": "https://example.org/p", "vendor.url": ""}
    )
    assert found["instructions.url"] == ""
    write_submission(run_folder(MODELS), tmp_path, found, version="1.2", on=date(2024, 6, 1))
    written = set((tmp_path / PROPERTIES_FILE).read_text(encoding="utf-8").splitlines())
    assert {"vendor.name=Zone \\u533a", "vendor.url=https\\://example.org", "product.version=1.2"} <= written
    assert {"last.update=2024-06-01", "product.url=https\\://example.org/p", "product.name=Huiqi"} <= written


PAGES = {"--vendor-url": "https://example.org/", "--product-url": "https://example.org/huiqi", "--instructions-url": "https://example.org/how"}  # fmt: skip


def command(tmp_path, **pages):
    options = [word for option, page in pages.items() for word in (option, page)]
    return main(["rules", "dmn", "test", str(MODELS), "--results", str(tmp_path / "out"), *options])


def test_the_command_writes_both_files_with_the_author_of_the_project_as_vendor(tmp_path):
    assert command(tmp_path, **PAGES) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == {RESULTS_FILE, PROPERTIES_FILE}
    assert "vendor.name=The Huiqi maintainers\n" in (tmp_path / "out" / PROPERTIES_FILE).read_text(encoding="utf-8")


def test_the_command_writes_no_blanks_and_says_which_options_are_missing(tmp_path, capsys):
    assert command(tmp_path) == 2
    assert "say --vendor-url, --product-url, --instructions-url" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("page", ("example.org", "ftp://example.org/", "https://", "http://[x"))
def test_the_command_takes_no_address_that_nobody_can_open(tmp_path, capsys, page):
    assert command(tmp_path, **{**PAGES, "--vendor-url": page}) == 2
    assert "--vendor-url" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
