"""Orders paid on their outcome (按结果付费): what was promised at most, what came of it, and who said so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.outcomes.states import Stage


class OutcomeOrder(models.Model):
    """What a payee is to bring about under a clause, for how much at most; nothing is owed before the outcome is confirmed."""

    id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    # Who is paid: a school, a laboratory, a company.
    payee = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="outcome_orders")
    # The company that ordered it, where one did.
    orderer = models.ForeignKey("register.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    policy = models.CharField(max_length=200)
    version = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    policy_zh = models.CharField(max_length=300)
    policy_en = models.CharField(max_length=300)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    article = models.CharField(max_length=500)
    # The rules as they were published when it was promised decide on its outcome too.
    pack_hash = models.CharField(max_length=64)
    line = models.UUIDField()
    # What is promised, and what came: {"fact|period": [kind, text]}, as answers are kept.
    promised = models.JSONField()
    expected_on = models.DateField()
    # In yuan: for the whole of what is promised; and for what came.
    most = models.DecimalField(max_digits=18, decimal_places=2)
    outcome = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    stage = models.CharField(max_length=10, default=Stage.ENTERED.value)
    since = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True)
    # Grows with every change: whoever acts has to have seen the last one.
    changes = models.PositiveIntegerField(default=0)
    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    reported_by = models.UUIDField(null=True)
    reported_by_name = models.CharField(max_length=200, blank=True)
    # The day as of which the outcome was worked out.
    reported_on = models.DateField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    paid_by = models.UUIDField(null=True)
    paid_by_name = models.CharField(max_length=200, blank=True)
    # What the bank calls the payment.
    payment = models.CharField(max_length=200, blank=True)
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=200, blank=True)

    # Until it is paid or has come to nothing, no other record of the register may come by it (`register.services.merging`).
    ON_ITS_WAY: ClassVar[Q] = ~Q(stage__in=("paid", "refused", "ended"))

    class Meta:
        ordering = ("-entered_at", "-id")
        indexes = (
            models.Index(fields=("payee", "stage"), name="outcome_order_of_payee"),
            models.Index(fields=("zone", "stage"), name="outcome_order_of_zone"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=[one.value for one in Stage]), name="outcome_order_stage_known"
            ),
            models.CheckConstraint(condition=Q(most__gt=0, most__lt=10**16), name="outcome_order_promises_money"),
            models.CheckConstraint(condition=~Q(article=""), name="outcome_order_has_article"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("entered_by")),
                name="outcome_order_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(reported_by__isnull=False) & ~Q(confirmed_by=F("reported_by")),
                name="outcome_order_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(paid_by__isnull=False) & ~Q(checked_by=F("paid_by")),
                name="outcome_order_payment_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=("promised", "reported", "owed", "paying", "paid"))
                | Q(approved_by__isnull=False),
                name="outcome_order_goes_on_approved",
            ),
            # Nothing is owed, much less paid, before somebody else has confirmed what came.
            models.CheckConstraint(
                condition=~Q(stage__in=("owed", "paying", "paid"))
                | Q(confirmed_by__isnull=False, amount__gt=0, amount__lte=F("most")),
                name="outcome_order_owed_on_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(stage="paid") | Q(checked_by__isnull=False), name="outcome_order_paid_is_checked"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def cause(self) -> str:
        """What the ledger knows it by."""
        return f"outcome/{self.pk}"


class OutcomeFile(models.Model):
    """A file that proves what came of an order; those of a report that went back stay."""

    order = models.ForeignKey(OutcomeOrder, on_delete=models.PROTECT, related_name="files")
    evidence = models.ForeignKey("register.EvidenceFile", on_delete=models.PROTECT, related_name="+")
    # Which report it came with, by the order's number of changes.
    report = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.order_id} {self.evidence_id}"


class OutcomeStep(models.Model):
    """One thing that was done with an order: only added."""

    order = models.ForeignKey(OutcomeOrder, on_delete=models.PROTECT, related_name="steps")
    doing = models.CharField(max_length=10)
    stage = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.order_id} {self.doing}"
