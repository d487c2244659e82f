"""Scenario files that would crash, hang or mislead are refused with a reason, in bounded time and memory."""

from __future__ import annotations

import pytest

from huiqi_rules.core.diagnostics import AuthorError
from huiqi_rules.packs.raw_yaml import read_raw_list

_MERGES = "- &a {x: 1}\n" + "".join(
    f"- &{name} {{<<: [{', '.join([f'*{before}'] * 9)}], k{name}: 1}}\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_ALIASES = "- &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"- &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    (
        ("- " + "[" * 100_000, "yaml-limit"),
        ("- " + "{a: " * 100_000, "yaml-limit"),
        ("- " * 100_000, "yaml-limit"),
        (_MERGES, "yaml-limit"),
        (_ALIASES, "yaml-limit"),
        ("- {name: t, given: {a: 1, a: 2}}", "duplicate-key"),
    ),
    ids=["brackets", "braces", "dashes", "merges", "aliases", "key twice"],
)
def test_it_is_refused(tmp_path, text, code):
    path = tmp_path / "bomb.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(AuthorError) as caught:
        read_raw_list(path)

    assert [each.code for each in caught.value.diagnostics] == [code]


def test_a_key_that_stands_twice_is_named_where_it_stands(tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text("- name: t\n  given: {职工总数: 20, 职工总数: 5}\n", encoding="utf-8")

    with pytest.raises(AuthorError) as caught:
        read_raw_list(path)

    place = caught.value.diagnostics[0].place
    assert (place.line, place.column) == (2, 21)


def test_merges_and_anchors_stay_allowed(tmp_path):
    path = tmp_path / "merged.yaml"
    path.write_text("- &a {x: 1, y: 2}\n- {<<: *a, y: 3}\n", encoding="utf-8")

    assert [item for _, item in read_raw_list(path)] == [{"x": "1", "y": "2"}, {"x": "1", "y": "3"}]
