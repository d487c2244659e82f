"""Bringing sheets in: received, their columns said, checked, decided, brought in, taken back. One function, one use case."""

from __future__ import annotations

from huiqi.imports.services.allowing import CannotImport
from huiqi.imports.services.applying import apply_sheet
from huiqi.imports.services.bringing import Wishes, import_file
from huiqi.imports.services.checking import check_sheet
from huiqi.imports.services.deciding import decide_rest, decide_rows, give_up
from huiqi.imports.services.mapping import save_map
from huiqi.imports.services.reading import annotated_workbook, open_file
from huiqi.imports.services.receiving import Upload, choose_sheet, receive_sheet
from huiqi.imports.services.saying import say_columns, take_map_file
from huiqi.imports.services.starting import look_for_duplicates, start_work
from huiqi.imports.services.undoing import undo_sheet

__all__ = [
    "CannotImport",
    "Upload",
    "Wishes",
    "annotated_workbook",
    "apply_sheet",
    "check_sheet",
    "choose_sheet",
    "decide_rest",
    "decide_rows",
    "give_up",
    "import_file",
    "look_for_duplicates",
    "open_file",
    "receive_sheet",
    "save_map",
    "say_columns",
    "start_work",
    "take_map_file",
    "undo_sheet",
]
