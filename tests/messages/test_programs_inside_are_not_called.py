"""The server calls nobody inside the house for others: not by address, not by a name that leads there, not by a redirect."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.environment import CannotReadSetting, read_networks
from huiqi.messages import services
from huiqi.messages.domain.outside import is_outside, target_of
from huiqi.messages.services import posting
from huiqi.messages.services.posting import CannotPost, post
from tests.cast import Cast
from tests.messages.receiver import Receiver, write_certificate

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
INSIDE = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "2001:0:7f00:1::",
)  # fmt: skip


@pytest.mark.parametrize("place", INSIDE)
def test_inner_places_are_inside(place: str) -> None:
    assert not is_outside(ip_address(place))


@pytest.mark.parametrize("place", ("1.1.1.1", "223.5.5.5", "2400:3200::1"))
def test_public_places_are_outside(place: str) -> None:
    assert is_outside(ip_address(place))


def test_an_operator_may_allow_a_network() -> None:
    allowed = (ip_network("10.1.0.0/16"),)
    assert is_outside(ip_address("10.1.2.3"), allowed=allowed)
    assert is_outside(ip_address("::ffff:10.1.2.3"), allowed=allowed)
    assert not is_outside(ip_address("10.2.2.3"), allowed=allowed)


def test_networks_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_HOOK_NETWORKS", "10.1.0.0/16, fd00::/8")
    assert read_networks("HUIQI_HOOK_NETWORKS") == (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    monkeypatch.setenv("HUIQI_HOOK_NETWORKS", "10.1.0.1/16")
    with pytest.raises(CannotReadSetting, match=r"10\.1\.0\.1/16"):
        read_networks("HUIQI_HOOK_NETWORKS")


@pytest.mark.parametrize(
    "address",
    ("http://example.cn/", "ftp://example.cn", "https://", "https://user@example.cn/", "https://example.cn/#a",
     "https://exa mple.cn", "https://example.cn:0x/", "https://example.cn\\@inside/", "//example.cn", "javascript:1"),
)  # fmt: skip
def test_an_address_is_https_and_nothing_else(address: str) -> None:
    assert target_of(address) is None


@pytest.mark.parametrize(
    "address", ("https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://a.internal/")
)
def test_what_is_plainly_inside_is_not_kept(cast: Cast, address: str) -> None:
    officer: Actor = cast.person("程", (Role.SERVICE_OFFICER, cast.zone))
    with pytest.raises(services.CannotHook) as refused:
        services.add_hook(name="x", address=address, events=["rulebook.pack.published"], actor=officer, now=NOW)
    assert refused.value.code == "inside"


@pytest.mark.parametrize(
    "places",
    (["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::1"], ["fe80::1%eth0"]),
    ids=("own", "one of them", "six", "with its link"),
)
def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch, places: list[str]) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (place, 443)) for place in places])
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("it was called"))
    with pytest.raises(CannotPost) as refused:
        post("https://rebinding.example/", body="{}", headers={})
    assert refused.value.code == "inside"


def test_the_very_place_that_was_looked_at_is_called(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere a moment later gains nothing: it is asked once."""
    asked: list[str] = []
    ask = socket.getaddrinfo

    def once(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return ask(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert post(receiver.address, body="{}", headers={}) == 204
    assert [host for host in asked if not host.replace(".", "").replace(":", "").isdigit()] == ["localhost"]


def test_a_certificate_that_nobody_vouches_for_is_refused(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(write_certificate(tmp_path / "other")[0]))
    with pytest.raises(CannotPost) as refused:
        post(receiver.address, body="{}", headers={})
    assert (refused.value.code, receiver.came) == ("unreachable", [])
    assert "CERTIFICATE_VERIFY_FAILED" in refused.value.detail


def test_one_who_answers_drop_by_drop_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each drop comes in time; the whole does not."""
    monkeypatch.setattr(posting, "DEADLINE_SECONDS", 0.2)
    receiver.drips = True
    with pytest.raises(CannotPost) as refused:
        post(receiver.address, body="{}", headers={})
    assert refused.value.code == "unreachable"
