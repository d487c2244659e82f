"""Awards that several pay: a line of the budget for each payer of a round, and what each of them bears of a claim."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

SUM = """
create function casework_sum(numeric[]) returns numeric language sql immutable strict as
$$ select case when bool_and(coalesce(one >= 0, false)) then sum(one) else -1 end from unnest($1) as one $$;
"""
NO_SUM = "drop function casework_sum(numeric[]);"
# As the amount itself (migration 0023).
STAYS = """
create trigger borne_stays before update on casework_claim for each row
when (old.state <> 'proposed' and old.borne is distinct from new.borne) execute function casework_stays('decided');
"""
NO_STAYS = "drop trigger borne_stays on casework_claim;"


class Migration(migrations.Migration):
    """Adds payers to rounds and shares to claims; a clause of the list names a line for each payer."""

    dependencies = [("casework", "0031_claims_bound_to_another")]

    operations = [
        migrations.AddField(model_name="runclause", name="payers", field=models.JSONField(default=list)),
        migrations.AddField(model_name="runclause", name="borne", field=models.JSONField(default=dict)),
        migrations.CreateModel(
            name="RoundPayer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=50)),
                ("zh", models.CharField(max_length=200)),
                ("en", models.CharField(max_length=200)),
                ("share", models.DecimalField(decimal_places=34, max_digits=36, null=True)),
                ("line", models.UUIDField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payers", to="casework.round"
                    ),
                ),
            ],
            options={
                "ordering": ("round", "place"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "place"), name="round_payer_place_once"),
                    models.UniqueConstraint(fields=("round", "line"), name="round_payer_line_once"),
                    models.CheckConstraint(
                        condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="round_payer_share_is_part"
                    ),
                ],
            },
        ),
        migrations.RunSQL(SUM, NO_SUM),
        migrations.AddField(
            model_name="claim",
            name="borne",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DecimalField(decimal_places=2, max_digits=18), null=True, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=Q(borne=None)
                | Q(amount__isnull=False, amount=models.Func(F("borne"), function="casework_sum")),
                name="claim_shares_add_up",
            ),
        ),
        migrations.RunSQL(STAYS, NO_STAYS),
        migrations.AlterField(model_name="listedclause", name="line", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="listedclause",
            name="lines",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "update casework_listedclause set lines = array[line]; set constraints all immediate;",
            "update casework_listedclause set line = lines[1]; set constraints all immediate;",
        ),
        migrations.RemoveField(model_name="listedclause", name="line"),
    ]
