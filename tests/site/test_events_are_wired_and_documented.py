"""Every event that the code announces has its line in the reference, and nobody listens to one that is never announced."""

from __future__ import annotations

import re
from pathlib import Path

from huiqi.site.wiring import WIRING

ANNOUNCED = re.compile(r"announce\(\s*\"([a-z_.]+)\"")
DOCUMENTED = re.compile(r"^\| `([a-z_.]+)` \|", re.MULTILINE)


def test_reference_and_code_name_the_same_events(root: Path) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "src" / "huiqi").rglob("*.py"))
    announced = set(ANNOUNCED.findall(code))
    page = (root / "docs" / "reference" / "events.md").read_text(encoding="utf-8")
    assert announced == set(DOCUMENTED.findall(page))
    assert set(WIRING) <= announced
