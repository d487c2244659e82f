"""What follows payment in the invented zone: receivers asked, records filed, a contract that blocks, a clause to be listed."""

from __future__ import annotations

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.archive import Retention
from huiqi.casework.services import Answers, ListedSaid, SampleSaid, Terms, TermSaid
from huiqi.ledger import queries as ledger
from huiqi.site.demo.scene import Scene

_LISTED = "job-retention-refund"


def follow_payments(scene: Scene) -> None:
    """Leave something that waits in each list of what follows payment."""
    ask_receivers(scene)
    file_records(scene)
    bind_somebody(scene)
    list_a_clause(scene)


def ask_receivers(scene: Scene) -> None:
    """Draw a sample: one receiver has nothing to say, one was asked for a fee, the others are still to be asked."""
    officer = scene.people["policy"]
    if not queries.claims(officer).filter(state="paid").exists():
        return  # too few companies for one to have been paid
    said = SampleSaid(scene.zone, scene.day(30), scene.day(0), size=3, seed="示范抽查")
    made = services.draw_sample(said=said, actor=officer, now=scene.ago(3))
    calls = list(queries.calls(officer).filter(sample=made).order_by("place"))
    fine = Answers(received=True, amount_right=True, fee_asked=False, spoken_with="财务负责人(虚构)")
    services.answer_call(id=calls[0].pk, answers=fine, actor=officer, now=scene.ago(2))
    if len(calls) > 1:
        fee = Answers(
            received=True,
            amount_right=True,
            fee_asked=True,
            spoken_with="法定代表人(虚构)",
            note="有自称代办的人索要两成",
        )
        services.answer_call(id=calls[1].pk, answers=fee, actor=officer, now=scene.ago(1))


def file_records(scene: Scene) -> None:
    """File one claim that was paid; the others wait to be filed."""
    officer = scene.people["policy"]
    paid = queries.claims(officer).filter(state="paid").order_by("place").first()
    if paid is not None:
        services.file_claim(id=paid.pk, retention=Retention.THIRTY, actor=officer, now=scene.ago(2))


def bind_somebody(scene: Scene) -> None:
    """Enter a contract's condition that is not met yet."""
    officer = scene.people["policy"]
    company = queries.claims(officer).filter(state="approved").order_by("place").select_related("company").first()
    if company is not None and company.credit_code:
        said = TermSaid(
            company.credit_code, "招商引资合同（虚构）第9条", "迁入后两年内通过规上工业企业认定", "above_scale_industrial",
            scene.day(-120),
        )  # fmt: skip
        services.bind(said=said, actor=officer, now=scene.ago(10))


def list_a_clause(scene: Scene) -> None:
    """Propose a clause for the list of automatic payment; an approver has to agree."""
    officer = scene.people["policy"]
    offered = queries.to_list(officer, now=scene.now)
    key = next((key for key in offered.clauses if key.startswith(f"{_LISTED}/")), None)
    line = ledger.lines(officer).exclude(kind="ceiling").order_by("-year", "code").first()
    if key is not None and line is not None:
        policy, _, clause = key.partition("/")
        terms = Terms(confirm_days=15, notice_days=5)
        said = ListedSaid(scene.zone, policy, clause, terms, [line.pk], "数据齐全，标准明确，列入免申即享清单(虚构)")
        services.list_clause(said=said, actor=officer, now=scene.ago(1))
