"""What happens when many come at once, and when things are killed."""

from __future__ import annotations

import os

# In the night as often as it was promised; each day a few times.
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
