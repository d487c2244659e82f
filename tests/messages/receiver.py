"""A program that wants to be told: a real HTTPS server on this machine, with a certificate of its own that the test trusts."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Receiver:
    """What came, and what is answered: a status each time, the last one for ever."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [204])
    # Answers in drops, without an end.
    drips: bool = False
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/told?by=huiqi"

    def answer(self, headers: dict[str, str], body: bytes) -> int:
        self.came.append((headers, body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A key, and a certificate for localhost that it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day - timedelta(days=3650))
        .not_valid_after(day + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    own, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(pem))
    paths[1].write_bytes(key.private_bytes(pem, own, plain))
    return paths


@contextmanager
def listening(folder: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[Receiver]:
    """A receiver that is trusted, in a network that the operator allows."""
    certificate, key = write_certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.HOOK_NETWORKS = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.drips:
                self.drip()
                return
            status = receiver.answer({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", receiver.address)
            self.end_headers()

        def drip(self) -> None:
            try:
                while True:
                    self.wfile.write(b"H")
                    threading.Event().wait(0.02)
            except OSError:
                self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
