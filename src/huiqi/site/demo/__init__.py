"""An invented zone to look around in: companies with three years of facts, people of every role, and something due in every list.

Everything in it is invented and follows from the seed; only the log-ins are random.
"""

from __future__ import annotations

from huiqi.site.demo.making import LogIn, is_made, make_demo, new_log_ins

__all__ = ["LogIn", "is_made", "make_demo", "new_log_ins"]
