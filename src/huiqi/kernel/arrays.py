"""Tens of thousands of values in one condition: sent as one array, where a list of parameters would take seconds to take apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.db.models.expressions import RawSQL

_KINDS: Final[Mapping[type, str]] = {UUID: "uuid", str: "text", int: "bigint"}


def among(values: Collection[object], of: type = UUID) -> RawSQL:
    """Return what `field__in=` takes for many identifiers, or texts or whole numbers if `of` says so."""
    return RawSQL(f"select unnest(%s::{_KINDS[of]}[])", [list(values)])  # noqa: S611  # one of three words, one parameter
