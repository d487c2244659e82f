"""An invented zone to look around in: companies with three years of facts, people of every role, and something due in every list.

Everything in it is invented and follows from the seed; only the log-ins are random.
"""

from __future__ import annotations

from huiqi.site.demo.log_ins import LogIn, new_log_ins
from huiqi.site.demo.making import is_made, make_demo

__all__ = ["LogIn", "is_made", "make_demo", "new_log_ins"]
