"""Limits that look at other claims and at the past: claims in, settled claims out.

One file per limit, one function per limit; the order stands in `order.py` and, with worked tables, in
`docs/algorithms/limits.md`. Everything here is pure, exact and three-valued: unknown is never 0 and never "no".
"""

from __future__ import annotations

from huiqi_rules.settle.order import LIMITS as LIMITS
from huiqi_rules.settle.order import settle as settle
