"""A file that is no pack, or was made to do harm, is refused with a clear message, in bounded time and memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from huiqi.casework.domain.packs import opening
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.domain.packs.opening import CannotOpen

Made = Callable[[Path], None]


def not_a_zip(path: Path) -> None:
    path.write_bytes(b"PK" + b"\0" * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifest.json", "{}" * 2000)
    path.write_bytes(path.read_bytes()[:-40])


def with_member(name: str, mode: int = 0o100644) -> Made:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as packed:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            packed.writestr(info, "x")

    return make


def twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed.writestr("manifest.json", "{}")
        packed.writestr("manifest.json", "{}")


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open("manifest.json", "w") as file,
    ):
        for _ in range(70):
            file.write(b"\0" * (1 << 20))


def claims_to_be_small(path: Path) -> None:
    """The list says 10 bytes, the member holds 40 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", b"\0" * (40 << 20))
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, entry + 24, 10)
    path.write_bytes(bytes(content))


def deep(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", "[" * 200_000)


def huge_list(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60000, 60000, 1 << 30, 0, 0))


@pytest.mark.parametrize(
    ("make", "code"),
    (
        (not_a_zip, "no_zip"), (empty, "no_zip"), (truncated, "no_zip"), (with_member("../evil"), "bad_name"),
        (with_member("/etc/passwd"), "bad_name"), (with_member("a\\b"), "bad_name"), (with_member("c:x"), "bad_name"),
        (with_member("x/"), "bad_name"), (with_member("link", 0o120777), "not_plain"), (with_member("pipe", 0o010644), "not_plain"),
        (twice, "twice"), (bomb, "too_large"), (claims_to_be_small, "no_zip"), (deep, "not_json"), (huge_list, "too_large"),
        (with_member("other.txt"), "no_pack"),
    ),
)  # fmt: skip
def test_what_is_no_pack_is_refused_with_the_reason(make: Made, code: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.zip"
    make(path)
    with pytest.raises(CannotOpen) as refused:
        verify(path)
    assert refused.value.code == code
    assert str(refused.value) and refused.value.said(english=False)


def test_members_are_counted_and_summed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(4):
            packed.writestr(f"{number}.txt", "x" * 10)
    monkeypatch.setattr(opening, "MEMBERS_MOST", 3)
    with pytest.raises(CannotOpen, match="too many"):
        verify(path)
    monkeypatch.setattr(opening, "MEMBERS_MOST", 4)
    monkeypatch.setattr(opening, "TOTAL_BYTES_MOST", 39)
    with pytest.raises(CannotOpen, match="together"):
        verify(path)


def test_the_command_needs_neither_django_nor_a_database(tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    not_a_zip(path)
    said = (
        "import sys; from huiqi.site.commands import main; import huiqi.casework.domain.packs.checking;"
        f"code = main(['audit', 'verify', {str(path)!r}]);"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')]; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", said], env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no whole ZIP" in done.stderr
