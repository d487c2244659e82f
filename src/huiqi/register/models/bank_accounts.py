"""Accounts at banks to which companies are paid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.register.domain.bank_accounts import masked
from huiqi.register.models.organisations import Organisation


class BankAccount(models.Model):
    """An account on file: one at a time for an organisation. One that was replaced has an end; the row stays."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(max_length=200)
    bank = models.CharField(max_length=200)
    branch = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    # Who asked the company whether it is right, and how: only by those who did not put it on file.
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    checked_how = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation",), condition=Q(ended_at=None), name="bank_account_one"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(made_by=None) | ~Q(checked_by=F("made_by")),
                name="bank_account_maker_is_not_checker",
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{8,32}$"), name="bank_account_number_form"),
            models.CheckConstraint(
                condition=Q(branch="") | Q(branch__regex=r"^[0-9]{12}$"), name="bank_account_branch_form"
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} {self.masked}"

    @property
    def masked(self) -> str:
        """Return the number so that it can be recognised and not be copied."""
        return masked(self.number)
