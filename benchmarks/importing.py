"""A workbook of 33,000 rows and 20 columns into a zone of as many companies: the goal is 20 s with all checks and storing.

The zone knows three years already. The sheet says the last one anew: most rows are about companies of the zone, some about new
ones, some have near names, and one cell in a hundred is as cells are: text in a number, a code copied wrongly, a park that is none.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.workload import apart, peak_mb, seconds
from benchmarks.zone import NOW, PARKS, SEED, YEARS, company_name, credit_code, database, make_zone
from huiqi.kernel.actor import Actor

ROWS = 33_000
GOAL_SECONDS = 20
SHEETS = ("first.xlsx", "second.xlsx")
ROOT = Path(__file__).resolve().parent.parent
_NEW_THOUSANDTHS, _WRONG_CODE_THOUSANDTHS, _DIRTY_THOUSANDTHS = 15, 2, 10
_HEADS = (
    "统一社会信用代码", "企业名称", "所属园区", "法定代表人", "行业代码", "2025年销售收入(万元)", "2025年研发费用(万元)", "营业收入(万元)",
    "资产总额(万元)", "成本费用支出总额", "职工总数(人)", "科技人员数", "从业人员数", "上年度月均参保人数", "I类知识产权数",
    "II类知识产权数", "资产负债率", "主导产品收入占比", "自建研发机构", "拥有自主品牌",
)  # fmt: skip
_DIRT = ("约300", "不详", "见附件", "１２０", "1,2000", "#N/A", "-", "3.5.1")


def main() -> dict[str, object]:
    """Return the seconds of each step and of all that an officer waits for, what came of it, and the importer's memory."""
    with database(), tempfile.TemporaryDirectory(prefix="huiqi-bench-") as folder:
        making = seconds(lambda: prepare(Path(folder)))
        figures = apart("benchmarks.importing", folder)
    return {"rows": ROWS, "columns": len(_HEADS), "goal_seconds": GOAL_SECONDS, "making_seconds": making, **figures}


def prepare(folder: Path) -> None:
    """Make the zone with its dictionary, and two workbooks of it: one to be looked at first, one to be brought in at once."""
    from huiqi.kernel.actor import system
    from huiqi.rulebook.services import install_pack

    zone = make_zone(ROWS, years=YEARS)
    install_pack(zone=zone.id, folder=ROOT / "packs" / "national", actor=system("bench"), now=NOW)
    (folder / "zone").write_text(str(zone.id), encoding="utf-8")
    for place, name in enumerate(SHEETS):
        write_sheet(folder / name, random.Random(SEED + place))


def write_sheet(path: Path, chance: random.Random) -> None:
    """Write a sheet about the companies of the zone, as an office would send it."""
    from huiqi.ui.exports import Sheet, write_workbook

    write_workbook(path, [Sheet("企业名单", _HEADS, rows(chance))])


def rows(chance: random.Random) -> Iterator[list[object]]:
    """Yield its rows: who, where, and seventeen figures of the year."""
    names = known_names()
    for place in range(ROWS):
        if chance.randrange(1000) < _NEW_THOUSANDTHS:
            code, name = credit_code(1_000_000 + place + chance.randrange(9) * ROWS), company_name(chance)
        else:
            code = credit_code(place)
            name = names[code]
        if chance.randrange(1000) < _WRONG_CODE_THOUSANDTHS:
            code = code[:-1] + ("A" if code[-1] != "A" else "B")
        park = f"{chance.randint(1, PARKS)}号园"
        row = [code, name, park if chance.random() < 0.01 else "", "王丽华", *figures(chance)]
        if chance.randrange(1000) < _DIRTY_THOUSANDTHS * len(row):
            row[chance.randrange(5, 18)] = chance.choice(_DIRT)
        yield row


def known_names() -> dict[str, str]:
    """Return the names of the zone's companies by code."""
    from huiqi.register.models import Organisation

    return dict(Organisation.objects.filter(kind="company").values_list("credit_code", "name"))


def figures(chance: random.Random) -> list[object]:
    """Return what one row says of its company: amounts in 10,000 yuan and in yuan, counts, shares, and yes or no."""
    staff = chance.randint(3, 900)
    sales = round(staff * chance.uniform(5, 200), 2)
    return [
        chance.choice(("3911", "3985", "6510", "2770", "7340", "3562")),
        sales, round(sales * chance.uniform(0, 0.2), 2), round(sales * 1.1, 2), round(sales * 2.3, 2),
        round(sales * 9_000 + chance.random(), 2), staff, staff // 4, staff + 2, staff - 1, chance.randrange(9),
        chance.randrange(40), f"{chance.randrange(95)}%", round(chance.random(), 4), chance.choice("是否"), chance.choice(("有", "无")),
    ]  # fmt: skip


def work(folder: Path) -> dict[str, object]:
    """Bring the first workbook in at one go, as the command does; the second in steps, as the pages do; and take that back."""
    import django

    django.setup()
    from huiqi.imports import services
    from huiqi.imports.domain.states import Choice
    from huiqi.kernel.actor import Grant, Role

    zone = UUID((folder / "zone").read_text(encoding="utf-8"))
    officer = Actor(zone, "officer", (Grant(Role.SERVICE_OFFICER, zone),))
    times = (NOW + timedelta(hours=hour) for hour in count(1))
    figures: dict[str, object] = {}

    def took(step: str, act: Callable[..., Any], **arguments: object) -> Any:
        started = time.perf_counter()
        found = act(**arguments, actor=officer, now=next(times))
        figures[f"{step}_seconds"] = time.perf_counter() - started
        return found

    place = {"organisation": zone, "source": "年报"}
    first, second = (services.Upload(name, (folder / name).read_bytes()) for name in SHEETS)
    at_once = took("at_once", services.import_file, **place, upload=first, wishes=services.Wishes())
    figures |= {"at_once": at_once.counts, "at_once_peak_mb": peak_mb()}
    sheet = took("receive", services.receive_sheet, **place, upload=second).pk
    took("say_columns", say_columns, sheet=sheet)
    took("check", services.check_sheet, sheet=sheet)
    took("marked_workbook", services.annotated_workbook, sheet=sheet, english=False)
    services.decide_rest(sheet=sheet, choice=Choice.LEAVE, actor=officer, now=next(times))
    took("check_again", services.check_sheet, sheet=sheet)
    in_steps = took("apply", services.apply_sheet, sheet=sheet)
    took("undo", services.undo_sheet, sheet=sheet)
    return figures | {"in_steps": in_steps.counts, "peak_mb": peak_mb()}


def say_columns(*, sheet: UUID, actor: Actor, now: datetime) -> None:
    """Say the columns as they are proposed."""
    from huiqi.imports import queries, services
    from huiqi.imports.domain.states import Codeless

    page = queries.columns_page(actor, sheet=sheet, now=now)
    services.save_map(
        sheet=sheet, said=page.said, seen=page.version, codeless=Codeless.LEAVE, takes_names=False, actor=actor, now=now
    )


if __name__ == "__main__":
    print(json.dumps(work(Path(sys.argv[1]))))
