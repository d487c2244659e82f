"""The present name apart from the former ones, so that names which begin with what is typed come first without a sort."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="name",
            field=models.CharField(max_length=200, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "update register_searchentry set name = left(split_part(names, e'\\n', 1), 200)", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="searchentry",
            name="name",
            field=models.CharField(max_length=200, db_index=True),
        ),
    ]
