"""A register of an invented zone, made from a seed: realistic companies with realistic dirt, for `make run` and tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from huiqi_rules.report.demonstration.companies import DEMO_DAY
from huiqi_rules.report.demonstration.making import DEMO_COMPANIES, DEMO_SEED, DemoRegister, make_demo_register

# What the invented zone decided where the sources are silent: a run passes it on as its figures.
DEMO_FIGURES: Final = {"quality_award_pass_mark": Decimal(85)}

__all__ = ["DEMO_COMPANIES", "DEMO_DAY", "DEMO_FIGURES", "DEMO_SEED", "DemoRegister", "make_demo_register"]
