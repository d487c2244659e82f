"""Pages by cursor: each page says where the next begins, so that rows that come and go meanwhile neither repeat nor hide others."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from ninja import Query, Schema

from huiqi.kernel.errors import Cannot, Words

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

Cursor = Annotated[str, Query(max_length=1000, description="`next` of the page before; empty for the first page")]
Limit = Annotated[int, Query(ge=1, le=200, description="how many rows a page has at most")]


class Page(Schema, Generic[Item]):
    """A page of a list; `next` is the cursor of the page after it, empty on the last one."""

    items: list[Item]
    next: str = ""


class CannotPage(Cannot):
    """The cursor is none of ours."""

    messages: ClassVar[Mapping[str, Words]] = {
        "bad_cursor": ("游标无效，请从第一页开始。", "the cursor is none of ours: begin with the first page."),
    }


def paged(rows: QuerySet[Row], *, by: tuple[str, ...], cursor: str, limit: int) -> tuple[list[Row], str]:
    """Return the rows of a page and the cursor of the next; `by` names fields that tell every row from all others.

    Raises CannotPage.
    """
    ordered = rows.order_by(*by)
    if cursor:
        ordered = ordered.filter(after(by, opened(cursor, len(by))))
    found = list(ordered[: limit + 1])
    if len(found) <= limit:
        return found, ""
    return found[:limit], closed([str(getattr(found[limit - 1], name)) for name in by])


def after(by: tuple[str, ...], values: list[str]) -> Q:
    """Return the condition of rows that come after the one with these values."""
    condition = Q(**{f"{by[-1]}__gt": values[-1]})
    for name, value in reversed(list(zip(by[:-1], values[:-1], strict=True))):
        condition = Q(**{f"{name}__gt": value}) | Q(**{name: value}) & condition
    return condition


def closed(values: list[str]) -> str:
    """Return values as a cursor."""
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def opened(cursor: str, count: int) -> list[str]:
    """Return the values of a cursor; raises CannotPage."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise CannotPage("bad_cursor") from None
    sound = isinstance(values, list) and len(values) == count
    if not sound or not all(isinstance(one, str) and one.isprintable() for one in values):
        raise CannotPage("bad_cursor")
    return list(values)
