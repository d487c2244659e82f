"""Declarations of the functions that every expression may call: names, parameters, results, docs and examples.

Nothing here computes. The parser needs the names that hold a space, the checker the types, the manual the texts.
"""

from __future__ import annotations

from typing import Final

STANDARD_SPACED_NAMES: Final[frozenset[str]] = frozenset(
    {
        "context merge",
        "context put",
        "date and time",
        "day of week",
        "day of year",
        "distinct values",
        "ends with",
        "finished by",
        "get entries",
        "get value",
        "index of",
        "insert before",
        "list contains",
        "list replace",
        "lower case",
        "met by",
        "month of year",
        "overlaps after",
        "overlaps before",
        "round down",
        "round half down",
        "round half up",
        "round up",
        "started by",
        "starts with",
        "string join",
        "string length",
        "substring after",
        "substring before",
        "upper case",
        "week of year",
        "years and months duration",
    }
)

PACK_SPACED_NAMES: Final[frozenset[str]] = frozenset(
    {
        "contains any",
        "count of years",
        "least of years",
        "points at most",
        "round fen",
        "set size",
        "sum of years",
        "wan yuan",
        "yi yuan",
    }
)

SPACED_NAMES: Final[frozenset[str]] = STANDARD_SPACED_NAMES | PACK_SPACED_NAMES

# Properties of temporal values and ranges that hold a space (`x.time offset`).
SPACED_PROPERTIES: Final[frozenset[str]] = frozenset({"end included", "start included", "time offset"})
