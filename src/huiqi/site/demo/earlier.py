"""What the invented zone paid before Huiqi: one list that counts, one that waits for a second person, one clause with nothing before, to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from huiqi.casework.queries.earlier.columns import map_for
from huiqi.casework.services.earlier import agreeing, deciding, nothing, receiving
from huiqi.casework.services.earlier.checking import check_earlier
from huiqi.site.demo.companies import Made
from huiqi.site.demo.scene import Scene

_HEAD = "信用代码,收款单位,奖补项目,年度,拨付金额（万元）,拨付日期,拨付文号"
_OWN_NAME, _CLAUSE = "高企重新认定奖", "hnte-reward/later_recognition_reward"
_NOTHING = "guilin-mayors-quality-award/award"


def bring_in_earlier_payments(scene: Scene) -> None:
    """Bring in what was paid two years before; leave a later list, with rows that are wrong, to be confirmed."""
    some = [scene.made[place % len(scene.made)] for place in range(20, 26)]
    file, seen = checked(scene, "财政拨付台账(虚构).csv", lines(scene, some, days_ago=700, start=1))
    checker = scene.people["payer"]
    agreeing.confirm_earlier(file=file, seen=seen, actor=checker, now=scene.ago(20))
    later = lines(scene, some[:3], days_ago=400, start=11)
    wrong = [f",,{_OWN_NAME},去年,-3,没有日期,", f"{later[0]}"]
    checked(scene, "财政拨付台账补充(虚构).csv", [*later, *wrong])
    nothing.state_nothing(
        zone=scene.zone,
        clause=_NOTHING,
        reason="本条款今年起施行（虚构）",
        actor=scene.people["policy"],
        now=scene.ago(15),
    )


def lines(scene: Scene, companies: Sequence[Made], *, days_ago: int, start: int) -> list[str]:
    """Return a row for each company: ten thousand yuan each, under the zone's own name of the clause."""
    day = scene.day(days_ago)
    return [
        f"{one.company.code},{one.company.name},{_OWN_NAME},{day.year},1,{day},拨付（虚构）{number}号"
        for number, one in enumerate(companies, start)
    ]


def checked(scene: Scene, name: str, rows: Sequence[str]) -> tuple[UUID, str]:
    """Hand a list over: its columns as proposed, its clause said; return it with the digest of what was seen."""
    maker, now = scene.people["finance"], scene.ago(21)
    content = "\n".join([_HEAD, *rows, ""]).encode()
    found = receiving.receive_earlier(
        place=scene.zone, source="财政拨付台账(虚构)", name=name, content=content, actor=maker, now=now
    )
    receiving.say_columns(file=found.pk, said=map_for(found), actor=maker, now=now)
    deciding.say_clauses(file=found.pk, said={_OWN_NAME: _CLAUSE}, actor=maker, now=now)
    done = check_earlier(file=found.pk, actor=maker, now=now)
    agreeing.enter(file=found.pk, seen=done.rows_digest, actor=maker, now=now)
    return found.pk, done.rows_digest
