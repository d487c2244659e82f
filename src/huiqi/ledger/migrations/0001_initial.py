"""Lines with their accounts, and what is promised on them."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Payer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("name_zh", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "name_zh"), name="payer_once"),
                    models.CheckConstraint(condition=models.Q(("name_zh", ""), _negated=True), name="payer_has_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("within", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                (
                    "kind",
                    models.CharField(
                        choices=[("line", "line"), ("pool", "pool"), ("ceiling", "ceiling"), ("fund", "fund")],
                        max_length=10,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("code", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_by_name", models.CharField(max_length=200)),
                (
                    "pool",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="drawing", to="ledger.line"
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.payer"
                    ),
                ),
            ],
            options={
                "ordering": ("-year", "title_zh", "id"),
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ceiling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covering", to="ledger.line"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="ledger.line"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("line", "ceiling"), name="cover_once"),
                    models.CheckConstraint(
                        condition=models.Q(("line", models.F("ceiling")), _negated=True), name="cover_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
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
                ("balance", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="ledger.line"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("line", "state"), name="account_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["set", "free", "reserved", "committed", "payable", "paid"])),
                        name="account_state_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("balance__gte", 0)), name="account_not_below_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cause", models.CharField(max_length=100)),
                ("party", models.UUIDField(null=True)),
                ("reserved", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("committed", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("payable", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("paid", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("since", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="ledger.line",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["cause"], name="obligation_cause"),
                    models.Index(
                        condition=models.Q(("party__isnull", False)), fields=["party", "id"], name="obligation_party"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "cause"), name="obligation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed__gte", 0), ("paid__gte", 0), ("payable__gte", 0), ("reserved__gte", 0)
                        ),
                        name="obligation_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="line",
            index=django.contrib.postgres.indexes.GinIndex(fields=["within"], name="line_within"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["zone", "year", "code"], name="line_of_year"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["line", "pool", "ceiling", "fund"])), name="line_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "fund"), ("year", None)),
                    models.Q(models.Q(("kind", "fund"), _negated=True), ("year__range", (1978, 2200))),
                    _connector="OR",
                ),
                name="line_has_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("pool", None), ("kind", "line"), _connector="OR"), name="line_draws"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("within__contains", [models.F("zone")])), name="line_within_zone"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title_zh", ""), _negated=True), models.Q(("code", ""), _negated=True)),
                name="line_has_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                fields=("zone", "year", "kind", "code", "payer"), name="line_once", nulls_distinct=False
            ),
        ),
    ]
