"""The facts of one subject from a JSON file: every mistake is told at once, numbers stay exact, a code is no number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from huiqi_rules.check.scope import fact_names
from huiqi_rules.cli.opening import CannotOpen, OpenPack
from huiqi_rules.core.diagnostics import Diagnostic, excerpt
from huiqi_rules.core.echo import echo
from huiqi_rules.core.spans import Place
from huiqi_rules.model.decision import FactValue
from huiqi_rules.packs.given import read_given

_BYTES_MAX: Final = 16_000_000
_TABLES: Final = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".parquet"})


def read_facts(path: Path, pack: OpenPack, policy_id: str) -> dict[str, FactValue]:
    """Return facts by id; raise `CannotOpen` with every mistake, a line each."""
    twice: list[str] = []
    raw = _parsed(path, _text(path), twice)
    if not isinstance(raw, Mapping):
        raise CannotOpen(f'{path}: an object of facts is needed, like {{"职工总数": 100}}')
    rulebook = pack.checked.rulebook
    names = fact_names(rulebook, rulebook.policies[policy_id])
    values, mistakes = read_given(raw, rulebook.facts, names)
    said = [*(f"{echo(name)} is given twice; keep one of the two" for name in twice), *map(str, mistakes)]
    if said:
        raise CannotOpen("\n".join(f"{path}: {one}" for one in said))
    return values


def _text(path: Path) -> str:
    if path.suffix.lower() in _TABLES:
        raise CannotOpen(f"{path}: the facts of one subject are needed, as JSON; `huiqi rules run` assesses a table")
    try:
        with path.open("rb") as stream:
            data = stream.read(_BYTES_MAX + 1)
    except OSError as error:
        raise CannotOpen(f"{echo(str(path), 300)}: {error.strerror}") from None
    if len(data) > _BYTES_MAX:
        raise CannotOpen(f"{path}: more than {_BYTES_MAX:,} bytes; the facts of one subject are needed")
    if not data.strip():
        raise CannotOpen(f'{path}: the file is empty; write facts into it, like {{"职工总数": 100}}')
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotOpen(f"{path}: not UTF-8 text; save it as UTF-8") from None


def _parsed(path: Path, text: str, twice: list[str]) -> object:
    def without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in pairs:
            if name in found:
                # Which of the two is meant cannot be told.
                twice.append(name)
            found[name] = value
        return found

    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=without_doubles)
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1].rstrip("\r")
        place = Place(str(path), error.lineno, error.colno)
        said = Diagnostic("json-syntax", place, f"not readable as JSON: {error.msg}", "Check quotes, commas and brackets.",
                          excerpt(line, error.colno))  # fmt: skip
        raise CannotOpen(str(said)) from None
    except RecursionError:
        raise CannotOpen(f"{path}: not readable as JSON: nested too deeply") from None
