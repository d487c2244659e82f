"""The records of the gate, which are only ever added."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
create trigger gaterecord_keeps before update or delete on rulebook_gaterecord
    for each row execute function kernel_refuse_change();
create trigger gaterecord_keeps_all before truncate on rulebook_gaterecord
    for each statement execute function kernel_refuse_change();
"""
NO_GUARDS = """
drop trigger gaterecord_keeps_all on rulebook_gaterecord;
drop trigger gaterecord_keeps on rulebook_gaterecord;
"""


class Migration(migrations.Migration):
    """Makes the table."""

    dependencies = [
        ("rulebook", "0003_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="GateRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "gate",
                    models.CharField(
                        choices=[
                            ("self_review", "self_review"),
                            ("expert_opinion", "expert_opinion"),
                            ("procedure_check", "procedure_check"),
                            ("legal_basis", "legal_basis"),
                            ("fair_competition", "fair_competition"),
                            ("approval", "approval"),
                        ],
                        max_length=30,
                    ),
                ),
                ("outcome", models.CharField(choices=[("passed", "passed"), ("refused", "refused")], max_length=20)),
                ("given_by", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("document", models.CharField(blank=True, max_length=400)),
                ("digest", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
                ("recorded_by_name", models.CharField(max_length=200)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="rulebook.draft"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gate__in",
                                [
                                    "self_review",
                                    "expert_opinion",
                                    "procedure_check",
                                    "legal_basis",
                                    "fair_competition",
                                    "approval",
                                ],
                            )
                        ),
                        name="gate_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["passed", "refused"])), name="gate_outcome_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="gate_says_something"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
