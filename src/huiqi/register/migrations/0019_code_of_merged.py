"""A merge remembers which credit code went over to the company that was kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0018_bank_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="merge",
            name="code_moved",
            field=models.CharField(blank=True, max_length=18),
        ),
    ]
