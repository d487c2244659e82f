"""Guards of what money stands on: what a row said when it was decided, paid or handed in stays, whoever writes to the tables."""

from __future__ import annotations

from django.db import migrations

# What of a row never changes.
FIXED = {
    "casework_claim": ("id", "round_id", "place"),
    "casework_batch": ("id", "zone_id", "number", "count", "total", "made_at", "made_by", "made_by_name"),
    "casework_payment": ("id", "batch_id", "claim_id", "reference", "amount", "holder", "bank", "branch", "number"),
    "casework_receipt": ("id", "zone_id", "payment_id", "claim_id", "year", "serial", "number", "amount", "paid_on", "made_at"),
    "casework_objection": ("id", "notice_id", "claim_id", "receipt", "name", "identity", "contact", "text", "evidence_id", "filed_at"),
    "casework_standin": ("id", "zone_id", "role", "away", "person", "first_day", "last_day", "reason", "made_at", "made_by_name"),
    "register_bankaccount": ("id", "organisation_id", "holder", "bank", "branch", "number", "made_at", "made_by", "made_by_name"),
}  # fmt: skip
# What of a row stays from when something holds of it: the condition on the row as it was, and the columns.
FIXED_ONCE = {
    "casework_claim": (
        ("decided", "old.state <> 'proposed'", ("policy", "clause", "year", "name", "credit_code", "low", "high", "amount", "adjustments", "facts")),
        ("confirmed", "old.account_id is not null", ("account_id", "confirmed_by", "confirmed_at", "queue")),
    ),
    "casework_batch": (("checked", "old.checked_by is not null", ("checked_by", "checked_by_name", "checked_at")),),
    "casework_payment": (("ended", "old.result in ('failed', 'withdrawn', 'returned')", ("result", "settled_at")),),
    "casework_receipt": (("void", "old.void_at is not null", ("void_at", "void_for")),),
    "casework_objection": (("judged", "old.judged_at is not null", ("verdict", "answer", "judged_at", "judged_by", "judged_by_name")),),
    "register_bankaccount": (
        ("ended", "old.ended_at is not null", ("ended_at",)),
        ("checked", "old.checked_at is not null", ("checked_at", "checked_by", "checked_by_name", "checked_how")),
    ),
}  # fmt: skip
# Of these nothing changes at all.
ADDED_ONLY = ("casework_claimstep", "casework_bankresult", "casework_notice")
FUNCTION = """
create function casework_stays() returns trigger language plpgsql as $$
begin
    raise exception 'what % said stays: % of %', tg_table_name, tg_argv[0], old.id using errcode = 'restrict_violation';
end $$;
"""
NO_FUNCTION = "drop function casework_stays();"


def changed(columns: tuple[str, ...]) -> str:
    """Return the condition that one of the columns is another one than it was."""
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    return f"row({before}) is distinct from row({after})"


def guards() -> list[tuple[str, str, str]]:
    """Return the guards: table, name of the trigger, what it does."""
    found = []
    for table, columns in FIXED.items():
        stays = (
            f"before update on {table} for each row when ({changed(columns)}) execute function casework_stays('made')"
        )
        found += [(table, "made_stays", stays), *kept(table)]
    for table, parts in FIXED_ONCE.items():
        found += [
            (
                table, f"{name}_stays",
                f"before update on {table} for each row when ({holds} and {changed(columns)}) execute function casework_stays('{name}')",
            )
            for name, holds, columns in parts
        ]  # fmt: skip
    for table in ADDED_ONLY:
        never = f"before update on {table} for each row execute function kernel_refuse_change()"
        found += [(table, "row_keeps", never), *kept(table)]
    return found


def kept(table: str) -> list[tuple[str, str, str]]:
    """Return the guards by which no row of a table is taken away."""
    return [
        (table, "row_stays", f"before delete on {table} for each row execute function kernel_refuse_change()"),
        (table, "row_stays_all", f"before truncate on {table} for each statement execute function kernel_refuse_change()"),
    ]  # fmt: skip


class Migration(migrations.Migration):
    """Puts the guards up."""

    dependencies = [
        ("casework", "0022_outcome_orders"),
        ("kernel", "0001_initial"),
        ("register", "0020_bank_account_checks"),
    ]

    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(f"create trigger {name} {does};\n" for _, name, does in guards()),
            "".join(f"drop trigger {name} on {table};\n" for table, name, _ in guards()) + NO_FUNCTION,
        )
    ]
