"""Shares of several payers stay whole, a ceiling misses nothing that moves beside it, keys are not blank and moments are moments.

A deferred check may be called early (`set constraints all immediate`), and a transfer after it was not held against the total.
"""

from __future__ import annotations

from django.db import migrations

SHARES = """
create function ledger_shares_at_once() returns trigger language plpgsql as $$
declare
    shared uuid[] := array(
        select distinct a.entry_id from added a join ledger_entry e on e.id = a.entry_id
        where e.total is not null and a.mirrors_id is null);
begin
    if exists (
        select from ledger_transfer t
        where t.entry_id = any (shared) and t.mirrors_id is null
            and not exists (select from added a where a.id = t.id)) then
        raise exception 'the shares of an entry are added by one statement' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger shares_at_once after insert on ledger_transfer
    referencing new table as added for each statement execute function ledger_shares_at_once();
"""
NO_SHARES = """
drop trigger shares_at_once on ledger_transfer;
drop function ledger_shares_at_once();
"""

# Whoever adds a transfer holds its accounts: a ceiling waits for them, and sees afterwards what they moved.
CEILINGS = """
create function ledger_cover_waits() returns trigger language plpgsql as $$
begin
    perform from ledger_account where line_id = new.line_id order by state for update;
    return new;
end $$;
create trigger cover_awaits_moves before insert on ledger_cover
    for each row execute function ledger_cover_waits();
"""
NO_CEILINGS = """
drop trigger cover_awaits_moves on ledger_cover;
drop function ledger_cover_waits();
"""

ENTRIES = """
alter table ledger_entry
    add constraint entry_key_not_blank check (key ~ '[^[:space:]]'),
    add constraint entry_at_a_moment check (isfinite(made_at));
"""
NO_ENTRIES = """
alter table ledger_entry drop constraint entry_key_not_blank, drop constraint entry_at_a_moment;
"""


class Migration(migrations.Migration):
    """Puts the guards up."""

    dependencies = [("ledger", "0010_paid_by_hand")]

    operations = [migrations.RunSQL(SHARES + CEILINGS + ENTRIES, NO_ENTRIES + NO_CEILINGS + NO_SHARES)]
