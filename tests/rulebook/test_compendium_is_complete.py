"""The compendium: every policy in force with its essentials, in chapters, counted; the same as a PDF with its font inside."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import VISITOR, Role
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.compendium import Compendium, counted, share
from huiqi.rulebook.domain.labels import THEMES
from huiqi.rulebook.models import PackVersion
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install

DAY = date(2026, 3, 2)
POLICY = """\
id: policy-{number:03}
title: {{zh: 第{number}项政策, en: Policy {number}}}
subject: enterprise
level: zone
theme: {theme}
contact: {{office: {office}}}
outputs: []
source: {{document: 汇编测试文件, article: 第{number}条, certainty: published}}
versions:
  - id: "2023"
    from: 2023-01-01
    to: null
    clauses:
      - {{id: kept, zh: 支持事项{number}, en: Support {number}, needs: []}}
"""
HEAD = """\
id: volume
title: {zh: 汇编测试区, en: A zone}
issuer: {zh: 汇编测试区管委会, en: Its committee}
level: zone
licence: Apache-2.0
"""


def volume(folder: Path, *, policies: int, tax: int) -> Path:
    """A pack with so many policies, of which so many are cuts of taxes and fees."""
    place = folder / "volume"
    (place / "policies").mkdir(parents=True)
    (place / "pack.yaml").write_text(HEAD, encoding="utf-8")
    for number in range(1, policies + 1):
        theme, office = ("tax_fee_cut", "税务局") if number <= tax else ("reward", "科技局")
        text = POLICY.format(number=number, theme=theme, office=office)
        (place / "policies" / f"policy_{number:03}.yaml").write_text(text, encoding="utf-8")
    return place


def compendium(**asked: object) -> Compendium:
    return queries.compendium(VISITOR, **{"day": DAY, "now": NOW + timedelta(hours=1), **asked})


def pages(client: Client, query: str = "", *, most: int = 100) -> tuple[pypdf.PdfReader, str]:
    """The file and the text of its first pages; reading the text takes longer than making it."""
    sent = client.get(f"/rulebook/compendium.pdf{query}")
    assert sent["Content-Type"] == "application/pdf"
    book = pypdf.PdfReader(BytesIO(sent.content))
    return book, "\n".join(page.extract_text() for page in book.pages[:most])


@pytest.mark.inventory("ZJ-06")
def test_48_of_150_policies_are_32_percent(cast: Cast, tmp_path: Path) -> None:
    install(cast, volume(tmp_path, policies=150, tax=48))
    book = compendium()
    assert [(one.code, one.policies, one.share) for one in book.by_theme] == [
        ("reward", 102, Decimal("68.0")),
        ("tax_fee_cut", 48, Decimal("32.0")),
    ]
    assert [gap.name[1] for gap in book.gaps] == ["spokesperson"]
    page = Client().get("/rulebook/compendium").content.decode()
    assert "有效的政策 150 项" in page
    assert "32.0%" in page
    _, text = pages(Client(), most=5)
    assert "32.0%" in text
    assert "第150项政策" in text.replace(" ", "")


@pytest.mark.inventory("OR-05")
def test_a_policy_without_a_rule_is_kept_in_the_compendium(cast: Cast) -> None:
    install(cast, "ordos")
    kept = next(entry for entry in compendium().entries if entry.policy == "policy-compendium")
    assert (kept.title[0], kept.clauses[0].name[0]) == ("政策汇编", "存档备查")
    assert kept.source.document.startswith("新闻报道")
    _, text = pages(Client(), "?theme=service")
    assert "存档备查" in text


def test_all_policies_in_force_stand_in_it_and_no_other(cast: Cast, xian: PackVersion) -> None:
    names = {entry.policy for entry in compendium().entries}
    assert "retired-policy" not in names
    assert "policy-calculator" in names
    before = {entry.policy for entry in compendium(day=date(2023, 6, 20)).entries}
    assert "retired-policy" in before
    page = Client().get("/rulebook/compendium?day=2023-06-20").content.decode()
    assert "停止施行的政策" in page
    assert "停止施行的政策" not in Client().get("/rulebook/compendium").content.decode()


def test_chapters_are_made_by_theme_or_by_level(cast: Cast) -> None:
    install(cast, "ordos")
    by_level = compendium(arrangement="level").chapters
    assert [chapter.code for chapter in by_level] == ["national", "zone"]
    assert "title" in [chapter.code for chapter in compendium().chapters]
    chosen = compendium(themes={"title"})
    assert {entry.theme for entry in chosen.entries} == {"title"}
    assert len(chosen.themes) > 1


def test_essentials_and_contact_are_said(cast: Cast, xian: PackVersion) -> None:
    officer = cast.person("李", (Role.POLICY_OFFICER, cast.zone))
    contact = services.Contact(office="政策法规局", phone="029-88880000", spokesperson="王敏")
    services.name_contact(zone=cast.zone.pk, policy="policy-calculator", contact=contact, actor=officer, now=NOW)
    page = Client().get("/rulebook/compendium").content.decode()
    _, text = pages(Client())
    for said in ("政策法规局", "029-88880000", "王敏", "2023-01-01 起长期有效", "尚未指定"):
        assert said in page
        assert said in text.replace("\n", "")


@pytest.mark.inventory("XA-05")
def test_who_works_here_sees_what_policies_lack(cast: Cast, xian: PackVersion) -> None:
    officer = visit(cast.person("李", (Role.POLICY_OFFICER, cast.zone)))
    gap = "项政策未标明政策发言人"
    assert gap in officer.get("/rulebook/compendium").content.decode()
    assert gap not in Client().get("/rulebook/compendium").content.decode()


def test_fonts_are_inside_the_file_and_it_speaks_english_too(cast: Cast, xian: PackVersion) -> None:
    book, text = pages(Client(headers={"accept-language": "en"}))
    assert "Policy compendium" in text
    fonts = [font.get_object() for page in book.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "NotoSansSC" in descriptor["/FontName"]
    assert book.metadata is not None
    assert "Policy compendium" in str(book.metadata.title)
    assert book.outline != []


def test_the_same_state_gives_the_same_bytes(cast: Cast) -> None:
    install(cast, "xian", now=NOW + timedelta(microseconds=123_456))
    first = Client().get("/rulebook/compendium.pdf?day=2026-03-02").content
    assert Client().get("/rulebook/compendium.pdf?day=2026-03-02").content == first
    assert Client().get("/rulebook/compendium.pdf?day=2026-03-03").content != first


def test_text_of_a_policy_is_never_markup(cast: Cast, tmp_path: Path) -> None:
    place = volume(tmp_path, policies=1, tax=0)
    file = place / "policies" / "policy_001.yaml"
    odd = "'<b>#pagebreak() *x* $y$ \\\\ @z'"
    file.write_text(file.read_text(encoding="utf-8").replace("第1项政策", odd), encoding="utf-8")
    install(cast, place)
    _, text = pages(Client())
    assert "<b>#pagebreak() *x* $y$" in text
    assert "<b>#pagebreak" not in Client().get("/rulebook/compendium").content.decode()


def test_odd_questions_are_answered(cast: Cast, xian: PackVersion) -> None:
    client = Client()
    assert "请填写日期" in client.get("/rulebook/compendium?day=soon").content.decode()
    assert "没有所选主题的有效政策" in client.get("/rulebook/compendium?theme=none&by=level").content.decode()
    assert client.get("/rulebook/compendium?by=weather&zone=nowhere").status_code == 200
    assert client.get("/rulebook/compendium.pdf?theme=none&day=0001-01-01").status_code == 200


def test_nothing_published_is_not_found(cast: Cast) -> None:
    assert Client().get("/rulebook/compendium").status_code == 404
    assert Client().get("/rulebook/compendium.pdf").status_code == 404


def test_queries_do_not_grow_with_the_policies(cast: Cast, tmp_path: Path) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            Client().get("/rulebook/compendium")
        return len(found)

    install(cast, volume(tmp_path / "few", policies=2, tax=1))
    Client().get("/rulebook/compendium")
    few = asked()
    install(cast, volume(tmp_path / "many", policies=20, tax=5), now=NOW + timedelta(hours=1))
    Client().get("/rulebook/compendium")
    assert asked() == few


def test_counts_name_what_has_no_theme_last() -> None:
    rows = counted(["", "odd", "title", "title"], THEMES)
    assert [(one.code, one.policies, str(one.share)) for one in rows] == [
        ("title", 2, "50.0"), ("odd", 1, "25.0"), ("", 1, "25.0"),
    ]  # fmt: skip
    assert share(1, 3) == Decimal("33.3")
    assert share(1, 16) == Decimal("6.3")
