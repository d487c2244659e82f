"""Where nobody acted, pages say in words what of the system did: no code stands for a person's name."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils import translation

import huiqi
from huiqi.kernel.actor import SYSTEM_WORDS, VISITOR
from huiqi.ui.templatetags.elements import acting


def test_all_that_acts_is_called_by_words() -> None:
    files = Path(huiqi.__file__).parent.rglob("*.py")
    found = {name for file in files for name in re.findall(r'\bsystem\("([^"]+)"\)', file.read_text(encoding="utf-8"))}
    assert found | {VISITOR.name} == set(SYSTEM_WORDS)


def test_people_keep_their_names() -> None:
    with translation.override("zh-hans"):
        assert (acting("notice"), acting("李敏")) == ("系统（公示期满）", "李敏")
    with translation.override("en"):
        assert acting("notice") == "system (end of notice)"
