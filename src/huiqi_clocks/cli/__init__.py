"""The commands `huiqi clock due | count | plan | calendar`: they need no database and start no web framework."""

from __future__ import annotations

from huiqi_clocks.cli.commands import build_parser as build_parser
from huiqi_clocks.cli.commands import main as main
