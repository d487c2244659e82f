"""The table behind Django's cache: limits on failed log-ins hold for all processes. It is never restored, so it is not logged."""

from __future__ import annotations

from django.db import migrations

TABLE = """
create unlogged table kernel_cache (
    cache_key varchar(255) primary key,
    value text not null,
    expires timestamptz not null
);
create index kernel_cache_expires on kernel_cache (expires);
"""


class Migration(migrations.Migration):
    """Makes the table as Django's own command would."""

    dependencies = [("kernel", "0002_job")]

    operations = [migrations.RunSQL(TABLE, "drop table kernel_cache")]
