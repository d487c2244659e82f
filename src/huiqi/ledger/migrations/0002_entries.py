"""Entries and their transfers."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("key", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("total", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ("note", models.TextField(blank=True)),
                ("maker", models.UUIDField()),
                ("checker", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["zone", "-id"], name="entries_of_zone")],
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "key"), name="entry_key_once"),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="entry_has_key"),
                    models.CheckConstraint(
                        condition=models.Q(("maker", models.F("checker")), _negated=True),
                        name="entry_maker_not_checker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total", None), ("total__gt", 0), _connector="OR"),
                        name="entry_total_above_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("set", "set"),
                            ("cut", "cut"),
                            ("draw_in", "draw_in"),
                            ("draw_out", "draw_out"),
                            ("reserve", "reserve"),
                            ("release", "release"),
                            ("commit", "commit"),
                            ("cancel", "cancel"),
                            ("owe", "owe"),
                            ("waive", "waive"),
                            ("pay", "pay"),
                            ("bounce", "bounce"),
                            ("return", "return"),
                            ("correct", "correct"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("set", "set"),
                            ("free", "free"),
                            ("reserved", "reserved"),
                            ("committed", "committed"),
                            ("payable", "payable"),
                            ("paid", "paid"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("set", "set"),
                            ("free", "free"),
                            ("reserved", "reserved"),
                            ("committed", "committed"),
                            ("payable", "payable"),
                            ("paid", "paid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("cause", models.CharField(max_length=100)),
                ("party", models.UUIDField(null=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="ledger.transfer",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="ledger.entry"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="ledger.line",
                    ),
                ),
                (
                    "mirrors",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mirrored",
                        to="ledger.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["line", "id"], name="transfers_of_line"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["cause"], name="transfers_of_cause"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("party__isnull", False)), fields=["party", "id"], name="transfers_of_party"
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("corrects__isnull", False)), fields=["corrects"], name="transfers_correcting"
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("mirrors__isnull", False)), fields=["mirrors"], name="transfers_mirroring"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lt", 10000000000000000)), name="transfer_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="transfer_moves"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects__isnull", False), ("step", "correct")),
                    models.Q(("corrects", None), ("source", "set"), ("step", "set"), ("target", "free")),
                    models.Q(("corrects", None), ("source", "free"), ("step", "cut"), ("target", "set")),
                    models.Q(("corrects", None), ("source", "set"), ("step", "draw_in"), ("target", "free")),
                    models.Q(("corrects", None), ("source", "free"), ("step", "draw_out"), ("target", "set")),
                    models.Q(("corrects", None), ("source", "free"), ("step", "reserve"), ("target", "reserved")),
                    models.Q(("corrects", None), ("source", "reserved"), ("step", "release"), ("target", "free")),
                    models.Q(("corrects", None), ("source", "reserved"), ("step", "commit"), ("target", "committed")),
                    models.Q(("corrects", None), ("source", "committed"), ("step", "cancel"), ("target", "free")),
                    models.Q(("corrects", None), ("source", "committed"), ("step", "owe"), ("target", "payable")),
                    models.Q(("corrects", None), ("source", "payable"), ("step", "waive"), ("target", "free")),
                    models.Q(("corrects", None), ("source", "payable"), ("step", "pay"), ("target", "paid")),
                    models.Q(("corrects", None), ("source", "paid"), ("step", "bounce"), ("target", "payable")),
                    models.Q(("corrects", None), ("source", "paid"), ("step", "return"), ("target", "free")),
                    _connector="OR",
                ),
                name="transfer_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause", ""), _negated=True), name="transfer_has_cause"
            ),
        ),
    ]
