"""The audit trail's table, and the guards that let rows only be added to it, each after the last."""

from __future__ import annotations

from django.db import migrations, models

GUARDS = """
create function kernel_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only ever added', tg_table_name using errcode = 'restrict_violation';
end $$;

create function kernel_audit_follows() returns trigger language plpgsql as $$
declare
    last record;
begin
    select number, own_hash into last from kernel_auditentry order by number desc limit 1;
    if new.number <> coalesce(last.number, 0) + 1 or new.previous_hash <> coalesce(last.own_hash, repeat('0', 64)) then
        raise exception 'row % does not follow row % of the audit trail', new.number, coalesce(last.number, 0)
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger audit_keeps before update or delete on kernel_auditentry
    for each row execute function kernel_refuse_change();
create trigger audit_keeps_all before truncate on kernel_auditentry
    for each statement execute function kernel_refuse_change();
create trigger audit_follows before insert on kernel_auditentry
    for each row execute function kernel_audit_follows();
"""

NO_GUARDS = """
drop trigger audit_follows on kernel_auditentry;
drop trigger audit_keeps_all on kernel_auditentry;
drop trigger audit_keeps on kernel_auditentry;
drop function kernel_audit_follows();
drop function kernel_refuse_change();
"""


class Migration(migrations.Migration):
    """Makes the table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField()),
                ("code", models.CharField(max_length=100)),
                ("actor", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("subject_kind", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=64)),
                ("organisation", models.UUIDField(null=True)),
                ("details", models.TextField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("own_hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("number",),
                "indexes": [
                    models.Index(fields=["subject_kind", "subject", "number"], name="kernel_audi_subject_08b0c1_idx"),
                    models.Index(fields=["actor", "number"], name="kernel_audi_actor_558713_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="audit_number_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z_]+\\.[a-z_]+\\.[a-z_]+$")), name="audit_code_form"
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
