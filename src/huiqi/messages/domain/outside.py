"""Which addresses a program of others may have: https, and a place on the public internet, never one inside the house.

Otherwise whoever may name an address could make the server call what only the server reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
Place = IPv4Address | IPv6Address

HTTPS = 443
# They carry an address of the fourth version within themselves, which may be an inner one.
_CARRIERS = (
    IPv6Network("2002::/16"),
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2001::/32"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address: host in ASCII, port, and the path with its query."""

    host: str
    port: int
    path: str


def target_of(address: str) -> Target | None:
    """Return the parts of an https address; None for anything else, and for one with a name, a password or a fragment."""
    try:
        parts = urlsplit(address)
        port = parts.port or HTTPS
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if parts.scheme != "https" or not host or not plain or "@" in parts.netloc or parts.fragment:
        return None
    path = parts.path or "/"
    return Target(host, port, f"{path}?{parts.query}" if parts.query else path)


def is_outside(place: Place, *, allowed: Sequence[Network] = ()) -> bool:
    """Return whether a place is on the public internet, or in a network that the operator allows."""
    mapped = place.ipv4_mapped if isinstance(place, IPv6Address) else None
    if mapped is not None:
        place = mapped
    if any(place in network for network in allowed):
        return True
    if isinstance(place, IPv6Address) and any(place in network for network in _CARRIERS):
        return False
    return place.is_global and not place.is_multicast and not place.is_reserved


def is_inner_name(host: str, *, allowed: Sequence[Network] = ()) -> bool:
    """Return whether a host can be seen to be an inner one without asking anybody: this machine, or an inner address itself."""
    try:
        place = ip_address(host)
    except ValueError:
        return not allowed and (host == "localhost" or host.endswith((".localhost", ".local", ".internal")))
    return not is_outside(place, allowed=allowed)
