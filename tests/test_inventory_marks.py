"""Tests that say they prove an entry of the inventory name one that exists; the page of coverage keeps the list of all."""

from __future__ import annotations

import re

import pytest

from docs.generators._marked_tests import MarkedTest, marked_tests, marks_in
from docs.generators.coverage import ROOT, Proof, state

PAGE = ROOT / "docs" / "reference" / "coverage.md"


def known_entries() -> set[str]:
    return set(re.findall(r"^\| ([A-Z]{2}-\d{2}) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_page_keeps_all_entries() -> None:
    assert len(known_entries()) == 158


def test_marks_name_entries_that_exist() -> None:
    unknown = [f"{one.path}:{one.line}: {one.entry}" for one in marked_tests() if one.entry not in known_entries()]
    assert unknown == []


def test_marks_are_found_wherever_they_stand() -> None:
    text = (
        "pytestmark = [pytest.mark.inventory('XM-01')]\n"
        "@pytest.mark.inventory('XM-02', 'XM-03')\n"
        "def test_a(): pass\n"
        "@pytest.mark.inventory('XM-04')\n"
        "class TestB: pass\n"
        "# pytest.mark.inventory('XM-05')\n"
    )
    found = {(one.entry, one.name) for one in marks_in(text, "tests/x.py")}
    assert found == {("XM-01", ""), ("XM-02", "test_a"), ("XM-03", "test_a"), ("XM-04", "TestB")}


@pytest.mark.parametrize("mark", ("inventory()", "inventory(XM)", "inventory('XM-01', lacks='all')"))
def test_mark_that_does_not_write_its_entries_out_is_refused(mark: str) -> None:
    with pytest.raises(ValueError, match=r"tests/x\.py:1"):
        marks_in(f"pytestmark = pytest.mark.{mark}", "tests/x.py")


def test_state_says_what_is_proved() -> None:
    green, red = Proof("p", 2, 2), Proof("p", 1, 2)
    test = [MarkedTest("XM-01", "tests/x.py", "test_a", 1)]
    assert state("XM-01", {}, {}) == "not yet"
    assert state("XM-01", {"XM-01": green}, {}) == "works by scenario"
    assert state("XM-01", {}, {"XM-01": test}) == "works by product test"
    assert state("XM-01", {"XM-01": green}, {"XM-01": test}) == "works by scenario and product test"
    assert state("XM-01", {"XM-01": red}, {"XM-01": test}) == "red (scenarios fail)"
    assert state("WH-06", {"WH-06": green}, {}) == "partly (the request that starts the clock missing)"
