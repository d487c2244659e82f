"""What people read is kept in both languages, side by side; which one is shown is decided when it is shown."""

from __future__ import annotations

# In Chinese and in English.
Pair = tuple[str, str]
