"""Many companies for tests, with codes that check."""

from __future__ import annotations

from uuid import UUID

from huiqi.register import services
from huiqi.register.domain.credit_code import check_character
from huiqi.register.models import Organisation
from tests.cast import NOW, SYSTEM


def credit_code(number: int) -> str:
    """A code that checks, one for each number."""
    first = f"91350200M{number:08d}"
    return first + check_character(first + "0")


def add_companies(parent: Organisation, count: int, *, start: int = 0) -> list[UUID]:
    """Add companies called 企业0000, 企业0001 … and return their ids."""
    return [
        services.add_organisation(
            kind="company",
            name=f"企业{number:04d}",
            parent=parent.pk,
            credit_code=credit_code(number),
            actor=SYSTEM,
            now=NOW,
        ).pk
        for number in range(start, start + count)
    ]
