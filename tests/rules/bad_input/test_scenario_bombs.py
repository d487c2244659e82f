"""Scenario files that would crash, hang or mislead are refused with a reason, in bounded time and memory."""

from __future__ import annotations

import pytest

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.plain_values import plain
from huiqi_rules.packs.source_files import SourceFile
from huiqi_rules.packs.yaml_nodes import read_nodes


def chain(first, step):
    lines = [f"- &a0 {first}"] + [f"- &a{number + 1} {step.format(f'*a{number}', number)}" for number in range(60)]
    return "\n".join(lines) + "\n"


def read(text):
    findings = Findings()
    return read_nodes(SourceFile.of("bomb.yaml", text), findings, anchors=True), findings.items


@pytest.mark.parametrize(
    ("text", "code"),
    (
        ("- " + "[" * 100_000, "yaml-limit"),
        ("- " + "{a: " * 100_000, "yaml-limit"),
        ("- " * 100_000, "yaml-limit"),
        (chain("[x, x, x, x]", "[{0}, {0}, {0}, {0}]"), "yaml-limit"),
        (chain("{x: 1}", "{{l: {0}, r: {0}}}"), "yaml-limit"),
        (chain("[x]", "[{0}]"), "yaml-limit"),
        ("- &a {k0: 1}\n" + "".join(f"- &a {{<<: *a, k{number}: 1}}\n" for number in range(1, 3_000)), "yaml-limit"),
        ("- {name: t, given: {a: 1, a: 2}}", "duplicate-key"),
        ("- &a [*a]", "yaml-alias"),
        ("- {<<: [1, 2]}", "yaml-key"),
    ),
    ids=["brackets", "braces", "dashes", "aliases", "mappings", "levels", "merges", "key twice", "itself", "odd merge"],
)
def test_it_is_refused(text, code):
    _, found = read(text)

    assert {each.code for each in found} == {code}


def test_a_key_that_stands_twice_is_named_where_it_stands():
    _, found = read("- name: t\n  given: {职工总数: 20, 职工总数: 5}\n")

    place = found[0].place
    assert (place.line, place.column) == (2, 21)


@pytest.mark.parametrize(
    ("merged", "read_as"),
    (
        ("{<<: *a, y: 3}", {"x": "1", "y": "3"}),
        ("{y: 3, <<: *a}", {"x": "1", "y": "3"}),
        ("{<<: [*a, {x: 7, z: 8}]}", {"x": "1", "y": "2", "z": "8"}),
        ('{"<<": *a}', {"<<": {"x": "1", "y": "2"}}),
    ),
)
def test_merges_and_anchors_stay_allowed(merged, read_as):
    root, found = read(f"- &a {{x: 1, y: 2}}\n- {merged}\n")

    assert not found
    assert plain(root) == [{"x": "1", "y": "2"}, read_as]


@pytest.mark.parametrize(
    ("written", "value"),
    (("yes", True), ("Off", False), ("TRUE", True), ('"yes"', "yes"), ("~", None), ('""', ""), ("", None), ("0.10", "0.10"),
     ("0511", "0511"), ("2024-06-01", "2024-06-01"), ("1e5", "1e5"), ("0x1F", "0x1F"), ("'null'", "null")),
)  # fmt: skip
def test_plain_values_keep_the_text_of_numbers(written, value):
    root, _ = read(f"- {written}\n")

    assert plain(root) == [value]
