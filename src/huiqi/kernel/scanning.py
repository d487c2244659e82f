"""A virus scanner beside the site: what is handed in goes to a daemon that speaks ClamAV's INSTREAM, before it is kept.

The protocol: `zINSTREAM` and a zero byte, then pieces, each after its length in four bytes, then a length of zero; the answer is
`stream: OK`, `stream: <name> FOUND`, or an error (man clamd, "COMMANDS"). What cannot be asked about is not taken.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final, TypeAlias

from huiqi.kernel.errors import Cannot, Words

# Where the daemon listens: a socket of this machine, or host and port.
Scanner: TypeAlias = Path | tuple[str, int]
_PATIENCE_SECONDS: Final = 30
_PIECE_BYTES: Final = 1 << 20
_ANSWER_MOST_BYTES: Final = 4096


class CannotScan(Cannot):
    """The content is not taken: something was found in it, or nobody can say that there is nothing."""

    messages: ClassVar[Mapping[str, Words]] = {
        "found": (
            "病毒扫描在文件中发现“{name}”，没有收下。请清除后重新上传。",
            "the virus scanner found “{name}” in the file: it was not taken. Clean it and hand it in again.",
        ),
        "no_answer": (
            "病毒扫描没有完成，文件没有收下。请稍后再试；一直这样，请联系管理员。",
            "the virus scanner gave no answer, and the file was not taken. Try again later; tell the administrator if that goes on.",
        ),
    }


def scan(content: bytes, *, scanner: Scanner) -> None:
    """Pass if a scanner finds nothing in some content; raises CannotScan."""
    try:
        answer = ask(scanner, b"zINSTREAM\0", *pieces_of(content))
    except OSError as error:
        raise CannotScan("no_answer") from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        raise CannotScan("found", name=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise CannotScan("no_answer")


def answers(scanner: Scanner) -> bool:
    """Return whether a scanner is there."""
    try:
        return ask(scanner, b"zPING\0") == "PONG"
    except OSError:
        return False


def ask(scanner: Scanner, *said: bytes) -> str:
    """Return what a scanner answers to something; raises OSError."""
    family = socket.AF_UNIX if isinstance(scanner, Path) else socket.AF_INET
    if not isinstance(scanner, Path):
        family = socket.getaddrinfo(*scanner, type=socket.SOCK_STREAM)[0][0]
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(_PATIENCE_SECONDS)
        line.connect(str(scanner) if isinstance(scanner, Path) else scanner)
        for part in said:
            line.sendall(part)
        heard = b""
        while not heard.endswith(b"\0") and len(heard) < _ANSWER_MOST_BYTES and (more := line.recv(_ANSWER_MOST_BYTES)):
            heard += more
    return heard.rstrip(b"\0\n").decode("utf-8", "replace")


def pieces_of(content: bytes) -> list[bytes]:
    """Return content as INSTREAM takes it: pieces with their lengths, and an empty one."""
    parts = [content[start : start + _PIECE_BYTES] for start in range(0, len(content), _PIECE_BYTES)]
    return [len(part).to_bytes(4, "big") + part for part in (*parts, b"")]
