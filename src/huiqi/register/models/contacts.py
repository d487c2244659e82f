"""Whom to speak to at an organisation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.register.domain.contacts import Duty
from huiqi.register.models.organisations import Organisation


class Contact(models.Model):
    """Somebody at an organisation, with what they are asked about. One who left has an end; the row stays."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    duty = models.CharField(max_length=20)
    position = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("duty", "name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(duty__in=[duty.value for duty in Duty]), name="contact_duty_known"),
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="contact_can_be_reached"),
        )

    def __str__(self) -> str:
        return self.name
