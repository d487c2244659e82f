"""Where a virus scanner is named, a file is kept once it found nothing; what it finds, and what it cannot be asked about, is not taken."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from huiqi.kernel.environment import CannotReadSetting, read_socket
from huiqi.kernel.scanning import CannotScan, answers
from huiqi.register.models import EvidenceFile
from huiqi.register.services import Upload
from huiqi.register.services.files import kept
from huiqi.site.commands import doctor
from tests.cast import NOW, SYSTEM, Cast

# Longer than one piece of the stream.
CLEAN = b"%PDF-1.7\n" + b"0" * 2_500_000 + b"\n%%EOF"
# What every scanner finds; put together here, so that none finds this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.StreamRequestHandler):
    """Answers as clamd does, and refuses what is larger than its limit."""

    most = 5_000_000

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        self.wfile.write(b"PONG\0" if command == b"zPING\0" else self.judged())

    def judged(self) -> bytes:
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        if len(content) > self.most:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture(params=("unix", "port"))
def daemon(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[str]:
    """A scanner that is named in the settings; how it is named."""
    kind: Any = socketserver.ThreadingUnixStreamServer if request.param == "unix" else socketserver.ThreadingTCPServer
    with kind(str(tmp_path / "s") if request.param == "unix" else ("127.0.0.1", 0), Daemon) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        at = server.server_address
        settings.SCANNER = Path(at) if request.param == "unix" else (at[0], at[1])
        yield f"unix:{at}" if request.param == "unix" else f"{at[0]}:{at[1]}"
        server.shutdown()
        thread.join()


def keep(cast: Cast, content: bytes) -> EvidenceFile:
    with kept(Upload("证书.pdf", content), organisation=cast.north_company, actor=SYSTEM, now=NOW) as file:
        return file


def test_what_is_clean_is_kept_and_what_is_not_is_not(cast: Cast, daemon: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_storage.open(keep(cast, CLEAN).stored_as).read() == CLEAN
    with pytest.raises(CannotScan) as refused:
        keep(cast, CLEAN + EICAR)
    assert refused.value.code == "found"
    assert "Eicar-Test-Signature" in refused.value.said(english=False)
    with pytest.raises(CannotScan) as refused:
        keep(cast, CLEAN * 3)
    assert refused.value.code == "no_answer", "an error is no all-clear"
    assert EvidenceFile.objects.count() == 1
    monkeypatch.setenv("HUIQI_SCANNER", daemon)
    assert [one.state for one in doctor.guarded_scanner()] == ["ok"]


def test_while_the_scanner_is_away_no_file_is_taken(
    cast: Cast, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SCANNER = tmp_path / "nobody"
    assert not answers(settings.SCANNER)
    with pytest.raises(CannotScan) as refused:
        keep(cast, CLEAN)
    assert refused.value.code == "no_answer"
    assert not EvidenceFile.objects.exists()
    monkeypatch.setenv("HUIQI_SCANNER", f"unix:{settings.SCANNER}")
    assert [one.state for one in doctor.guarded_scanner()] == ["failure"]


def test_without_a_scanner_files_are_kept_as_before(cast: Cast) -> None:
    assert keep(cast, CLEAN).size_bytes == len(CLEAN)
    assert list(doctor.guarded_scanner()) == []


@pytest.mark.parametrize("text", ("clamd", "unix:clamd.ctl", "host:0", "host:99999", ":3310"))
def test_an_address_that_makes_no_sense_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIQI_SCANNER", text)
    with pytest.raises(CannotReadSetting):
        read_socket("HUIQI_SCANNER")


def test_both_kinds_of_address_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, at in (
        ("unix:/run/clamav/clamd.ctl", Path("/run/clamav/clamd.ctl")),
        ("[::1]:3310", ("::1", 3310)),
        ("", None),
    ):
        monkeypatch.setenv("HUIQI_SCANNER", text)
        assert read_socket("HUIQI_SCANNER") == at
