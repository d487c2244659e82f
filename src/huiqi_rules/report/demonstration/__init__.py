"""A register of an invented zone, made from a seed: realistic companies with realistic dirt, for `make run` and tests."""

from __future__ import annotations

from huiqi_rules.report.demonstration.companies import DEMO_DAY
from huiqi_rules.report.demonstration.making import DEMO_COMPANIES, DEMO_SEED, DemoRegister, make_demo_register

__all__ = ["DEMO_COMPANIES", "DEMO_DAY", "DEMO_SEED", "DemoRegister", "make_demo_register"]
