"""Guards of proposals, recoveries and bans: what one person wrote is what the other one confirms, and what is decided stays."""

from __future__ import annotations

from django.db import migrations

# What may change of a row of each table; everything else stays as it was written.
CHANGING = {
    "ledger_proposal": ("standing", "decided_at", "decided_by", "decided_by_name", "said", "entry_id"),
    "ledger_recovery": ("returned",),
    "ledger_ban": ("lifted_at", "lifted_for"),
}
KEEPS = """
create function ledger_keeps_but() returns trigger language plpgsql as $$
begin
    if to_jsonb(new) - tg_argv <> to_jsonb(old) - tg_argv then
        raise exception 'only % of % may change', array_to_string(tg_argv, ', '), tg_table_name
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create function ledger_decided_stays() returns trigger language plpgsql as $$
begin
    if old.standing <> 'open' then
        raise exception 'proposal % is decided', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create function ledger_returns_grow() returns trigger language plpgsql as $$
begin
    if new.returned < old.returned then
        raise exception 'what came back of % cannot become less', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create function ledger_lifted_stays() returns trigger language plpgsql as $$
begin
    if old.lifted_at is not null then
        raise exception 'ban % is lifted', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger decided_stays before update on ledger_proposal
    for each row execute function ledger_decided_stays();
create trigger returns_grow before update on ledger_recovery
    for each row execute function ledger_returns_grow();
create trigger lifted_stays before update on ledger_ban
    for each row execute function ledger_lifted_stays();
create trigger row_keeps before update or delete on ledger_proposalpart
    for each row execute function kernel_refuse_change();
create trigger row_keeps_all before truncate on ledger_proposalpart
    for each statement execute function kernel_refuse_change();
"""
FREES = """
drop trigger row_keeps_all on ledger_proposalpart;
drop trigger row_keeps on ledger_proposalpart;
drop trigger lifted_stays on ledger_ban;
drop trigger returns_grow on ledger_recovery;
drop trigger decided_stays on ledger_proposal;
"""
NO_FUNCTIONS = """
drop function ledger_lifted_stays();
drop function ledger_returns_grow();
drop function ledger_decided_stays();
drop function ledger_keeps_but();
"""


def kept(table: str, columns: tuple[str, ...]) -> str:
    """Return what keeps all of a table but some columns."""
    names = ", ".join(f"'{name}'" for name in columns)
    return f"""
create trigger row_keeps_but before update on {table} for each row execute function ledger_keeps_but({names});
create trigger row_stays before delete on {table} for each row execute function kernel_refuse_change();
create trigger row_stays_all before truncate on {table} for each statement execute function kernel_refuse_change();
"""


def freed(table: str) -> str:
    """Return what lets a table go."""
    return "".join(f"drop trigger {name} on {table};" for name in ("row_stays_all", "row_stays", "row_keeps_but"))


class Migration(migrations.Migration):
    """Puts the guards up."""

    dependencies = [("ledger", "0007_promised_by_two"), ("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(
            KEEPS + "".join(kept(table, columns) for table, columns in CHANGING.items()),
            "".join(freed(table) for table in CHANGING) + FREES + NO_FUNCTIONS,
        )
    ]
