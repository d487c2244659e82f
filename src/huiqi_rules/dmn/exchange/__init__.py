"""Models of the DMN standard in and out of packs: what can be held comes over exactly, all else is told by name and place."""

from __future__ import annotations

from huiqi_rules.dmn.exchange.elements_out import EDITIONS, NEWEST
from huiqi_rules.dmn.exchange.exporting import CannotExport, Exported, export_policy
from huiqi_rules.dmn.exchange.importing import SINCE, Imported, import_model
from huiqi_rules.dmn.exchange.joining import in_the_way, joined
from huiqi_rules.dmn.exchange.left import Language, Left
from huiqi_rules.dmn.exchange.left_words import in_chinese

__all__ = [
    "EDITIONS",
    "NEWEST",
    "SINCE",
    "CannotExport",
    "Exported",
    "Imported",
    "Language",
    "Left",
    "export_policy",
    "import_model",
    "in_chinese",
    "in_the_way",
    "joined",
]
