"""The manual page of diagnostics, made from the declared codes and the docstrings of the validators."""

from __future__ import annotations

import inspect
from typing import Final

from huiqi_rules.packs.codes import READER_CODES
from huiqi_rules.packs.validators import VALIDATORS

_HEAD: Final = """# Diagnostics of packs

`huiqi rules check PACK` shows all mistakes of a pack at once: `file:line:column` (or `file:B17` for a cell of a sheet), the
line with a caret, what is wrong, and what to do after `->`. The code in brackets is stable. An *error* stops the pack, a
*warning* does not. The types and units of formulas are checked too; their codes (`unknown-name`, `wrong-type`,
`unit-mismatch`, `cycle` and others) are listed with all wordings in [Diagnostics](diagnostics.md).
"""


def diagnostics_page() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD, "## Reading", *(_entry((code.code,), code.finds, code.bad, code.good) for code in READER_CODES)]
    parts.append("## Validating")
    for validator in VALIDATORS:
        finds, bad, good = _sections(inspect.getdoc(validator.check) or "")
        parts.append(_entry(validator.codes, finds, bad, good))
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _entry(codes: tuple[str, ...], finds: str, bad: str, good: str) -> str:
    title = ", ".join(f"`{code}`" for code in codes)
    return f"### {title}\n\n{finds}\n\n{_example('Bad', bad)}\n\n{_example('Good', good)}"


def _example(title: str, text: str) -> str:
    lines = text.strip("\n") or "(nothing)"
    return f"{title}:\n\n```yaml\n{lines}\n```"


def _sections(docstring: str) -> tuple[str, str, str]:
    finds, _, rest = docstring.partition("\nBad:\n")
    bad, _, good = rest.partition("\nGood:\n")
    assert good, f"a validator's docstring lacks its bad or good example: {docstring[:60]}"
    return finds.strip(), _dedent(bad), _dedent(good)


def _dedent(text: str) -> str:
    return inspect.cleandoc(f"\n{text.rstrip()}")
