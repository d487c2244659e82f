"""Reading imports: what an actor may see of them, the file, what its columns mean, and what it would do."""

from __future__ import annotations

from huiqi.imports.queries.reach import (
    SEE_IMPORTS,
    CannotSeeImport,
    changes,
    faults,
    imports,
    rows,
    sheet_import,
    source,
    sources,
)

__all__ = [
    "SEE_IMPORTS",
    "CannotSeeImport",
    "changes",
    "faults",
    "imports",
    "rows",
    "sheet_import",
    "source",
    "sources",
]
