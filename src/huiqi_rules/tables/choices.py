"""Cells that choose: yes or no, one of the options, several of them."""

from __future__ import annotations

import difflib
import re
from typing import Final

from huiqi_rules.tables.columns import ColumnType, Problem, problem
from huiqi_rules.tables.numerals import fold

_TRUE: Final = frozenset({"是", "有", "y", "yes", "true", "t", "1", "√", "✓", "✔"})
_FALSE: Final = frozenset({"否", "无", "没有", "n", "no", "false", "f", "0", "×", "✗", "✘"})
_SEPARATOR: Final = re.compile(r"[,、;|/\n]|，|；")


def read_truth(text: str) -> bool | Problem | None:
    """Return True, False, or a problem for a folded text; "不适用" is no answer to a yes-or-no question."""
    token = text.lower()
    if token in _TRUE:
        return True
    if token in _FALSE:
        return False
    return problem("not-yes-or-no", shown=text)


def read_choice(text: str, column: ColumnType) -> str | tuple[str, ...] | Problem:
    """Return the option (or, for a set, the options in their declared order) that a folded text names."""
    names = _names(column)
    whole = names.get(_key(text))
    if column.kind == "enum":
        return whole if whole is not None else _not_an_option(text, column)
    if whole is not None:
        return (whole,)
    chosen: set[str] = set()
    for part in _SEPARATOR.split(text):
        if not part.strip():
            continue
        option = names.get(_key(part))
        if option is None:
            return _not_an_option(part.strip(), column)
        chosen.add(option)
    return tuple(option for option in column.options if option in chosen)


def _names(column: ColumnType) -> dict[str, str]:
    labels = {_key(label): option for option, label in column.labels.items()}
    return labels | {_key(option): option for option in column.options}


def _key(text: str) -> str:
    return "".join(fold(text).split()).casefold()


def _not_an_option(text: str, column: ColumnType) -> Problem:
    shown = [column.labels.get(option, option) for option in column.options]
    near = difflib.get_close_matches(text[:60], shown, n=2, cutoff=0.5)
    hint = f": {', '.join(near)}?" if near else ""
    return problem("not-an-option", shown=text, options="、".join(shown), near=hint)
