"""Earlier payments that two people brought in already: made in the tables, for what only needs them to be there."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from huiqi.casework.models import EarlierFile, EarlierPayment, EarlierSource
from huiqi.kernel.ids import new_id
from huiqi.register.models import Organisation
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast
from tests.imports.desk import workbook

# How a zone may head its own list.
HEADER = ("统一社会信用代码", "企业名称", "奖补项目", "所属年度", "金额（万元）", "拨付日期", "凭证号", "备注")
YEARLY = "caps: [{id: rewards, title: {zh: 每家企业每年, en: A company in a year}, amount: 元(400000), period: year}]"
IN_PARTS = 'stages: {interim: 0.8, stage: if applied_this_year then "interim" else "final"}, ' + YEARLY
POOL = "pool: {id: rewards, title: {zh: 奖励资金池, en: Rewards}, amount: 元(500000), mode: queue}"


def earlier_file(place: Organisation, *, mark: str = "", state: str = "confirmed") -> EarlierFile:
    """A file of a zone or park, entered by one and confirmed by another."""
    content = workbook([HEADER, ("", f"{mark}有限公司", "", "", "", "", "", "")])
    stored_as = default_storage.save(f"earlier/{new_id(NOW).hex}", ContentFile(content))
    source = EarlierSource.objects.create(id=new_id(NOW), place=place, name=f"{mark}财政局拨付台账{new_id(NOW)}"[:80])
    return EarlierFile.objects.create(
        id=new_id(NOW), zone_id=place.within[0], place=place, source=source, name=f"{mark}2025年拨付.xlsx", ending=".xlsx",
        digest=sha256(mark.encode()).hexdigest(), size_bytes=1, stored_as=stored_as, sheets=[], sheet="企业", head=[HEADER],
        state=state, counts={"rows": 1}, received_at=NOW, received_by_name=f"{mark}经办", entered_at=NOW,
        entered_by=new_id(NOW), entered_by_name=f"{mark}经办", confirmed_at=NOW, confirmed_by=new_id(NOW),
        confirmed_by_name=f"{mark}复核",
    )  # fmt: skip


def paid_earlier(
    file: EarlierFile, company: Organisation | None, clause: tuple[str, str], *, year: int = 2026,
    amount: Decimal = Decimal(300_000), paid_on: date = date(2026, 1, 15), code: str = "", row: int = 2, mark: str = "",
    counts: bool = True,
) -> EarlierPayment:  # fmt: skip
    """A payment of a file, to a company of the register or, by its code, to one that is not there."""
    document = f"{mark}拨付〔2026〕{row}号"
    return EarlierPayment.objects.create(
        id=new_id(NOW), file=file, row=row, outcome="ready" if company else "outside",
        code=code or (company.credit_code or "" if company else ""), name=company.name if company else "外地企业有限公司",
        company=company.pk if company else None, clause_said=f"{mark}高企首次认定", policy=clause[0], clause=clause[1], year=year,
        amount=amount, paid_on=paid_on, document=document, note=f"{mark}备注", key=sha256(f"{document}{row}".encode()).hexdigest(),
        counts_in_id=file.zone_id if counts else None,
    )  # fmt: skip


def limited(cast: Cast, folder: Path, limits: str) -> None:
    """Ganzhou's rewards, both recognitions under the same limits and no others."""
    shutil.copytree(bundled_folder() / "ganzhou", folder)
    file = folder / "policies" / "hnte_reward.yaml"
    text = file.read_text("utf-8")
    text = text.replace("limits: {first_time: {with: [hnte-reward/later_recognition_reward]}}", f"limits: {{{limits}}}")
    text = text.replace("amount: hnte_later_reward", f"amount: hnte_later_reward\n        limits: {{{limits}}}")
    file.write_text(text, "utf-8")
    for one in (folder / "scenarios").rglob("hnte_reward*.yaml"):
        one.unlink()
    rulebook.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=NOW)
