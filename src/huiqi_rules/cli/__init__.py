"""The command line: `huiqi rules check | test | assess | run | dmn | demo`; needs no database and no server."""

from __future__ import annotations

from huiqi_rules.cli.commands import build_parser, main

__all__ = ["build_parser", "main"]
