"""Typed readers of environment variables: a value that makes no sense stops the start with its name and what was expected."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import ClassVar
from urllib.parse import SplitResult, unquote, urlsplit

from huiqi.kernel.errors import Cannot

Network = IPv4Network | IPv6Network

_TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class CannotReadSetting(Cannot):
    """An environment variable holds something that is not what it should be."""

    messages: ClassVar[Mapping[str, str]] = {
        "bad_value": "{name}={value!r} makes no sense: expected {expected}.",
        "too_short": "{name} is too short: at least {least} characters are needed.",
        "no_home": "{name} is not set, and there is no home folder to fall back on.",
    }


def read_text(name: str, default: str = "") -> str:
    """Return a text without spaces around it; the default where it is not set or empty."""
    return os.environ.get(name, "").strip() or default


def read_truth(name: str, *, default: bool) -> bool:
    """Return a truth value; raises CannotReadSetting."""
    text = read_text(name)
    if not text:
        return default
    if text.lower() not in _TRUTHS:
        raise CannotReadSetting("bad_value", name=name, value=text, expected="true or false")
    return _TRUTHS[text.lower()]


def read_number(name: str, *, default: int, least: int, most: int) -> int:
    """Return a whole number within bounds; raises CannotReadSetting."""
    text = read_text(name)
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise CannotReadSetting("bad_value", name=name, value=text, expected=f"a whole number from {least} to {most}")
    return int(text)


def read_path(name: str) -> Path | None:
    """Return an absolute path, `~` resolved; None where it is not set; raises CannotReadSetting for a relative one."""
    text = read_text(name)
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise CannotReadSetting("bad_value", name=name, value=text, expected="an absolute path")
    return path


def read_address(name: str, *, default: str) -> SplitResult:
    """Return the parts of a web address without path (`https://zone.example.cn`); raises CannotReadSetting."""
    text = read_text(name, default)
    expected = "an address such as https://zone.example.cn"
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise CannotReadSetting("bad_value", name=name, value=text, expected=expected) from None
    if not sound or parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise CannotReadSetting("bad_value", name=name, value=text, expected=expected)
    return parts


def read_socket(name: str) -> Path | tuple[str, int] | None:
    """Return where a daemon listens: `unix:/run/clamav/clamd.ctl` or `host:3310`; None where it is not set; raises CannotReadSetting."""
    text = read_text(name)
    if not text:
        return None
    path = Path(text.removeprefix("unix:"))
    if text.startswith("unix:") and path.is_absolute():
        return path
    host, _, port = text.rpartition(":")
    if text.startswith("unix:") or not (host and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        expected = "unix:/run/clamav/clamd.ctl, or host and port such as 127.0.0.1:3310"
        raise CannotReadSetting("bad_value", name=name, value=text, expected=expected)
    return host.strip("[]"), int(port)


def read_networks(name: str) -> tuple[Network, ...]:
    """Return the networks of a list with commas (`10.1.0.0/16, fd00::/8`), none where it is not set; raises CannotReadSetting."""
    parts = [part.strip() for part in read_text(name).split(",") if part.strip()]
    try:
        return tuple(ip_network(part) for part in parts)
    except ValueError:
        expected = "networks with commas between them, such as 10.1.0.0/16"
        raise CannotReadSetting("bad_value", name=name, value=", ".join(parts), expected=expected) from None


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail; without a host none is sent."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def read_mail_server(name: str) -> MailServer:
    """Return the server of an address such as `smtps://user:password@host:465` (or `smtp+starttls:`, `smtp:` within a house).

    Raises CannotReadSetting; the password is not repeated.
    """
    text = read_text(name)
    if not text:
        return MailServer()
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ports and bool(parts.hostname) and parts.path in {"", "/"} and not parts.query
        port = parts.port or ports.get(parts.scheme, 0)
    except ValueError:
        sound = False
    if not sound:
        raise CannotReadSetting(
            "bad_value", name=name, value="…", expected="an address such as smtps://user:password@mail.example.cn"
        )
    return MailServer(
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+starttls",
        is_tls=parts.scheme == "smtps",
    )


def data_folder() -> Path:
    """Return the folder that holds all that Huiqi keeps: HUIQI_DATA, else the user's data folder."""
    named = read_path("HUIQI_DATA")
    if named is not None:
        return named
    above = read_path("XDG_DATA_HOME")
    try:
        return (above or Path.home() / ".local" / "share") / "huiqi"
    except RuntimeError:
        raise CannotReadSetting("no_home", name="HUIQI_DATA") from None
