"""What makes the ledger a ledger: rows are only added, balances follow from transfers alone, and nothing falls below zero.

`ledger_post` runs once for each statement that adds transfers, so that ten thousand of them touch an account once. It repeats
them on the ceilings over their lines, takes the accounts in one order, moves the balances and checks what no single row can show.
"""

from __future__ import annotations

from django.db import migrations

ROWS_ARE_ADDED = """
create trigger entry_keeps before update or delete on ledger_entry
    for each row execute function kernel_refuse_change();
create trigger entry_keeps_all before truncate on ledger_entry
    for each statement execute function kernel_refuse_change();
create trigger transfer_keeps before update or delete on ledger_transfer
    for each row execute function kernel_refuse_change();
create trigger transfer_keeps_all before truncate on ledger_transfer
    for each statement execute function kernel_refuse_change();
create trigger cover_keeps before update or delete on ledger_cover
    for each row execute function kernel_refuse_change();
create trigger cover_keeps_all before truncate on ledger_cover
    for each statement execute function kernel_refuse_change();
"""

LINES = """
create function ledger_open_accounts() returns trigger language plpgsql as $$
begin
    if new.pool_id is not null and not exists (
        select from ledger_line p
        where p.id = new.pool_id and p.kind = 'pool' and p.zone = new.zone and p.year = new.year) then
        raise exception 'line % draws from no pool of its zone and year', new.id using errcode = 'check_violation';
    end if;
    insert into ledger_account (line_id, state, balance)
    select new.id, state, 0 from unnest(array['set', 'free', 'reserved', 'committed', 'payable', 'paid']) state;
    return null;
end $$;

create function ledger_line_stays() returns trigger language plpgsql as $$
begin
    if (new.id, new.zone, new.kind, new.pool_id) is distinct from (old.id, old.zone, old.kind, old.pool_id)
        or new.year is distinct from old.year then
        raise exception 'what line % is for does not change', old.id using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create function ledger_cover_fits() returns trigger language plpgsql as $$
begin
    if not exists (
        select from ledger_line l, ledger_line c
        where l.id = new.line_id and c.id = new.ceiling_id and c.kind = 'ceiling' and l.kind <> 'ceiling'
            and l.zone = c.zone) then
        raise exception '% is no ceiling for line %', new.ceiling_id, new.line_id using errcode = 'check_violation';
    end if;
    -- The ceiling counts what is promised of the line from its first day.
    if exists (select from ledger_transfer t where t.line_id = new.line_id) then
        raise exception 'money of line % has moved: no ceiling can be put over it', new.line_id
            using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger line_opens_accounts after insert on ledger_line
    for each row execute function ledger_open_accounts();
create trigger line_stays before update on ledger_line
    for each row execute function ledger_line_stays();
create trigger cover_fits before insert on ledger_cover
    for each row execute function ledger_cover_fits();
"""

BALANCES = """
create function ledger_only_within() returns trigger language plpgsql as $$
begin
    -- 1 is this trigger alone: nobody but another trigger may write here.
    if pg_trigger_depth() < 2 then
        raise exception 'rows of % follow from transfers', tg_table_name using errcode = 'restrict_violation';
    end if;
    return null;
end $$;

create trigger account_follows before insert or update on ledger_account
    for each statement execute function ledger_only_within();
create trigger account_keeps before delete or truncate on ledger_account
    for each statement execute function kernel_refuse_change();
create trigger obligation_follows before insert or update on ledger_obligation
    for each statement execute function ledger_only_within();
create trigger obligation_keeps before delete or truncate on ledger_obligation
    for each statement execute function kernel_refuse_change();

alter table ledger_transfer
    add constraint transfer_source_account foreign key (line_id, source) references ledger_account (line_id, state),
    add constraint transfer_target_account foreign key (line_id, target) references ledger_account (line_id, state);
"""

