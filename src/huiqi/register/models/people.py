"""People, the accounts they log in with, and the roles they hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import DRAFTER_AND_APPROVER, MAKER_AND_CHECKER
from huiqi.register.models.organisations import Organisation


class Person(models.Model):
    """Somebody who acts or is known of."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=2000)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("name_key", "id")

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """What a person logs in with. It carries no right: rights are roles."""

    id = models.UUIDField(primary_key=True)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(username=Lower("username")), name="account_name_in_small_letters"),
        )

    def __str__(self) -> str:
        return self.username


class AccountLink(models.Model):
    """A link with which the holder of an account sets a password, once. The table knows its digest, not the link."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    holds_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.account_id}"


def side(*roles: Role) -> Case:
    """Return 1, 2 … for the roles, nothing for others: two different numbers may not meet in one person."""
    whens = (When(role=role.value, then=Value(number)) for number, role in enumerate(roles, start=1))
    return Case(*whens, default=None, output_field=models.SmallIntegerField())


def never_together(name: str, column: str) -> ExclusionConstraint:
    """Return the constraint: no person holds, at the same time, two roles with different numbers in the column."""
    return ExclusionConstraint(
        name=name,
        expressions=(
            ("person", RangeOperators.EQUAL),
            (column, RangeOperators.NOT_EQUAL),
            ("period", RangeOperators.OVERLAPS),
        ),
        condition=Q(**{f"{column}__isnull": False}),
    )


class RoleGrant(models.Model):
    """A person holds a role for an organisation, and all below it, for a time."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    period = DateTimeRangeField()
    # For an agent, the company's recorded consent: where the signed paper or file is kept, and what it allows.
    consent = models.CharField(max_length=200, blank=True)
    scope = models.TextField(blank=True)

    policy_side = models.GeneratedField(
        expression=side(*DRAFTER_AND_APPROVER), output_field=models.SmallIntegerField(null=True), db_persist=True
    )
    money_side = models.GeneratedField(
        expression=side(*MAKER_AND_CHECKER), output_field=models.SmallIntegerField(null=True), db_persist=True
    )
    administrator_side = models.GeneratedField(
        expression=Case(
            When(role=Role.ADMINISTRATOR.value, then=Value(1)),
            default=Value(2),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="grant_role_known"),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="grant_begins"),
            models.CheckConstraint(
                condition=~Q(role=Role.COMPANY_AGENT.value) | ~Q(consent="") & Q(period__endswith__isnull=False),
                name="grant_agent_has_ending_consent",
            ),
            never_together("grant_drafter_or_approver", "policy_side"),
            never_together("grant_maker_or_checker", "money_side"),
            never_together("grant_administrator_alone", "administrator_side"),
            ExclusionConstraint(
                name="grant_once",
                expressions=(
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
