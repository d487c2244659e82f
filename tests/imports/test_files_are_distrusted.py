"""Files are judged by their content: what is no sheet, encrypted, a bomb or too large is refused in words, and nothing is kept."""

from __future__ import annotations

import io
import zipfile

import pytest

from huiqi.imports.models import SheetFile, SheetImport, Source
from huiqi.kernel import audit
from huiqi.rulebook.queries import sheets
from huiqi.rulebook.queries.sheets import CannotReadSheet
from tests.imports.desk import HEADER, Desk, workbook


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def grown(content: bytes, extra: bytes) -> bytes:
    """The workbook with a part that unpacks to much more."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", extra)
    return out.getvalue()


GOOD = workbook([HEADER, ("", "甲", 1, 1)])


NO_SHEETS = (
    (b"", "empty"),
    (b"PK\x03\x04 and nothing more", "damaged"),
    (GOOD[: len(GOOD) // 2], "damaged"),
    (zipped(hello=b"world"), "not_a_workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    (b"\x00\x01\x02\x03" * 50, "not_a_workbook"),
    (b"%PDF-1.7\n1 0 obj", "not_a_workbook"),
    (b"\x89PNG\r\n\x1a\n", "not_a_workbook"),
    (b"\xef\xbb\xbf \n<HTML><table><tr><td>1</td></tr></table>", "web_page"),
    (b'<?xml version="1.0"?><Workbook/>', "web_page"),
    (b"\x81\xff\xff\xff", "encoding"),
    (b'a,b\n"x', "csv"),
    (workbook([]), "empty"),
)


def test_what_is_no_sheet_is_refused(desk: Desk, subtests: pytest.Subtests) -> None:
    before = audit.head()
    for content, code in NO_SHEETS:
        with subtests.test(code, content=content[:20]):
            with pytest.raises(CannotReadSheet) as failure:
                desk.receive(content, name="表.xlsx")
            assert failure.value.code == code
            assert failure.value.said(english=False) != failure.value.said(english=True)
            assert audit.head() == before
            assert not (SheetImport.objects.exists() or SheetFile.objects.exists() or Source.objects.exists())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "UNPACKED_MOST", 3_000_000)
    with pytest.raises(CannotReadSheet) as failure:
        desk.receive(grown(GOOD, b"<a>" + b" " * 4_000_000 + b"</a>"))
    assert failure.value.code == "too_large"


def test_a_cell_far_away_costs_no_memory(desk: Desk) -> None:
    def far(page: object) -> None:
        page["XFD1048576"] = 1

    with pytest.raises(CannotReadSheet) as failure:
        desk.receive(workbook([HEADER], then=far))
    assert failure.value.code == "too_large"


def test_too_many_cells_and_bytes_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CELLS_MOST", 7)
    with pytest.raises(CannotReadSheet):
        desk.receive(GOOD)
    with pytest.raises(CannotReadSheet):
        desk.receive(b"a,b,c\n1,2,3\n4,5,6\n")
    monkeypatch.setattr(sheets, "BYTES_MOST", 10)
    with pytest.raises(CannotReadSheet):
        desk.receive(GOOD)


def test_the_name_of_a_file_is_shown_without_folders_and_tricks(desk: Desk) -> None:
    found = desk.receive(GOOD, name="..\\..\\etc/年报\u202e\n.exe")
    assert found.file.name == "年报.xlsx"
