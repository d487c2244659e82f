"""The tables of imports, one subject a file. Only this part imports them."""

from __future__ import annotations

from huiqi.imports.models.rows import SheetChange, SheetEffect, SheetFault, SheetReading, SheetRow
from huiqi.imports.models.sheets import MapVersion, SheetFile, SheetImport, Source

__all__ = [
    "MapVersion", "SheetChange", "SheetEffect", "SheetFault", "SheetFile", "SheetImport", "SheetReading", "SheetRow", "Source",
]  # fmt: skip
