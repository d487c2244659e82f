"""Claims (兑现事项): what one company gets under one clause, and every step on the way."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huiqi.casework.domain.claims.credit import Credit
from huiqi.casework.domain.claims.states import ENDED, State
from huiqi.casework.models.claims.rounds import Round


class Claim(models.Model):
    """One company under one clause: the amount, the facts as they stood, where it stands, and who decided."""

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="claims")
    company = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="+")
    # The clause and the year, as in the round: what a company has once.
    policy = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    # The name as it stood, and the place in the declared order.
    name = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=18, blank=True)
    park = models.CharField(max_length=200, blank=True)
    place = models.PositiveIntegerField()
    # In yuan; none until an officer sets it where the clause gives a range. Both ends as the run gave them.
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    # What each payer of the round bears of the amount, in their order; none where one line pays all, or the amount is open.
    borne = ArrayField(models.DecimalField(max_digits=18, decimal_places=2), null=True)
    # [{"limit": id, "before": yuan, "after": yuan}, …]; {"fact|period": cell} from the snapshot, credit lists too.
    adjustments = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    credit = models.CharField(max_length=10)
    credit_note = models.CharField(max_length=500, blank=True)
    exceptions = ArrayField(models.CharField(max_length=20), default=list)
    # Which claim came to nothing, so that a limit that cut this one has room again.
    freed_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # Which other claim of the company, once approved, leaves no place for this one, and under which limit.
    excluded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="excludes")
    excluded_limit = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, default=State.PROPOSED.value)
    since = models.DateTimeField()
    # Why it stands there, as its writer wrote it; what the system says, in English too.
    reason = models.CharField(max_length=1000, blank=True)
    reason_en = models.CharField(max_length=1000, blank=True)
    # Grows with every change: whoever writes has to have seen the last one.
    version = models.PositiveIntegerField(default=0)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    # For whom, where somebody stood in.
    approved_for_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    notice = models.ForeignKey("casework.Notice", null=True, on_delete=models.PROTECT, related_name="claims")
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    # The place in the order of confirming, in its round.
    queue = models.PositiveIntegerField(null=True)
    # The account that the company saw when it confirmed.
    account = models.ForeignKey("register.BankAccount", null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    # What holds it, and who took it on.
    stuck_reason = models.CharField(max_length=500, blank=True)
    stuck_owner = models.CharField(max_length=200, blank=True)
    stuck_since = models.DateTimeField(null=True)

    # Until it is paid or has come to nothing, no other record of the register may come by it (`register.services.merging`).
    ON_ITS_WAY: ClassVar[Q] = ~Q(state__in=sorted(one.value for one in (*ENDED, State.PAID)))

    class Meta:
        ordering = ("place", "id")
        indexes = (
            models.Index(fields=("round", "state", "place"), name="claim_by_round"),
            models.Index(fields=("company", "state"), name="claim_by_company"),
            models.Index(fields=("state", "since"), name="claim_by_age"),
        )
        constraints = (
            models.UniqueConstraint(fields=("round", "company"), name="claim_once_a_round"),
            models.UniqueConstraint(
                fields=("company", "policy", "clause", "year"),
                condition=~Q(state__in=sorted(one.value for one in ENDED)),
                name="claim_once_a_year",
            ),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="claim_state_known"),
            models.CheckConstraint(condition=Q(credit__in=[one.value for one in Credit]), name="claim_credit_known"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="claim_amount_positive"),
            # 750 and 699 are not 1,450 (the function is made by migration 0032).
            models.CheckConstraint(
                condition=Q(borne=None)
                | Q(amount__isnull=False, amount=models.Func(F("borne"), function="casework_sum")),
                name="claim_shares_add_up",
            ),
            # Who reviewed does not approve, whichever way the row is written.
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(reviewed_by__isnull=False) & ~Q(approved_by=F("reviewed_by")),
                name="claim_reviewer_is_not_approver",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "returned", "refused"))
                | Q(reviewed_by__isnull=False, amount__isnull=False),
                name="claim_goes_on_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "returned", "reviewed", "refused")) | Q(approved_by__isnull=False),
                name="claim_goes_on_approved",
            ),
            models.UniqueConstraint(fields=("round", "queue"), name="claim_queue_once"),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "owed", "paying", "failed", "paid"))
                | Q(confirmed_by__isnull=False, account__isnull=False),
                name="claim_owed_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "returned")) | ~Q(reason=""), name="claim_refused_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.policy}/{self.clause}"

    @property
    def why(self) -> tuple[str, str]:
        """Why it stands where it does, in Chinese and English."""
        return self.reason, self.reason_en or self.reason


class ClaimStep(models.Model):
    """One step of a claim: only added."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.claim_id} {self.act}"
