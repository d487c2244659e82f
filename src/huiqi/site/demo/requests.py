"""What the invented companies ask to be put right, and whom to call there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from huiqi.register import queries, services
from huiqi.register.services import ContactSaid, Said, Upload
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene

# Who asks for corrections here.
OWNERS = ("company1", "company2", "company3")
_PROOF = Upload("证明材料(虚构).pdf", b"%PDF-1.4\n% invented\n%%EOF\n")
_OPEN = (
    (Said("own_brand", value=True), "已注册自有品牌。"),
    (Said("has_rd_unit", value=True), "今年建成企业技术中心。"),
    (Said("award_rank", value=Decimal(2)), "获奖信息没有登记。"),
)
_LAB = "示范检测认证院"
_SURNAMES = "陈林黄张李王吴刘蔡杨"


def ask_for_corrections(scene: Scene) -> None:
    """Let each owner ask for something; what the first one asked earlier was accepted and refused."""
    officer = scene.people["service"]
    accepted = ask(scene, 0, Said("digital_level", value=Decimal(3)), "已通过数字化水平评估。", days_ago=25)
    told = queries.history(officer, subject=scene.made[0].id, name="digital_level", period="")
    seen = told[0].id if told else None
    services.accept_correction(id=accepted, seen=seen, actor=officer, now=scene.ago(24), decision="材料齐全。")
    refused = ask(scene, 0, Said("quality_items", value=Decimal(9)), "项数有误。", days_ago=22)
    services.refuse_correction(id=refused, decision="证明材料不是本企业的。", actor=officer, now=scene.ago(20))
    for number, (said, reason) in enumerate(_OPEN):
        ask(scene, number, said, reason, days_ago=6 - 2 * number)
    services.ask_correction(
        subject=scene.places[_LAB].pk, said=Said("staff", Decimal(88), str(scene.day(0).year - 1)),
        reason="年末有新进人员，人数少报。", upload=_PROOF, actor=scene.people["lab"], now=scene.ago(1),
    )  # fmt: skip


def ask(scene: Scene, number: int, said: Said, reason: str, *, days_ago: int) -> UUID:
    """Let the owner of a company ask; return the request."""
    owner, company = scene.people[OWNERS[number]], scene.made[number].id
    asked = services.ask_correction(
        subject=company, said=said, reason=reason, upload=_PROOF, actor=owner, now=scene.ago(days_ago)
    )
    return asked.pk


def put_contacts_down(scene: Scene) -> None:
    """Say whom to call at the first companies."""
    for number, company in enumerate(scene.some(0, 12)):
        duty = ("policy", "finance")[number % 2]
        said = ContactSaid(f"{_SURNAMES[number % 10]}经理", duty, "经理", f"0571-8600{number:04}")
        services.add_contact(organisation=company, said=said, actor=DEMO, now=scene.ago(56) + timedelta(minutes=number))
