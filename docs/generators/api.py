"""The page of the API, from its OpenAPI description: every operation with what it takes, what it answers and may refuse."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from typing import Any

PAGE = "reference/api.md"
HEAD = """# API

Programs call `/api/v1/` with a token of a person (`Authorization: Bearer huiqi_…`; made under *Tokens for programs*). A token may do
what its person may do, within its scopes, and no more. The description for programs (OpenAPI 3.1) is at `/api/v1/openapi.json`.

Lists come in pages: `next` of one is the `cursor` of the following, and empty on the last. What changes something wants an
`Idempotency-Key`: the same call sent again with it within 90 days counts once. Refusals are `application/problem+json` (RFC 9457) with `code`,
`title`, `detail` and `detail_zh`. To be told instead of asking, see [webhooks](webhooks.md).
"""


def text() -> str:
    """Return a section for each operation, and a table for each form that is sent or answered."""
    description = described()
    forms = description["components"]["schemas"]
    parts = [HEAD]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            parts.append("\n".join(section(method, path, operation)))
    parts.append("\n## Forms\n")
    parts += ["\n".join(form(name, said)) for name, said in sorted(forms.items()) if "properties" in said]
    return "\n".join(parts)


def described() -> dict[str, Any]:
    """Return the description; Django is set up for it where that has not been done, without a database."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.site.settings")
        os.environ.setdefault("HUIQI_SECRET_KEY", secrets.token_urlsafe(64))
        django.setup()
    from huiqi.site.api import described

    return described()


def section(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    """Yield what is said of one operation."""
    yield f"\n## {operation['summary']}\n"
    yield f"`{method.upper()} {path}`\n"
    yield f"{operation.get('description', '')}\n"
    parameters = [one for one in operation.get("parameters", ()) if one["in"] != "cookie"]
    if parameters:
        yield "| parameter | in | form | meaning |\n|---|---|---|---|"
        for one in parameters:
            needed = " (needed)" if one.get("required") else ""
            meaning = one.get("description") or one["schema"].get("description", "")
            yield f"| `{one['name']}`{needed} | {one['in']} | {kind(one['schema'])} | {meaning} |"
        yield ""
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if sent:
        yield f"Sent: {kind(sent['schema'])}.\n"
    refused = []
    for status, answer in operation["responses"].items():
        if int(status) < 400:
            yield f"Answer {status}: {kind(answer['content']['application/json']['schema'])}.\n"
        else:
            refused.append(str(status))
    yield f"May be refused with {', '.join(refused)}."


def form(name: str, said: dict[str, Any]) -> Iterator[str]:
    """Yield what is said of one form."""
    yield f"\n### {name}\n"
    if said.get("description"):
        yield f"{said['description']}\n"
    yield "| field | form |\n|---|---|"
    for field, schema in said["properties"].items():
        needed = "" if field in said.get("required", ()) else " (may be left out)"
        yield f"| `{field}`{needed} | {kind(schema)} |"


def kind(schema: dict[str, Any]) -> str:
    """Return what a value is, in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " or ".join(kind(one) for one in schema[word])
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    named = schema.get("format") or schema.get("type", "anything")
    return {"null": "nothing", "date-time": "moment", "uuid": "identifier", "date": "day"}.get(named, named)
