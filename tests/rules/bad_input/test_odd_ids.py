"""Ids that would be taken for something else in results: `policy/clause`, `condition=met`, lists parted by semicolons."""

from __future__ import annotations

import pytest

from huiqi_rules.packs import load_pack
from tests.rules.packs.pack_cases import write_pack

POLICY = """\
id: {policy}
title: {{zh: 奖, en: Prize}}
subject: enterprise
source: {{document: 某府〔2024〕1号, article: 第一条}}
versions:
  - id: {version}
    from: 2024-01-01
    conditions:
      {condition}: {{zh: 大, en: Big, when: 职工总数 >= 300}}
    clauses:
      - {{id: {clause}, zh: 奖金, en: Prize, needs: [{condition}], amount: 元(5000)}}
"""
PLAIN = {"policy": "p", "version": "v", "condition": "big", "clause": "c"}


@pytest.mark.parametrize("place", PLAIN)
@pytest.mark.parametrize("odd", ('"a/b"', '"a=met"', '"a; b"', '"a\\nb"', '""', '"  "', '" a"'))
def test_an_odd_id_is_refused(tmp_path, place, odd):
    pack = write_pack(tmp_path, {"policies/odd.yaml": POLICY.format(**PLAIN | {place: odd})})

    assert "wrong-id" in [item.code for item in load_pack(pack, search=()).findings.errors]


@pytest.mark.parametrize("place", PLAIN)
@pytest.mark.parametrize("fine", ("奖金", "tech-sme-2017", "a.b", '"2024年第1批"', '"it\'s"', '"<b>"'))
def test_other_ids_are_taken(tmp_path, place, fine):
    pack = write_pack(tmp_path, {"policies/fine.yaml": POLICY.format(**PLAIN | {place: fine})})

    assert "wrong-id" not in [item.code for item in load_pack(pack, search=()).findings.items]


def test_a_policy_file_of_comments_alone_is_reported(tmp_path):
    pack = write_pack(tmp_path, {"policies/none.yaml": "# nothing\n\n  # yet\n"})

    assert "empty-file" in [item.code for item in load_pack(pack, search=()).findings.errors]


def test_a_control_character_is_named_where_it_stands(tmp_path):
    pack = write_pack(tmp_path, {})
    (pack / "facts.yaml").write_text("# 惠企惠企惠企\nstaff: {zh: a\x00b}\n", encoding="utf-8")

    found = next(item for item in load_pack(pack, search=()).findings.items if item.code == "yaml-syntax")

    assert (found.place.line, found.place.column) == (2, 14)


def test_a_file_beyond_all_measure_is_not_read(tmp_path):
    pack = write_pack(tmp_path, {})
    with (pack / "facts.yaml").open("wb") as stream:
        stream.truncate(3_000_000_000)

    assert "yaml-limit" in [item.code for item in load_pack(pack, search=()).findings.errors]
