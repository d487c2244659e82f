"""Claims remember which other one of their company, once approved, leaves no place for them, and under which limit."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the reference and the limit."""

    dependencies = [("casework", "0030_results_by_a_worker")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="excluded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="excludes", to="casework.claim"
            ),
        ),
        migrations.AddField(
            model_name="claim", name="excluded_limit", field=models.CharField(blank=True, max_length=20)
        ),
    ]
