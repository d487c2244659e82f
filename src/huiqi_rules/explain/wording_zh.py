"""Chinese: the words that a company owner reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from huiqi_rules.explain.numerals import grouped, short_in
from huiqi_rules.explain.wording import Wording

UNITS: Final = {
    "yuan": "元", "person": "人", "firm": "家", "job": "个", "item": "项", "m2": "平方米", "year": "年",
    "month": "个月", "day": "天", "hour": "小时", "point": "分",
}  # fmt: skip

PHRASES: Final = {
    "list_separator": "、", "or_separator": "、", "clause_separator": "；", "stop": "。", "colon": "：", "comma": "，",
    "brackets": "（{text}）", "quoted": "“{text}”", "yes": "是", "no": "否", "absent": "没有", "unknown": "未知",
    "none_of": "无", "range": "{low}至{high}", "above_shown": "{value}以上", "up_to": "最高 {high}",
    # Comparisons: plain, for counts, for days
    "at_least": "不低于 {value}", "above": "高于 {value}", "at_most": "不高于 {value}", "below": "低于 {value}",
    "at_least_count": "不少于 {value}", "above_count": "多于 {value}", "at_most_count": "不超过 {value}",
    "below_count": "少于 {value}",
    "at_least_date": "不早于{value}", "above_date": "晚于{value}", "at_most_date": "不晚于{value}",
    "below_date": "早于{value}", "equal": "为{value}", "unequal": "不为{value}",
    "is_absent": "“{name}”：没有", "is_present": "“{name}”：有",
    "within": "在 {low} 至 {high} 之间",
    # Questions and answers
    "is": "{name} {value}", "is_code": "{name}：{value}", "is_years": "{name} {value}",
    "in_fact": "实际 {value}", "from_figures": "{value}（{figures}）", "result": "{figures} = {value}",
    "required": "要求{comparison}", "applies": "{comparison}", "needs_yes": "要求为“是”", "needs_no": "要求为“否”",
    "needs_one_of": "要求具备以下至少一项：{options}", "needs_option": "要求为以下之一：{options}",
    "reason": "依据：{source}", "ground": "适用情形：{ground}", "band_ground": "{ground}",
    "all_of": "以下各项都要满足", "one_of": "以下任一项即可", "contrary": "以下情形不能出现",
    "missing": "还缺：{names}", "unpublished": "{name}尚未公布", "so_far": "目前{figure}",
    "missing_short": "还缺{names}", "band_limits": "各档下限 {limits}", "better_of": "取较高者", "lower_of": "取较低者", "sum_of": "合计",
    "points": "得 {points} 分", "points_open": "{points}", "band_reached": "达到 {limit} 得 {points} 分",
    "band_next": "达到 {limit} 可得 {points} 分", "ceiling_reached": "不超过 {limit} 得 {points} 分",
    "ceiling_next": "不超过 {limit} 可得 {points} 分", "certainty_reading": "（原文未写明，按理解适用）",
    "certainty_memory": "（待与原文核对）", "certainty_secondary": "（据官方解读）",
    "sum_years": "{name}合计", "least_years": "{name}中的最低值", "latest_year": "{name}", "count_years": "{name}有记录的年数",
    # Headlines
    "met_title": "符合条件：{title}", "met": "符合条件", "met_amount": "可以享受：{amount}",
    "met_range": "可以享受：{amount}，具体金额还不能确定", "met_up_to": "可以享受：{amount}，具体金额未公布",
    "met_unpublished": "符合条件，金额未公布", "met_waiting": "符合条件，金额还不能确定：缺 {count} 项信息",
    "met_waiting_only": "符合条件，金额还不能确定", "met_zero": "符合条件，但本次金额为 0 元",
    "not_met": "暂不符合：差 {count} 项", "not_met_limits": "暂不能享受：{reasons}",
    "unknown_missing": "还不能判断：缺 {count} 项信息", "unknown_unpublished": "还不能判断：{names}尚未公布",
    "unknown_waiting": "还不能判断：{reasons}", "unknown_no_answer": "还不能判断：按现有信息得不出结果", "no_answer": "按现有信息得不出结果（除数为 0，或政策没有列出这种情形）",
    "not_in_force": "{day}没有适用的政策文本",
    "on_day": "{title}（{day}）", "clause_met": "符合", "clause_not_met": "不符合", "clause_unknown": "还不能判断",
    "amount": "金额：{amount}", "amount_open": "金额还不能确定", "amount_if": "若符合，金额：{amount}",
    "amount_open_figures": "金额还不能确定：{amount}", "amount_unpublished": "金额未公布", "unknown_unpublished_count": "还不能判断：政策的 {count} 项标准尚未公布",
    "no_money": "无资金", "payer": "{payer}承担 {amount}", "payers": "资金分担：{payers}",
    "next_period": "{year}年起可以再次申报", "place": "名次：第 {place} 名", "next_change": "{day}起结果会有变化",
    # Limits: what each did
    "from_to": "由 {before} 调整为 {after}", "limit_at_most": "超过本项最高限额，{change}",
    "limit_at_most_range": "本项最高 {ceiling}",
    "limit_negative": "计算结果为负数，按 0 计", "limit_negative_range": "低于 0 的部分按 0 计，{change}",
    "limit_cap": "受“{cap}”上限 {most} 限制（此前已用 {used}），{change}",
    "limit_cap_unknown": "受“{cap}”上限限制，上限尚未公布，{change}",
    "limit_first_time": "只奖励首次，此前{awarded}已获得过", "limit_once_per": "同一期间只能享受一次，{awarded}已经享受",
    "limit_cooling_off": "{awarded}获得后 {years} 年内不再重复享受", "limit_most_times": "最多享受 {most} 次，已享受 {times} 次",
    "limit_ranking_floor": "未达到评选的最低要求", "limit_ranking": "排名第 {place}，共设 {places} 名",
    "limit_ranking_prize": "排名第 {place}，{change}", "limit_ranking_open": "名次还不能确定，要等{waits_for}的结果",
    "limit_tie": "与另外 {level_with} 家并列第 {place}，政策没有写明并列如何处理，{change}",
    "limit_quota": "名额共 {quota} 个，排在第 {place} 位", "limit_quota_open": "名额共 {quota} 个，能否排进还不能确定",
    "limit_highest_only": "同类奖补就高不重复，“{higher}”更高，本项不再发放",
    "limit_highest_only_paid": "同类奖补就高不重复，此前已发 {paid_before}，{change}",
    "limit_highest_only_open": "同类奖补就高不重复，要等“{rival}”的结果",
    "limit_interim": "先预付 {share}，{change}", "limit_final": "扣除已预付的 {paid_before}，{change}",
    "limit_recover": "已预付 {paid_before}，超过应得金额，需退回 {owed_back}", "limit_stage": "是预付还是结算还不清楚，{change}",
    "pool_title": "“{title}”", "limit_pool": "受{pool}资金总额限制（剩余 {left}），{change}",
    "limit_pool_ratio": "{pool}资金总额 {budget}，申请合计 {asked}，按同一比例核减，{change}",
    "limit_unbalanced": "各承担方金额合计 {payers}，与应发 {award} 不一致",
    "limit_unbalanced_below": "有一方的承担金额为 {below}，承担金额不能小于 0",
    "limit_other": "受限额规则“{limit}”影响，{change}", "some_year": "以前", "in_year": "{year}年", "others": "其他企业",
    "unchanged": "金额仍待定", "open_limit": "（还不能确定）",
    # What an answer that limits left open waits for
    "wait_first_time": "是否首次享受", "wait_once_per": "同一期间是否已享受", "wait_cooling_off": "间隔年限是否已满",
    "wait_most_times": "已享受几次", "wait_ranking": "其他企业的名次", "wait_tie": "并列如何处理", "wait_prize": "奖金标准",
    "wait_quota": "名额是否已满", "wait_highest_only": "同类奖补的结果", "wait_interim": "预付情况", "wait_final": "预付情况",
    "wait_stage": "是预付还是结算", "wait_cap": "累计上限的剩余额度", "wait_pool": "资金剩余情况", "wait_payers": "各承担方的金额",
    "wait_unbalanced": "各承担方的金额",
    # How to get there
    "distance_heading": "怎样才能符合（仅为测算，数字和情况须属实）", "distance_of": "{condition}", "distance_option": "{changes}",
    "distance_none": "只改动现有数字或选项，没有找到可以达到的办法", "distance_none_missing": "还要先知道{names}，才能算出差多少",
    "distance_several": "单独改一项不够，需要同时：{changes}", "alternatives": "任选其一：", "and": "，并且",
    "raise": "{name}由 {before} 提高到 {to}", "lower": "{name}由 {before} 降到 {to}",
    "turn": "{name}由 {before} 变为 {to}", "raise_above": "{name}由 {before} 提高到 {beyond} 以上（不含 {beyond}）",
    "lower_below": "{name}由 {before} 降到 {beyond} 以下（不含 {beyond}）",
    "become": "{name}达到 {to}（现在没有）", "become_yes": "“{name}”须为“是”（现为“否”）", "become_no": "“{name}”须为“否”（现为“是”）",
    "become_option": "{name}由“{before}”变为{to}", "become_first_option": "{name}为{to}", "add": "{name}具备{to}",
    "drop": "{name}去掉{to}", "day_earlier": "{name}不晚于{to}（现为{before}）", "day_later": "{name}不早于{to}（现为{before}）",
    "waiting_day": "不必做什么，{day}起自然符合", "more_by": "至少增加 {by}", "less_by": "至少减少 {by}", "gain": "多得 {points} 分", "breaks": "（但会使“{names}”不再符合）",
    "or_option": "{first}或{second}",
    # Questions
    "questions_heading": "请补充以下信息（按最能得出结论的先后）", "ask_yes_no": "请回答是或否：{name}", "ask_number": "请提供：{name}（{unit}）",
    "ask_ratio": "请提供：{name}（百分比）", "ask_plain": "请提供：{name}", "ask_date": "请提供日期：{name}",
    "ask_option": "请选择：{name}（{options}）", "ask_set": "请选择，可多选，都没有也请说明：{name}（{options}）",
    "ask_years": "请提供各年度的数字：{name}（{unit}）", "decides_alone": "（答了这一项就能得出一个结论）",
    "unpublished_heading": "政策尚未公布", "facts_heading": "依据的信息",
}  # fmt: skip


def money(amount: Decimal) -> str:
    """Return yuan in 亿元 or 万元 where that is exact within two decimals, else in full."""
    for unit, word in ((Decimal(100_000_000), "亿元"), (Decimal(10_000), "万元")):
        short = short_in(amount, unit)
        if short is not None:
            return f"{short}{word}"
    return f"{grouped(amount, money=True)}元"


def counted(number: str, unit: str) -> str:
    """Return a number with its unit; compound units are spelled with a stroke."""
    words = "/".join(UNITS.get(part, part) for part in unit.split("/")) if unit else ""
    # Alone, as in "缴费月数(月)", a unit stands without its measure word.
    return number + words if number else words.removeprefix("个") or words


def day(moment: date) -> str:
    """Return a calendar day."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def year_name(name: str, years: tuple[int, ...]) -> str:
    """Return the name of an annual fact with its years in front: 2021至2023年研发费用."""
    if not years:
        return f"各{name}" if name.startswith("年") else f"各年{name}"
    bare = name.removeprefix("年")
    if len(years) > 1 and years == tuple(range(years[0], years[-1] + 1)):
        return f"{years[0]}至{years[-1]}年{bare}"
    return f"{'、'.join(map(str, years))}年{bare}"


ZH: Final = Wording("zh", PHRASES, money, counted, day, year_name, lambda text: text)
