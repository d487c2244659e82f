"""Home and error pages: strict policy, nothing from outside, both languages, no question to the database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from huiqi.ui.templatetags.words import say

pytestmark = pytest.mark.urls("tests.ui.pages")
PAGES = (
    ("/", 200),
    ("/nothing-here", 404),
    ("/fail/broken", 500),
    ("/fail/gone", 503),
    ("/fail/closed", 503),
    ("/fail/full", 503),
    ("/fail/forbidden", 403),
    ("/fail/suspicious", 400),
)


@pytest.fixture
def visitor() -> Client:
    # Without the fixture `db` every query fails the test: these pages have to come when the database is gone.
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), PAGES)
@pytest.mark.parametrize("language", ("zh-hans", "en"))
def test_page_is_safe(visitor: Client, address: str, status: int, language: str) -> None:
    response = visitor.get(address, headers={"accept-language": language})
    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    page = response.content.decode()
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page), "a page needs nothing from outside"
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src=| nonce=)", page), "nothing inline"
    assert page.count("<h1") == page.count("<main") == 1
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in page


@pytest.mark.parametrize("address", [address for address, _ in PAGES])
def test_english_page_has_no_chinese_left(visitor: Client, address: str) -> None:
    page = visitor.get(address, headers={"accept-language": "en"}).content.decode()
    assert re.findall(r"[\u4e00-\u9fff]+", page) == ["中文"], "only the switch names its language in itself"


def test_chinese_comes_first(visitor: Client) -> None:
    assert "政策找企业" in visitor.get("/").content.decode()
    assert "政策找企业" in visitor.get("/", headers={"accept-language": "fr"}).content.decode()


def test_language_is_switched_and_kept(visitor: Client) -> None:
    response = visitor.post("/language", {"language": "en", "next": "/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "Policies find companies" in visitor.get("/").content.decode()


def test_form_without_its_token_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


def test_database_that_is_gone_is_not_called_an_error_of_ours(visitor: Client) -> None:
    response = visitor.get("/fail/gone")
    assert "数据库暂时无法访问" in response.content.decode()
    assert response.headers["Retry-After"] == "30"
    assert "no-cache" in response.headers["Cache-Control"]


def test_a_full_disk_is_said_with_what_was_not_saved(visitor: Client) -> None:
    response = visitor.get("/fail/full")
    assert "磁盘已满" in response.content.decode()
    assert "刚才提交的内容没有保存" in response.content.decode()


def test_values_in_words_are_escaped() -> None:
    with override("zh-hans"):
        assert (
            say("共 {count} 家 <b>企业</b>", "{count}", count="<script>")
            == "共 &lt;script&gt; 家 &lt;b&gt;企业&lt;/b&gt;"
        )


def test_style_sheet_asks_for_nothing_from_outside(root: Path) -> None:
    for path in (root / "src" / "huiqi").rglob("*.css"):
        assert not re.search(r"url\(|@import|https?:", path.read_text(encoding="utf-8")), path


def test_templates_stay_short(root: Path) -> None:
    for path in (root / "src" / "huiqi").rglob("*.html"):
        assert path.read_text(encoding="utf-8").count("\n") <= 120, path
