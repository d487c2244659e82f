"""All addresses of the site with their doors, and how they are filled in and opened."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huiqi.ui.doors import Door

# Pages of libraries that guard themselves; each is tried in a test of its own.
GUARDED_ELSEWHERE = ("api/", "language")
# An identifier that nothing has.
NOBODY = "01900000-0000-7000-8000-000000000000"
_PLACE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_VALUES = {"uuid": NOBODY, "int": "1", "slug": "none", "str": "none", "path": "none", None: "none"}
# What differs each time a page is made.
_FLEETING = re.compile(r'name="(?:csrfmiddlewaretoken|ticket)" value="[^"]+"|"X-CSRFToken": "[^"]+"|nonce="[^"]+"')


@dataclass(frozen=True)
class Route:
    """One address with its door."""

    pattern: str
    door: Door | None

    @property
    def takes(self) -> list[str]:
        """The names of the places that take an identifier: any UUID, or a number that comes first."""
        places = list(_PLACE.finditer(self.pattern)) if "^" not in self.pattern else []
        return [
            place["name"]
            for place in places
            if place["kind"] == "uuid" or (place["kind"] == "int" and place is places[0])
        ]

    @property
    def takes_number(self) -> bool:
        return "<int:" in self.pattern.split(">")[0]

    def at(self, **values: object) -> str:
        """The address with these values in its places; in the others an identifier of nothing, a word or a number."""

        def value(found: re.Match[str]) -> str:
            return str(values.get(found["name"], _VALUES[found["kind"]]))

        # An expression of the library's that holds a secret key is opened without one.
        return "/" + (_PLACE.sub(value, self.pattern) if "^" not in self.pattern else self.pattern.split("^")[0])


def own_routes() -> list[Route]:
    found = walked(get_resolver().url_patterns)
    return [
        Route(address, getattr(one.callback, "door", None))
        for address, one in found
        if not address.startswith(GUARDED_ELSEWHERE)
    ]


def api_addresses() -> list[str]:
    """The addresses of the API, with `<id>` where an identifier goes."""
    found = {address for address, _ in walked(get_resolver().url_patterns) if address.startswith("api/")}
    return sorted(f"/{_PLACE.sub('<id>', address)}" for address in found)


def walked(patterns: list[URLPattern | URLResolver], before: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += walked(one.url_patterns, address)
        else:
            found.append((address, one))
    return found


@dataclass(frozen=True)
class Answer:
    """What came: the status, and all text in it, of pages, of files and of where one is sent."""

    status: int
    text: str


def opened(client: Client, address: str, **asked: str) -> Answer:
    response: Any = client.get(address, asked)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(content)) as book:
            parts = sorted(name for name in book.namelist() if name.startswith("xl/"))
            text = "\n".join(book.read(name).decode() for name in parts)
    else:
        text = content.decode(errors="replace")
    return Answer(response.status_code, unescape(_FLEETING.sub("", f"{text}\n{response.headers.get('Location', '')}")))
