"""The whole answer for a person: headline, each clause with its conditions, the amount, and what limits did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from huiqi_rules.core.types import MONEY
from huiqi_rules.core.values import Bounds
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.display import show
from huiqi_rules.explain.figures import figure, need_name
from huiqi_rules.explain.headline import headline
from huiqi_rules.explain.limit_sentences import limit_sentence, limit_title, named_clause
from huiqi_rules.explain.needs import Need
from huiqi_rules.explain.sentences import Line, cited, condition_lines
from huiqi_rules.explain.trace import Trace, as_data, trace_condition, trace_formula
from huiqi_rules.explain.wording import Wording
from huiqi_rules.explain.wording_en import EN
from huiqi_rules.explain.wording_zh import ZH
from huiqi_rules.model.claims import Money
from huiqi_rules.model.decision import AmountKind, ClauseDecision, Determination, Outcome
from huiqi_rules.model.policy import Clause

WORDINGS: Mapping[str, Wording] = {"zh": ZH, "en": EN}
_ORDER = {False: 0, None: 1, True: 2}


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer in words: `headline` first, then `lines` (why) and `advice` (how far, what to ask); `data` holds the same as JSON-ready data."""

    language: str
    title: str
    headline: str
    lines: tuple[Line, ...]
    advice: tuple[Line, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return all of it as plain text."""
        return (
            "\n".join([self.title, self.headline, *(str(line).rstrip() for line in (*self.lines, *self.advice))]) + "\n"
        )


@dataclass(frozen=True, slots=True)
class ClauseTrace:
    """One clause traced: its conditions, and its amount formulas by role (`amount`, `at_most`, `low`, `high`)."""

    clause: Clause
    decision: ClauseDecision
    conditions: tuple[Trace, ...]
    amounts: Mapping[str, Trace]


def trace_clause(case: Case, decision: ClauseDecision) -> ClauseTrace:
    """Return the trace of one clause of a determination."""
    clause = next(clause for clause in case.checked.version.clauses if clause.id == decision.clause)
    formulas = case.checked.clauses[clause.id]
    amounts = {
        role: trace_formula(case, formulas[role]) for role in ("amount", "at_most", "low", "high") if role in formulas
    }
    return ClauseTrace(clause, decision, tuple(trace_condition(case, need) for need in clause.needs), amounts)


def explain(
    determination: Determination, case: Case, needs: Sequence[Need], language: str, *, with_data: bool = True
) -> Explanation:
    """Return why a determination is what it is; `needs` is what it still waits for. Without data it has words alone."""
    wording = WORDINGS[language]
    traces = [trace_clause(case, decision) for decision in determination.clauses]
    policy = case.checked.policy
    title = wording.say("on_day", title=wording.title(policy.title), day=wording.day(determination.as_of))
    lines: list[Line] = []
    for trace in traces:
        lines.extend(_clause_lines(trace, case, wording))
    if determination.next_change is not None:
        lines.append(
            Line(0, "", wording.say("next_change", day=wording.day(determination.next_change)) + wording.say("stop"))
        )
    head = headline(determination, case, needs, wording)
    data = _data(determination, traces, head, lines, needs, wording) if with_data else {}
    return Explanation(language, title, head, tuple(lines), data=data)


def explain_not_in_force(determination: Determination, title: str, language: str) -> Explanation:
    """Return the explanation of a day on which no version of the policy applies."""
    wording = WORDINGS[language]
    head = wording.say("not_in_force", day=wording.day(determination.as_of))
    whole = wording.say("on_day", title=title, day=wording.day(determination.as_of))
    return Explanation(
        language, whole, head, (), data={"headline": head, "outcome": str(determination.outcome), "clauses": []}
    )


def _clause_lines(trace: ClauseTrace, case: Case, wording: Wording) -> list[Line]:
    status = wording.say(f"clause_{trace.decision.outcome}")
    title = wording.title(trace.clause.name)
    lines = [Line(0, "", ""), Line(0, "", title + wording.say("colon") + status)]
    for condition in sorted(
        trace.conditions, key=lambda each: _ORDER[None if each.value is None else each.value is True]
    ):
        lines.extend(condition_lines(condition, wording))
    lines.extend(_amount_lines(trace, wording))
    lines.extend(_limit_lines(trace, case, wording))
    return lines


def _amount_lines(trace: ClauseTrace, wording: Wording) -> list[Line]:
    decision = trace.decision
    if decision.outcome is Outcome.NOT_MET or decision.amount_kind is AmountKind.NONE:
        return []
    formula = trace.amounts.get("amount")
    before = _before(decision)
    key = "amount_if" if decision.outcome is Outcome.UNKNOWN else "amount"
    if formula is not None and formula.kind == "arithmetic":
        told = figure(formula, wording)
        if formula.value is not None:
            # What is paid is rounded to the fen, whatever the formula gives.
            paid = show(formula.value, MONEY, wording) if before is None else money_words(before, wording)
            told = wording.say("result", figures=told, value=paid)
        told = wording.say("amount_open_figures" if formula.value is None else key, amount=told)
    elif before is not None:
        told = wording.say(key, amount=money_words(before, wording))
    elif decision.outcome is Outcome.MET:
        told = wording.say("amount_unpublished" if decision.amount_kind is AmountKind.UNPUBLISHED else "amount_open")
    else:
        return []
    return [Line(0, "·", _cited(told, trace.clause, wording))]


def _before(decision: ClauseDecision) -> Money:
    """Return what the formula came to, before anything was done to it; of an unknown claim only the cut at 0 is recorded."""
    signed = next((one.before for one in decision.adjustments if one.limit == "negative"), None)
    if decision.outcome is Outcome.UNKNOWN and signed is not None:
        return signed
    return decision.before_limits if decision.before_limits is not None else decision.amount


def _limit_lines(trace: ClauseTrace, case: Case, wording: Wording) -> list[Line]:
    decision = trace.decision

    def clause_name(path: str) -> str:
        return named_clause(case, path, wording)

    stop = wording.say("stop")
    told = (limit_sentence(each, wording, clause_name, partial(limit_title, case)) for each in decision.adjustments)
    lines = [Line(0, "·", sentence + stop) for sentence in told]
    if decision.place is not None and not any(each.limit in ("ranking", "tie") for each in decision.adjustments):
        lines.append(Line(0, "·", wording.say("place", place=decision.place) + stop))
    if decision.payers:
        shares = wording.listed(
            wording.say("payer", payer=payer, amount=show(amount, MONEY, wording)) for payer, amount in decision.payers
        )
        lines.append(Line(0, "·", wording.say("payers", payers=shares) + stop))
    if decision.next_period is not None:
        lines.append(Line(0, "·", wording.say("next_period", year=decision.next_period) + stop))
    return lines


def money_words(amount: Money, wording: Wording) -> str:
    """Return an amount or a range; a range from 0 is "up to"."""
    if isinstance(amount, Bounds) and amount.low == 0:
        return wording.say("up_to", high=show(amount.high, MONEY, wording))
    return show(amount, MONEY, wording)


def _cited(text: str, clause: Clause, wording: Wording) -> str:
    cite = cited(clause.source, wording)
    return text + wording.say("stop") + ((" " if wording.language == "en" else "") + cite if cite else "")


def _data(
    determination: Determination,
    traces: Sequence[ClauseTrace],
    head: str,
    lines: Sequence[Line],
    needs: Sequence[Need],
    wording: Wording,
) -> Mapping[str, object]:
    return {
        "policy": determination.policy,
        "version": determination.version,
        "as_of": determination.as_of.isoformat(),
        "outcome": str(determination.outcome),
        "amount": as_data(determination.amount),
        "amount_kind": str(determination.amount_kind),
        "headline": head,
        "missing": [{**_need_data(need), "shown": need_name(need, wording)} for need in needs],
        "clauses": [_clause_data(trace) for trace in traces],
        "lines": [{"level": line.level, "mark": line.mark, "text": line.text} for line in lines if line.text],
    }


def _need_data(need: Need) -> dict[str, object]:
    return {"id": need.id, "years": list(need.years), "published": need.published}


def _clause_data(trace: ClauseTrace) -> dict[str, object]:
    decision = trace.decision
    return {
        "id": decision.clause,
        "name": as_data(trace.clause.name),
        "outcome": str(decision.outcome),
        "source": as_data(trace.clause.source),
        "conditions": [as_data(condition) for condition in trace.conditions],
        "amount": as_data(decision.amount),
        "before_limits": as_data(decision.before_limits),
        "amount_kind": str(decision.amount_kind),
        "formulas": {role: as_data(formula) for role, formula in trace.amounts.items()},
        "adjustments": [
            {
                "limit": each.limit,
                "before": as_data(each.before),
                "after": as_data(each.after),
                "detail": as_data(each.detail),
            }
            for each in decision.adjustments
        ],
        "failed": list(decision.failed),
        "place": decision.place,
        "next_period": decision.next_period,
        "payers": [{"payer": payer, "amount": as_data(amount)} for payer, amount in decision.payers],
    }