ENTRIES = """
create function ledger_entry_now() returns trigger language plpgsql as $$
begin
    new.transaction := txid_current();
    return new;
end $$;

create function ledger_entry_whole() returns trigger language plpgsql as $$
begin
    if not exists (select from ledger_transfer t where t.entry_id = new.id) then
        raise exception 'entry % moves nothing', new.id using errcode = 'check_violation';
    end if;
    if new.total is not null and exists (
        select from ledger_transfer t
        where t.entry_id = new.id and t.mirrors_id is null and t.step not in ('draw_in', 'draw_out')
        group by t.step having sum(t.amount) <> new.total) then
        raise exception 'the shares of entry % do not add up to %', new.id, new.total using errcode = 'check_violation';
    end if;
    return null;
end $$;

create trigger entry_is_now before insert on ledger_entry
    for each row execute function ledger_entry_now();
create constraint trigger entry_is_whole after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_entry_whole();
"""

POSTING = """
create function ledger_post() returns trigger language plpgsql as $$
begin
    if not exists (select from added) then
        return null;
    end if;
    if pg_trigger_depth() = 1 and exists (select from added where mirrors_id is not null) then
        raise exception 'what counts on a ceiling follows from its lines' using errcode = 'restrict_violation';
    end if;
    if exists (
        select from added a join ledger_entry e on e.id = a.entry_id join ledger_line l on l.id = a.line_id
        where e.transaction <> txid_current() or e.zone <> l.zone) then
        raise exception 'a transfer joins an entry of its zone, in the transaction that made it'
            using errcode = 'restrict_violation';
    end if;
    if exists (
        select from added a join ledger_line l on l.id = a.line_id
        where l.kind = 'ceiling' and a.mirrors_id is null
            and not (a.source in ('set', 'free') and a.target in ('set', 'free'))) then
        raise exception 'nothing is promised of a ceiling itself' using errcode = 'restrict_violation';
    end if;

    insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause, party, mirrors_id, corrects_id)
    select a.entry_id, c.ceiling_id, a.step, a.source, a.target, a.amount, a.cause, a.party, a.id,
        (select m.id from ledger_transfer m where m.mirrors_id = a.corrects_id and m.line_id = c.ceiling_id)
    from added a join ledger_cover c on c.line_id = a.line_id
    where a.mirrors_id is null and not (a.source in ('set', 'free') and a.target in ('set', 'free'))
    order by a.id, c.ceiling_id;

    -- One order for everybody, so that two who need the same accounts wait for each other and never in a circle.
    perform from ledger_account
    where (line_id, state) in (select line_id, source from added union select line_id, target from added)
    order by line_id, state for no key update;

    update ledger_account account set balance = account.balance + moved.amount
    from (
        select line_id, state, sum(amount) as amount
        from (
            select line_id, source as state, case source when 'set' then amount else -amount end as amount from added
            union all
            select line_id, target, case target when 'set' then -amount else amount end from added) one
        group by line_id, state) moved
    where account.line_id = moved.line_id and account.state = moved.state;

    if exists (
        select from ledger_account where line_id in (select line_id from added)
        group by line_id having sum(case state when 'set' then -balance else balance end) <> 0) then
        raise exception 'set is not the sum of the states' using errcode = 'check_violation';
    end if;
    perform ledger_check_corrections(array(select id from added where corrects_id is not null));
    perform ledger_promise(array(
        select id from added where mirrors_id is null
            and not (source in ('set', 'free') and target in ('set', 'free'))));
    return null;
end $$;

create function ledger_check_corrections(corrections bigint[]) returns void language plpgsql as $$
begin
    if exists (
        select from ledger_transfer c join ledger_transfer t on t.id = c.corrects_id
        where c.id = any (corrections)
            and (t.step = 'correct' or c.line_id <> t.line_id or c.source <> t.target or c.target <> t.source
                or c.cause <> t.cause or c.party is distinct from t.party
                or (c.mirrors_id is null) <> (t.mirrors_id is null))) then
        raise exception 'a correction turns round the transfer that it names' using errcode = 'check_violation';
    end if;
    if exists (
        select from (select distinct corrects_id as id from ledger_transfer where id = any (corrections)) corrected
        join ledger_transfer t on t.id = corrected.id
        where t.amount < (select sum(c.amount) from ledger_transfer c where c.corrects_id = t.id)) then
        raise exception 'more is corrected than was there' using errcode = 'check_violation';
    end if;
end $$;

create function ledger_promise(transfers bigint[]) returns void language plpgsql as $$
begin
    insert into ledger_obligation (line_id, cause, reserved, committed, payable, paid, since, moved_at)
    select t.line_id, t.cause, 0, 0, 0, 0, min(e.made_at), min(e.made_at)
    from ledger_transfer t join ledger_entry e on e.id = t.entry_id
    where t.id = any (transfers)
    group by t.line_id, t.cause order by t.line_id, t.cause
    on conflict (line_id, cause) do nothing;

    update ledger_obligation kept set
        reserved = kept.reserved + moved.reserved, committed = kept.committed + moved.committed,
        payable = kept.payable + moved.payable, paid = kept.paid + moved.paid,
        party = coalesce(kept.party, moved.party), moved_at = greatest(kept.moved_at, moved.at)
    from (
        select t.line_id, t.cause, max(e.made_at) as at, (array_agg(t.party) filter (where t.party is not null))[1] as party,
            sum(case 'reserved' when t.target then t.amount when t.source then -t.amount else 0 end) as reserved,
            sum(case 'committed' when t.target then t.amount when t.source then -t.amount else 0 end) as committed,
            sum(case 'payable' when t.target then t.amount when t.source then -t.amount else 0 end) as payable,
            sum(case 'paid' when t.target then t.amount when t.source then -t.amount else 0 end) as paid
        from ledger_transfer t join ledger_entry e on e.id = t.entry_id
        where t.id = any (transfers)
        group by t.line_id, t.cause) moved
    where kept.line_id = moved.line_id and kept.cause = moved.cause;

    if exists (
        select from ledger_transfer t join ledger_obligation o on o.line_id = t.line_id and o.cause = t.cause
        where t.id = any (transfers) and t.party <> o.party) then
        raise exception 'one cause has one receiver' using errcode = 'check_violation';
    end if;
end $$;

create trigger transfer_posts after insert on ledger_transfer
    referencing new table as added for each statement execute function ledger_post();
"""

