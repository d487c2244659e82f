"""A pack with thirty mistakes of different kinds shows thirty messages, each at its place."""

from __future__ import annotations

from pathlib import Path

from huiqi_rules.core.diagnostics import Severity
from tests.rules.packs.pack_cases import all_findings, read_case, write_pack

CASE = Path(__file__).parent / "thirty_mistakes.txt"


def test_thirty_messages_at_their_places(tmp_path):
    files, expected = read_case(CASE)
    wanted = sorted(line for line in expected.splitlines() if line)

    _, found = all_findings(write_pack(tmp_path, files))

    errors = [one for one in found if one.severity is Severity.ERROR]
    places = sorted(f"{one.place} {one.code}".replace(f"{tmp_path.as_posix()}/case/", "") for one in errors)
    assert places == wanted
    assert len(errors) == 30
    assert len({one.code for one in errors}) >= 20
    assert all(one.excerpt and one.remedy for one in errors)
