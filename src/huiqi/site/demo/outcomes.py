"""Classes that companies ordered of a school, paid on their outcome: one at each step, from its entering to its payment; one is overdue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from huiqi.casework import services
from huiqi.casework.domain.campaigns import Answer
from huiqi.casework.services import OrderSaid
from huiqi.ledger import queries as ledger
from huiqi.register.services import Upload
from huiqi.site.demo.places import CODES
from huiqi.site.demo.scene import Scene

_POLICY, _CLAUSE = "ordered-training", "settlement"
_PROOF = Upload("毕业证名册(虚构).pdf", b"%PDF-1.4\n% invented\n%%EOF\n")
# Title, students, days until the class graduates, diplomas, how many steps are done, and how many days ago the outcome was reported.
_CLASSES = (
    ("智能制造订单班(虚构)", 180, -20, 171, 5, 9),
    ("电池工艺订单班(虚构)", 60, -18, 58, 4, 9),
    ("数控技术订单班(虚构)", 45, -40, 41, 3, 32),
    ("工业软件订单班(虚构)", 40, -12, 40, 2, 9),
    ("汽车电子订单班(虚构)", 90, 90, 0, 1, 0),
    ("生物检验订单班(虚构)", 30, 400, 0, 0, 0),
)


def pay_for_outcomes(scene: Scene) -> None:
    """Let classes stand where somebody has to do something with them, and one be paid."""
    for title, students, ahead, diplomas, steps, reported in _CLASSES:
        graduates = scene.day(-ahead)
        go_on(scene, enter(scene, title, students, graduates), diplomas, graduates, steps, reported)


def enter(scene: Scene, title: str, students: int, graduates: date) -> UUID:
    """Enter a class with what it comes to at most."""
    (code,) = CODES.values()
    line = ledger.lines(scene.people["finance"]).get(code=_POLICY).pk
    said = OrderSaid(_POLICY, _CLAUSE, title, code, "", graduates, line, answers(graduates, students))
    made = services.enter_order(zone=scene.zone, said=said, actor=scene.people["policy"], now=scene.ago(45))
    found: UUID = made.pk
    return found


def go_on(scene: Scene, order: UUID, diplomas: int, graduates: date, steps: int, reported: int) -> None:
    """Take a class some steps on: approved, reported, confirmed, paid, the payment checked."""
    people = scene.people
    if steps > 0:
        services.approve_order(id=order, changes=0, actor=people["approver"], now=scene.ago(44))
    if steps > 1:
        services.report_outcome(
            id=order,
            changes=1,
            outcome=answers(graduates, diplomas),
            uploads=[_PROOF],
            actor=people["policy"],
            now=scene.ago(reported),
        )
    if steps > 2:
        services.confirm_outcome(id=order, changes=2, actor=people["approver"], now=scene.ago(reported - 2))
    if steps > 3:
        services.hand_in_payment(id=order, changes=3, payment="电汇(虚构)", actor=people["finance"], now=scene.ago(3))
    if steps > 4:
        services.check_payment(id=order, changes=4, actor=people["payer"], now=scene.ago(2))


def answers(graduates: date, diplomas: int) -> dict[str, Answer]:
    """Return what is said of a class: when it graduates, and how many get the diploma."""
    return {"graduation_day": graduates, "diplomas": Decimal(diplomas)}
