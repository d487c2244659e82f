"""Facts that the register itself needs, whatever a pack asks for: by them two records are seen to be one company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEGAL_PERSON: Final = "legal_person"
ADDRESS: Final = "registered_address"

# Name, Chinese, English; all are texts without period.
OWN_FACTS: Final[Mapping[str, tuple[str, str]]] = {
    LEGAL_PERSON: ("法定代表人", "Legal representative"),
    ADDRESS: ("注册地址", "Registered address"),
}
