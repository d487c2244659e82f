"""Titles by the day on which they end: what ends soon is looked for on every officer's home page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0016_subjects_of_facts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="title",
            index=models.Index(condition=models.Q(("replaced_at", None)), fields=["valid_to"], name="title_by_end"),
        ),
    ]
