"""Guards of vouchers and plans: rows are only added, and the years of a plan add up to what was owed."""

from __future__ import annotations

from django.db import migrations

TABLES = ("ledger_voucher", "ledger_voucheruse", "ledger_arrearsplan", "ledger_arrearsyear")
KEEPS = "".join(
    f"""
create trigger row_keeps before update or delete on {table} for each row execute function kernel_refuse_change();
create trigger row_keeps_all before truncate on {table} for each statement execute function kernel_refuse_change();
"""
    for table in TABLES
)
LETS_GO = "".join(f"drop trigger row_keeps_all on {table}; drop trigger row_keeps on {table};" for table in TABLES)

ADDS_UP = """
create function ledger_plan_adds_up() returns trigger language plpgsql as $$
declare
    plan uuid := case tg_table_name when 'ledger_arrearsplan' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'plan_id' end;
begin
    if (select p.owed from ledger_arrearsplan p where p.id = plan)
        <> coalesce((select sum(y.amount) from ledger_arrearsyear y where y.plan_id = plan), 0) then
        raise exception 'the years of plan % do not add up to what is owed', plan using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger plan_adds_up after insert on ledger_arrearsplan
    deferrable initially deferred for each row execute function ledger_plan_adds_up();
create constraint trigger plan_adds_up after insert on ledger_arrearsyear
    deferrable initially deferred for each row execute function ledger_plan_adds_up();
"""
NO_SUM = """
drop trigger plan_adds_up on ledger_arrearsyear;
drop trigger plan_adds_up on ledger_arrearsplan;
drop function ledger_plan_adds_up();
"""


class Migration(migrations.Migration):
    """Puts the guards up."""

    dependencies = [("ledger", "0005_promises"), ("kernel", "0001_initial")]

    operations = [migrations.RunSQL(KEEPS + ADDS_UP, NO_SUM + LETS_GO)]
