"""Reading imports: what an actor may see of them, the file, what its columns mean, and what it would do."""

from __future__ import annotations

from huiqi.imports.queries.columns_page import columns_page
from huiqi.imports.queries.doubts import doubts, open_doubts
from huiqi.imports.queries.pair_page import pair_page
from huiqi.imports.queries.reach import SEE_IMPORTS, changes, faults, imports, rows, sheet_import, sources
from huiqi.imports.queries.sheet_page import receiving_page, sheet_page
from huiqi.imports.queries.source_page import fact_names, source_page, version_in_yaml

__all__ = [
    "SEE_IMPORTS",
    "changes",
    "columns_page",
    "doubts",
    "fact_names",
    "faults",
    "imports",
    "open_doubts",
    "pair_page",
    "receiving_page",
    "rows",
    "sheet_import",
    "sheet_page",
    "source_page",
    "sources",
    "version_in_yaml",
]
