"""Each file under bad/ is a small pack with one kind of mistake and the messages that it must give."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huiqi_rules.core.diagnostics import Severity
from huiqi_rules.packs.codes import READER_CODES
from huiqi_rules.packs.validators import VALIDATORS
from tests.rules.packs.pack_cases import all_findings, read_case, shown, write_pack

BAD = Path(__file__).parent / "bad"
CASES = sorted(BAD.glob("*.txt"))
# These need bytes or files that a text case cannot hold; test_odd_files.py has them.
ELSEWHERE = {"yaml-limit", "table-limit", "sheet-limit", "sheet-cell", "merged-cells", "not-utf8", "unreadable-file",
             "sheet-unreadable", "unknown-pack", "needs-cycle", "fact-type-changed", "fact-renamed", "no-pack"}  # fmt: skip


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_messages_are_as_written(path, tmp_path):
    files, expected = read_case(path)

    _, found = all_findings(write_pack(tmp_path, files))

    wanted = [one for one in found if one.severity is Severity.ERROR or one.code == path.stem.partition(".")[0]]
    text = shown(wanted, tmp_path)
    if os.environ.get("HUIQI_REWRITE_GOLDEN"):
        before = path.read_text(encoding="utf-8").partition("--- expected\n")[0]
        path.write_text(f"{before}--- expected\n{text}", encoding="utf-8")
        return
    assert text == expected
    assert all(one.remedy for one in wanted), "each says what to do"


def test_every_declared_code_has_a_case():
    declared = {code.code for code in READER_CODES} | {code for validator in VALIDATORS for code in validator.codes}
    shown_codes = {path.stem.partition(".")[0] for path in CASES}

    assert declared - shown_codes - ELSEWHERE == set()
    assert shown_codes - declared == set()


def test_every_case_shows_its_own_code():
    for path in CASES:
        _, expected = read_case(path)
        assert f"[{path.stem.partition('.')[0]}]" in expected, path.stem