GUARDS = ROWS_ARE_ADDED + LINES + BALANCES + ENTRIES + POSTING

NO_GUARDS = """
drop trigger transfer_posts on ledger_transfer;
drop function ledger_post();
drop function ledger_promise(bigint[]);
drop function ledger_check_corrections(bigint[]);
drop trigger entry_is_whole on ledger_entry;
drop trigger entry_is_now on ledger_entry;
drop function ledger_entry_whole();
drop function ledger_entry_now();
alter table ledger_transfer drop constraint transfer_source_account, drop constraint transfer_target_account;
drop trigger obligation_keeps on ledger_obligation;
drop trigger obligation_follows on ledger_obligation;
drop trigger account_keeps on ledger_account;
drop trigger account_follows on ledger_account;
drop function ledger_only_within();
drop trigger cover_fits on ledger_cover;
drop trigger line_stays on ledger_line;
drop trigger line_opens_accounts on ledger_line;
drop function ledger_cover_fits();
drop function ledger_line_stays();
drop function ledger_open_accounts();
drop trigger cover_keeps_all on ledger_cover;
drop trigger cover_keeps on ledger_cover;
drop trigger transfer_keeps_all on ledger_transfer;
drop trigger transfer_keeps on ledger_transfer;
drop trigger entry_keeps_all on ledger_entry;
drop trigger entry_keeps on ledger_entry;
"""


class Migration(migrations.Migration):
    """Puts the guards up."""

    dependencies = [("ledger", "0002_entries"), ("kernel", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, NO_GUARDS)]
