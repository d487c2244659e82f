"""How an audit pack is laid out: names of its files, canonical JSON, the manifest. docs/reference/audit-pack-format.md tells it in full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

# 1 named its files in the index, had no list of contents and no part about applications, scores and what came after payment.
FORMAT: Final = 2
MANIFEST, MANIFEST_HASH = "manifest.json", "manifest.sha256"
INDEX, INDEX_STYLE, INDEX_PDF = "index.html", "index.css", "index.pdf"
README, CONTENTS, LIST, TRAIL_PAGE = "README.txt", "contents.html", "claims.xlsx", "trail.html"
ABOUT, BATCHES, NOTICES, TRAIL = "about.json", "batches.json", "notices.json", "trail.jsonl"
CLAIMS, PAGES, RULES, EVIDENCE = "claims/", "pages/", "rules/", "evidence/"
CLAIMS_A_FILE: Final = 500
CLAIMS_A_PAGE: Final = 100
# Files handed in that a pack carries at most: what a machine can unpack, and the verifier reads.
FILES_MOST: Final = 40_000
FILES_BYTES_MOST: Final = 1 << 30


def canonical(value: object) -> bytes:
    """Return a value as JSON in its one form: UTF-8, keys in order, an item a line, a line feed at the end."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def line(value: object) -> bytes:
    """Return a value as one line of canonical JSON."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a content."""
    return sha256(content).hexdigest()


def manifest(files: Mapping[str, tuple[int, str]], *, made: Mapping[str, Any]) -> bytes:
    """Return the manifest of files, by name their size in bytes and SHA-256; `made` alone differs from one making to the next."""
    listed = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in files.items()}
    return canonical({"format": FORMAT, "files": listed, "made": dict(made)})


def claims_file(number: int) -> str:
    """Return the name of a file of claims; the first has number 1."""
    return f"{CLAIMS}{number:05}.jsonl"


def names_files(format: int) -> str:
    """Return the page that names all files of a pack of a format."""
    return INDEX if format == 1 else CONTENTS


def page_file(number: int) -> str:
    """Return the name of a page of claims; the first has number 1."""
    return f"{PAGES}{number:05}.html"
