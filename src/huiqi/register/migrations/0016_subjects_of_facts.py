"""Facts have subjects that there are: seen to once for all facts of a statement, where a foreign key looks up each of them.

An import says half a million things of thirty thousand companies. Facts are never changed, so only two things can break the
bond: facts added without a subject, and a subject removed or renumbered.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

BOND = """
create function register_facts_have_subjects() returns trigger language plpgsql as $$
declare
    named bigint;
    found bigint;
begin
    select count(*) into named from (select distinct subject_id from added) each_one;
    -- Held until the transaction ends, as a foreign key does: nobody removes a subject meanwhile.
    select count(*) into found from (
        select from register_subject where id in (select subject_id from added) for key share
    ) held;
    if found < named then
        raise foreign_key_violation using message = format('facts of %s subjects that there are not', named - found);
    end if;
    return null;
end;
$$;
create trigger facts_have_subjects after insert on register_fact
    referencing new table as added for each statement execute function register_facts_have_subjects();
create function register_subject_has_no_facts() returns trigger language plpgsql as $$
begin
    if exists (select from register_fact where subject_id = old.id) then
        raise foreign_key_violation using message = format('there are facts of subject %s', old.id);
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end;
$$;
create trigger subject_keeps_facts before delete on register_subject
    for each row execute function register_subject_has_no_facts();
create trigger subject_keeps_its_id before update of id on register_subject
    for each row when (old.id <> new.id) execute function register_subject_has_no_facts();
"""

NO_BOND = """
drop trigger subject_keeps_its_id on register_subject;
drop trigger subject_keeps_facts on register_subject;
drop function register_subject_has_no_facts();
drop trigger facts_have_subjects on register_fact;
drop function register_facts_have_subjects();
"""


class Migration(migrations.Migration):
    """Puts two triggers in the place of the foreign key."""

    dependencies = [("register", "0015_merging")]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="subject",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facts",
                to="register.subject",
            ),
        ),
        migrations.RunSQL(BOND, NO_BOND),
    ]
