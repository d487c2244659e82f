"""Why something cannot be done with competitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words


class CannotRank(Cannot):
    """The competition cannot be handled like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_ranked": ("这一条款不是评审排名的。", "this clause is not awarded by ranking."),
        "closed": ("评审已经结束，不能再改。", "the competition is closed: nothing changes any more."),
        "begun": ("已经有人评分，评审办法不能再改。", "somebody has scored already: the rules stay."),
        "no_criteria": ("请至少写一项评分标准。", "give at least one criterion."),
        "no_line": (
            "条款没有自己的排名办法，请写明名额或额度。",
            "the clause does not rank by itself: say how many places or how much money there is.",
        ),
        "clause_rules": (
            "条款按{fact}自己排名，名额、额度、合格线以条款为准，不能另定。",
            "the clause ranks by {fact} itself: its own places, money and pass mark count.",
        ),
        "unknown_fact": ("条款没有用到这项数据。", "the clause does not read that fact."),
        "unknown_ties": ("没有{ties}这种并列办法。", "there is no rule {ties} for ties."),
        "small_panel": (
            "评审人只有{count}人，少于规定的{least}人。",
            "the panel has {count} people; {least} are needed.",
        ),
        "few_to_trim": (
            "去掉最高分和最低分，至少要有{least}人评分。",
            "to leave out the highest and the lowest, {least} people have to score.",
        ),
        "not_officer": (
            "评审人应是本区工作人员或有效期内的外部评审专家：{names}。",
            "only officers of the place and outside experts within their days sit on a panel: {names}.",
        ),
        "related": (
            "您与这家企业有关联，不能评分。",
            "you have a role at this company or had one: you may not score it.",
        ),
        "undeclared": (
            "请先声明与这家企业没有利害关系。",
            "declare first that you have no interest in this company.",
        ),
        "not_outside": ("这项声明由外部专家作出。", "it is for experts from outside to declare that."),
        "recused": ("您已申请回避这家企业。", "you have stepped aside for this company."),
        "no_reason": ("请写明理由。", "say why."),
        "score_outside": ("{names}：分数应在0到{most}之间。", "{names}: a score is 0 to {most}."),
        "score_missing": ("还有没打分的：{names}。", "not scored yet: {names}."),
        "sheets_missing": (
            "还没评完：{names}。",
            "not everything is scored: {names}.",
        ),
        "too_few": (
            "除去回避，评分的不足{least}人：{names}。",
            "with those who stepped aside, fewer than {least} score: {names}.",
        ),
        "nobody": ("没有已受理的申报可以评审。", "no accepted application is there to be ranked."),
        "still_to_check": (
            "还有{count}件申报没有核对完，先核对再公布结果。",
            "{count} applications are not checked yet: they come first.",
        ),
        "not_closed": ("评审还没有结束。", "the competition is not closed yet."),
        "not_open": ("这件申报不是待决定的。", "there is nothing to decide about this application."),
    }
