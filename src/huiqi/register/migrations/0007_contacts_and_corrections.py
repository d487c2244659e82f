"""Contacts, evidence files, and corrections that companies ask for."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0006_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size_bytes", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=100, unique=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField(null=True)),
                ("added_by_name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_files",
                        to="register.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("duty", models.CharField(max_length=20)),
                ("position", models.CharField(blank=True, max_length=100)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("changed_at", models.DateTimeField()),
                ("changed_by_name", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="register.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("duty", "name", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duty__in", ["manager", "policy", "finance", "staffing", "technology", "other"])
                        ),
                        name="contact_duty_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contact_can_be_reached",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("period", models.CharField(blank=True, max_length=10)),
                ("state", models.CharField(max_length=20)),
                ("number", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
                ("text", models.TextField(null=True)),
                ("day", models.DateField(null=True)),
                ("truth", models.BooleanField(null=True)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decision", models.TextField(blank=True)),
                ("fact", models.UUIDField(null=True, unique=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="register.subject"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="register.evidencefile",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "indexes": [models.Index(fields=["status", "asked_at"], name="register_co_status_97701e_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("subject", "name", "period"),
                        name="correction_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="correction_closed_when_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "refused"), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_refused_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fact__isnull", False), ("status", "accepted")),
                            models.Q(models.Q(("status", "accepted"), _negated=True), ("fact", None)),
                            _connector="OR",
                        ),
                        name="correction_accepted_is_fact",
                    ),
                ],
            },
        ),
    ]
