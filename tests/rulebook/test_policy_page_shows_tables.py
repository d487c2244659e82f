"""The published policy's page shows its decision tables in words, to everybody who sees the policy."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.rulebook.conftest import install


@pytest.fixture
def national(cast: Cast) -> None:
    install(cast, "national")


def test_a_visitor_reads_a_table_in_words(national: None) -> None:
    page = Client().get("/rulebook/policies/above-scale").content.decode()
    assert "各行业统计起点" in page
    assert "06至46" in page
    assert "唯一（U）" in page
    assert "营业收入起点" in page
    assert "全部 17 行" not in page


def test_a_long_table_has_a_page_of_its_own(national: None) -> None:
    client = Client()
    page = client.get("/rulebook/policies/sme-size-2011").content.decode()
    assert "全部 23 行" in page
    table = client.get("/rulebook/policies/sme-size-2011/tables/sectors").content.decode()
    assert table.count('<th scope="row">') == 24
    assert "未公布" in table
    assert client.get("/rulebook/policies/sme-size-2011/tables/nothing").status_code == 404
    assert client.get("/rulebook/policies/sme-size-2011/tables/sectors", {"day": "2000-01-01"}).status_code == 404
    assert "page=1" not in client.get("/rulebook/policies/sme-size-2011/tables/sectors?page=9").content.decode()


def test_a_code_is_said_as_its_own_column_means_it(national: None) -> None:
    page = Client().get("/rulebook/policies/sme-size-2011").content.decode()
    assert "其他费用" not in page, "the sector `other` is not the R&D expense of that code"
    assert "不适用" in page
