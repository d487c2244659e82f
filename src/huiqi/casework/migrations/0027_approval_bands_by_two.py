"""Bands of amounts belong to a set that one person proposed and another agreed to; what a zone had said before is its first set."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from huiqi.kernel.clock import read_clock
from huiqi.kernel.ids import new_id

ORGANISATION = "register.organisation"


def gather(apps: Any, editor: Any) -> None:
    """Make a set of the bands of each zone: in force, by nobody in particular."""
    sets, bands = (
        apps.get_model("casework", name).objects.using(editor.connection.alias) for name in ("BandSet", "ApprovalBand")
    )
    now = read_clock()
    for zone in bands.order_by("zone").values_list("zone", flat=True).distinct():
        made = sets.create(id=new_id(now), zone_id=zone, reason="", made_at=now, agreed_at=now)
        bands.filter(zone=zone).update(bands=made)


def scatter(apps: Any, editor: Any) -> None:
    """Give the bands in force their zone again; others, which no table could hold before, go."""
    sets, bands = (
        apps.get_model("casework", name).objects.using(editor.connection.alias) for name in ("BandSet", "ApprovalBand")
    )
    for zone in sets.order_by("zone").values_list("zone", flat=True).distinct():
        held = sets.filter(zone=zone, agreed_at__isnull=False).order_by("-agreed_at", "-id").first()
        if held is not None:
            bands.filter(bands=held).update(zone=zone)
    bands.filter(zone=None).delete()


class Migration(migrations.Migration):
    """Reversible: taken back, each zone keeps the bands in force."""

    dependencies = [("casework", "0026_receipts_of_old_payments"), ("register", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BandSet",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=200)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("agreed_by", models.UUIDField(null=True)),
                ("agreed_by_name", models.CharField(blank=True, max_length=200)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("dropped_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "zone",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=ORGANISATION),
                ),
            ],
            options={
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("zone",), condition=Q(agreed_at=None, dropped_at=None), name="bands_proposed_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(agreed_by=None) | ~Q(agreed_by=F("made_by")), name="bands_by_two"
                    ),
                    models.CheckConstraint(
                        condition=Q(agreed_at=None) | Q(dropped_at=None), name="bands_agreed_or_dropped"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="approvalband", name="band_once"),
        migrations.AddField(
            model_name="approvalband",
            name="bands",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="casework.bandset"
            ),
        ),
        migrations.AlterField(
            model_name="approvalband",
            name="zone",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=ORGANISATION
            ),
        ),
        migrations.RunPython(gather, scatter),
        # What a statement has changed is settled before the table is altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RemoveField(model_name="approvalband", name="zone"),
        migrations.AlterField(
            model_name="approvalband",
            name="bands",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="casework.bandset"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalband",
            constraint=models.UniqueConstraint(
                fields=("bands", "at_most"), name="band_once_in_set", nulls_distinct=False
            ),
        ),
    ]
