"""The commands of an operator: `huiqi serve | worker | migrate | doctor`; `huiqi rules …` goes to the engine alone.

Nothing here imports Django before it is known which command is wanted, and that it needs it.
"""

from __future__ import annotations

from huiqi.site.commands.entry import build_parser, main

__all__ = ["build_parser", "main"]
