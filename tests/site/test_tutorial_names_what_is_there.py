"""The tutorial of the first payment is for people who read labels: each that it names stands on a page, in both languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = (ROOT / "docs" / "tutorials" / f"first-payment{language}.md" for language in ("", ".zh"))
bold = re.compile(r"\*\*(.+?)\*\*")


def labels(page: Path) -> list[str]:
    found = [match.replace("\n", " ") for match in bold.findall(page.read_text(encoding="utf-8"))]
    return found[1:]  # the first one says what bold words are


PAIRS = [tuple(label.split(" · ")) for label in labels(ENGLISH)]


@cache
def source() -> str:
    files = [path for kind in ("*.py", "*.html") for path in (ROOT / "src" / "huiqi").rglob(kind)]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def told(text: str) -> str:
    return re.escape(text).replace("…", r"\{\w+\}")


@pytest.mark.parametrize("pair", sorted(set(PAIRS)))
def test_a_label_is_one_of_a_page(pair: tuple[str, str]) -> None:
    zh, en = pair
    assert re.search(rf"""["']{told(zh)}["'],?\s+["']{told(en)}["']""", source())


def test_both_languages_name_the_same_in_the_same_order() -> None:
    assert labels(CHINESE) == [zh for zh, _ in PAIRS]
