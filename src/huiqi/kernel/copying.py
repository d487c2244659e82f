"""Many rows into a table at once, by PostgreSQL's COPY within the transaction at hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, JSONField, Model

from huiqi.kernel.planner import count_after

_ROWS_AT_ONCE = 2_000
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Put rows into a table and return how many; constraints and triggers hold as for any insert, and raise IntegrityError.

    Nothing may ask the database while it takes the rows, an iterable that makes them included.
    Cells are None, texts, numbers, days, moments, truths, identifiers, or lists of texts, identifiers or amounts.
    """
    return copy_lines(table, columns, ("\t".join(map(written, row)) + "\n" for row in rows))


def copy_models(objects: Sequence[Model]) -> int:
    """Put objects of one model into its table and return how many: as `bulk_create` does, in a fraction of its time.

    Each brings its key, or the database gives it one that the object is not told.
    """
    if not objects:
        return 0
    model = type(objects[0])._meta  # noqa: SLF001  # Django's own way to ask
    fields = [one for one in model.concrete_fields if not (one.primary_key and objects[0].pk is None)]
    rows = ([cell(one, getattr(row, one.attname)) for one in fields] for row in objects)
    # Every one of them has a column.
    return copy_rows(model.db_table, [one.column for one in fields if one.column], rows)


def cell(field: Field[Any, Any], value: object) -> object:
    """Return what a field holds as `copy_rows` takes it."""
    if isinstance(field, JSONField) and value is not None:
        return json.dumps(value, cls=field.encoder, ensure_ascii=False)
    return value


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> int:
    """Put rows into a table that are written already: cells by `written` with tabs between them, and a line's end."""
    assert connection.in_atomic_block, f"rows of {table} are copied outside of a transaction: half of them could stand"
    names = ", ".join(f'"{name}"' for name in columns)
    count = 0
    left = iter(lines)
    # Django makes its own errors of psycopg's in all but COPY.
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f'copy "{table}" ({names}) from stdin') as stream,
    ):
        while some := list(islice(left, _ROWS_AT_ONCE)):
            stream.write("".join(some))
            count += len(some)
    count_after(count)
    return count


def written(cell: object) -> str:
    """Return a cell as COPY's text format has it; TypeError for a kind that has no exact form there."""
    match cell:
        case None:
            return "\\N"
        case str():
            return cell.translate(_ESCAPED) if not cell.isprintable() or "\\" in cell else cell
        case bool():
            return "t" if cell else "f"
        case UUID() | Decimal() | int():
            return str(cell)
        case datetime() | date():
            return cell.isoformat()
        case list() | tuple():
            return "{" + ",".join(map(_part, cell)) + "}"
        case _:
            raise TypeError(f"{type(cell).__name__} cannot be copied")


def _part(part: object) -> str:
    if isinstance(part, UUID | Decimal):
        return str(part)
    assert isinstance(part, str), "only lists of texts, identifiers and amounts are copied"
    if part.isalnum() and part.casefold() != "null":
        return part
    quoted = part.replace("\\", "\\\\").replace('"', '\\"')
    return written(f'"{quoted}"')
