"""What no page takes, whoever sends it: NUL in a text, and more bytes than anybody may hand in; said by 400, and nothing breaks."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiqi.kernel.actor import Role
from huiqi.ui import uploads
from tests.cast import Cast, visit

BAD = 400


@pytest.mark.parametrize(
    "address",
    ("/casework/payments?q=%00", "/casework/rounds?waits=%00", "/ledger/lines/?a%00b=1", "/casework/notices?q=a%00"),
)
def test_nul_in_an_address(cast: Cast, address: str) -> None:
    finance = visit(cast.person("财务", (Role.FINANCE_OFFICER, cast.zone)))
    assert finance.get(address).status_code == BAD


def test_nul_in_a_form(cast: Cast) -> None:
    finance = visit(cast.person("财务", (Role.FINANCE_OFFICER, cast.zone)))
    assert finance.post("/casework/payments/make", {"zone": str(cast.zone.pk), "reason": "a\0b"}).status_code == BAD


def test_a_visitor_hands_in_no_more_than_a_piece_of_evidence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "VISITORS_MOST", 50_000)
    large = {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 60_000)}
    # Files are read before anybody asks whether there is such a page for the visitor.
    assert Client().post("/casework/notices/00000000-0000-0000-0000-000000000000/object", large).status_code == BAD
    small = {"file": SimpleUploadedFile("a.pdf", b"%PDF-")}
    assert Client().post("/casework/notices/00000000-0000-0000-0000-000000000000/object", small).status_code == 404


def test_who_has_logged_in_may_hand_in_more_but_not_without_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "VISITORS_MOST", 50_000)
    monkeypatch.setattr(uploads, "MOST", 100_000)
    finance = visit(cast.person("财务", (Role.FINANCE_OFFICER, cast.zone)))
    for size, status in ((60_000, 302), (200_000, BAD)):
        file = SimpleUploadedFile("a.csv", "参考号,金额,结果\r\n".encode() + b" " * size)
        sent = finance.post("/casework/payments/result", {"zone": str(cast.zone.pk), "file": file})
        assert sent.status_code == status
