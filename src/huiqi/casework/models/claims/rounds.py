"""Rounds (发放批次): one clause of a finished run on its way from decision to money."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.claims.order import Order
from huiqi.casework.models.runs import Run


class Round(models.Model):
    """A clause of a run, frozen: what decided, on which facts, of which day, and the terms that count for its claims."""

    id = models.UUIDField(primary_key=True)
    # Whose money and whose rules; where the run was made over.
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    scope = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="rounds")
    policy = models.CharField(max_length=200)
    version = models.CharField(max_length=100)
    clause = models.CharField(max_length=200)
    policy_zh = models.TextField()
    policy_en = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    # No payout without the article that promises it.
    article = models.TextField()
    delivery = models.CharField(max_length=20)
    pack_hash = models.CharField(max_length=64)
    snapshot_digest = models.CharField(max_length=64)
    day = models.DateField()
    # In working days; no notice where the clause asks for none.
    notice_days = models.PositiveSmallIntegerField(null=True)
    confirm_days = models.PositiveSmallIntegerField()
    pay_days = models.PositiveSmallIntegerField(null=True)
    order = models.CharField(max_length=20, default=Order.LISTED.value)
    # The line of the budget that pays (an identifier of the ledger's), once finance has named it; of shared awards each payer has one.
    line = models.UUIDField(null=True)
    # Of the run under this clause, when it was compared.
    met = models.PositiveIntegerField()
    not_met = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    had_already = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("run", "policy", "clause"), name="round_once"),
            models.CheckConstraint(condition=~Q(article=""), name="round_has_article"),
            models.CheckConstraint(condition=Q(order__in=[one.value for one in Order]), name="round_order_known"),
            models.CheckConstraint(condition=Q(asked__lte=F("unknown")), name="round_asks_unknown"),
        )

    def __str__(self) -> str:
        return f"{self.policy}/{self.clause} {self.day}"


class RoundPayer(models.Model):
    """Who bears a part of each award of a round, in the order of the clause, and out of which line of the budget.

    `share` is the part of every award; none where each award says an amount of its own.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="payers")
    place = models.PositiveSmallIntegerField()
    # As the rules call it: "city", "zone".
    code = models.CharField(max_length=50)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    share = models.DecimalField(max_digits=36, decimal_places=34, null=True)
    line = models.UUIDField(null=True)

    class Meta:
        ordering = ("round", "place")
        constraints = (
            models.UniqueConstraint(fields=("round", "place"), name="round_payer_place_once"),
            # Each pays out of its own budget.
            models.UniqueConstraint(fields=("round", "line"), name="round_payer_line_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="round_payer_share_is_part"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.code}"

    @property
    def name(self) -> tuple[str, str]:
        """Its name in Chinese and English."""
        return self.zh, self.en
