"""Every variable that the code reads has its line in the reference, and the reference names none that nobody reads."""

from __future__ import annotations

import re
from pathlib import Path

NAME = re.compile(r"\b(?:HUIQI|DATABASE|XDG)_[A-Z_]+\b")


def test_reference_and_code_name_the_same_settings(root: Path) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "src" / "huiqi").rglob("*.py"))
    read = set(re.findall(r'"((?:HUIQI|DATABASE|XDG)_[A-Z_]+)"', code))
    page = (root / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert read == set(NAME.findall(page))


def test_settings_stay_one_page_of_code(root: Path) -> None:
    lines = (root / "src" / "huiqi" / "site" / "settings.py").read_text(encoding="utf-8").count("\n")
    assert lines < 250
