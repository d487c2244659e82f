"""Opening pages in tests: their text, and how many questions they ask the database."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text(client: Client, address: str, status: int = 200) -> str:
    """The page, which has to come with the status."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def questions(client: Client, address: str) -> int:
    """How many questions a page asks once the session is known."""
    text(client, address)
    with CaptureQueriesContext(connection) as asked:
        text(client, address)
    return len(asked)
