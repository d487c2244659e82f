"""Why a claim is held is said in English too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the reason in English; those that are there keep theirs alone."""

    dependencies = [("casework", "0034_payers_of_listed_clauses")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="reason_en",
            field=models.CharField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
    ]
