"""What a check read of a sheet is kept until the sheet is brought in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_rows_of_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetReading",
            fields=[
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="imports.sheetimport",
                    ),
                ),
                ("key", models.CharField(max_length=300)),
                ("content", models.BinaryField()),
            ],
        ),
    ]
