"""Packs: a folder of YAML that holds dated policies as rules. Read, validated and tested here."""

from __future__ import annotations

from huiqi_rules.packs.loading import Loaded, bundled_folder, load_pack, load_pack_or_raise, load_packs

__all__ = ["Loaded", "bundled_folder", "load_pack", "load_pack_or_raise", "load_packs"]
