"""A clause of the list says whose each of its lines is."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds payers to clauses of the list; of one with several lines from before nobody knows them: people name the lines anew."""

    dependencies = [("casework", "0033_earlier_by_day")]

    operations = [
        migrations.AddField(
            model_name="listedclause",
            name="payers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=50), default=list, size=None
            ),
        ),
    ]
