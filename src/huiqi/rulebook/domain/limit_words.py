"""The limits of a clause in words, as a company owner reads them before any claim is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.labels import LEVELS, label
from huiqi_rules.explain.numerals import percent
from huiqi_rules.model.facts import Formula
from huiqi_rules.model.limits import Limits, Period, PoolMode, TieRule

Said = Callable[[Formula], Pair]
Named = Callable[[str], Pair]

_PERIODS = {Period.YEAR: ("每年", "a year"), Period.EVER: ("累计", "in all")}
_POOLS = {
    PoolMode.NONE: ("不因资金不足调减", "not cut when the money runs out"),
    PoolMode.QUEUE: ("先到先得，用完为止", "first come, first served"),
    PoolMode.PRO_RATA: ("不足时按比例调减", "cut by one ratio when it does not suffice"),
    PoolMode.PRIORITY: ("不足时按优先顺序安排", "by priority when it does not suffice"),
}
_TIES = {
    TieRule.UNSTATED: ("政策未写明", "not stated"),
    TieRule.ALL_HIGHER: ("都按较高名次", "all get the higher place"),
    TieRule.SHARE: ("平分所占名次的奖金", "the prizes are shared"),
}


def limit_words(limits: Limits, said: Said, named: Named) -> tuple[Pair, ...]:
    """Return each limit as a sentence in Chinese and English.

    `said` gives a formula in words, `named` a clause (`policy/clause`) its name.
    """
    return (*past_words(limits, named), *money_words(limits, said), *contest_words(limits, said))


def past_words(limits: Limits, named: Named) -> Iterator[Pair]:
    """Yield the limits that look at what was awarded before."""
    if limits.first_time:
        yield "只奖励首次", "the first time only"
    if limits.first_time_with:
        names = [named(clause) for clause in limits.first_time_with]
        yield (
            f"与以下条款合计只奖励首次：{'、'.join(zh for zh, _ in names)}",
            f"the first time only, together with {', '.join(en for _, en in names)}",
        )
    if limits.once_per is Period.YEAR:
        yield "每年只能享受一次", "once a year"
    elif limits.once_per is Period.EVER:
        yield "只能享受一次", "once only"
    if limits.cooling_off_years is not None:
        years = limits.cooling_off_years
        yield f"获得后 {years} 年内不再重复享受", f"not again within {years} years"
    if limits.most_times is not None:
        yield f"最多享受 {limits.most_times} 次", f"at most {limits.most_times} times"


def money_words(limits: Limits, said: Said) -> Iterator[Pair]:
    """Yield the limits of money: highest only, caps, budget, who pays, stages."""
    if limits.group is not None:
        zh, en = _PERIODS[limits.group.period]
        yield (
            f"同类奖补就高不重复（{limits.group.id}，{zh}）",
            f"the highest of its group only ({limits.group.id}, {en})",
        )
    for cap in limits.caps:
        zh, en = said(cap.amount)
        period_zh, period_en = _PERIODS[cap.period]
        yield (
            f"同一对象{period_zh}最高 {zh}（{cap.title.zh or cap.id}）",
            f"at most {en} {period_en} for one payee ({cap.title.en or cap.id})",
        )
    if limits.pool is not None:
        zh, en = _POOLS[limits.pool.mode]
        amount = ("未公布", "unpublished") if limits.pool.amount is None else said(limits.pool.amount)
        title = limits.pool.title
        yield (
            f"资金总额 {amount[0]}（{title.zh or limits.pool.id}）：{zh}",
            f"a budget of {amount[1]} ({title.en or limits.pool.id}): {en}",
        )
    for payer in limits.payers:
        who = label(LEVELS, payer.id)
        if payer.share is not None:
            share = percent(payer.share)
            yield f"{who[0]}承担 {share}", f"{who[1]} bears {share}"
        elif payer.amount is not None:
            zh, en = said(payer.amount)
            yield f"{who[0]}承担 {zh}", f"{who[1]} bears {en}"
    if limits.stages is not None:
        share = percent(limits.stages.share)
        yield f"先预付 {share}，其余结算时支付", f"{share} is paid in advance, the rest at the end"


def contest_words(limits: Limits, said: Said) -> Iterator[Pair]:
    """Yield the limits that look at others: ranking and quota."""
    if limits.ranking is not None:
        ranking = limits.ranking
        by_zh, by_en = said(ranking.by)
        order = ("由低到高", "lowest first") if ranking.ascending else ("由高到低", "highest first")
        yield (
            f"按{by_zh}{order[0]}排名，取前 {ranking.places} 名；并列：{_TIES[ranking.ties][0]}",
            f"ranked by {by_en}, {order[1]}, the first {ranking.places}; ties: {_TIES[ranking.ties][1]}",
        )
        for place, prize in enumerate(ranking.prizes, start=1):
            zh, en = said(prize)
            yield f"第 {place} 名 {zh}", f"place {place}: {en}"
        if ranking.floor is not None:
            zh, en = said(ranking.floor)
            yield f"符合“{zh}”的才参加排名，名次可空缺", f"a place only with {en}; places may stay empty"
    if limits.quota is not None:
        yield f"名额 {limits.quota} 个", f"{limits.quota} places"
