"""Changing casework: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.casework.domain.clocks import ClockSaid
from huiqi.casework.services.applying.checking import Verdict, check_application, lapse_unfixed, refuse_application
from huiqi.casework.services.applying.comparing import compare_applications, refuse_unmet
from huiqi.casework.services.applying.failing import CannotApply
from huiqi.casework.services.applying.filling import (
    begin_application,
    save_application,
    submit_application,
    withdraw_application,
)
from huiqi.casework.services.applying.opening import IntakeSaid, close_intake, open_intake
from huiqi.casework.services.calendars import CannotKeepCalendar, enter_year, set_office_hours
from huiqi.casework.services.campaigns import (
    CampaignSaid,
    CannotAsk,
    change_campaign,
    choose_companies,
    close_campaign,
    draft_campaign,
    remind,
    send_out,
)
from huiqi.casework.services.claims.approving import approve, turn_down
from huiqi.casework.services.claims.archive import (
    CannotFile,
    file_claim,
    file_round,
    open_record,
    start_filing,
    verify_record,
)
from huiqi.casework.services.claims.asking import ask_missing
from huiqi.casework.services.claims.bands import CannotSetBands, agree_to_bands, drop_bands, propose_bands
from huiqi.casework.services.claims.clearing import take_on
from huiqi.casework.services.claims.comparing import Terms, open_round
from huiqi.casework.services.claims.confirming import confirm, decline, lapse_late, remind_late
from huiqi.casework.services.claims.contracts import CannotBind, TermSaid, bind, unbind
from huiqi.casework.services.claims.deciding import DECISIONS, decide
from huiqi.casework.services.claims.excluding import end_exclusion
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.funding import serve_all_waiting, serve_held, set_lines
from huiqi.casework.services.claims.in_bulk import MANY, do_in_bulk, start_in_bulk, start_result
from huiqi.casework.services.claims.listed.arriving import serve_all_listed, serve_listed
from huiqi.casework.services.claims.listed.keeping import (
    CannotList,
    ListedSaid,
    agree_to_listing,
    list_clause,
    take_off,
)
from huiqi.casework.services.claims.matching_bank import Matched, take_result
from huiqi.casework.services.claims.notice_files import notice_pdf, set_notice
from huiqi.casework.services.claims.noticing import offer_passed, post
from huiqi.casework.services.claims.objecting import ObjectionSaid, judge, object_to, write_to_objector
from huiqi.casework.services.claims.packing import (
    make_round_pack,
    pack_claim,
    pack_file,
    remove_old_packs,
    start_round_pack,
)
from huiqi.casework.services.claims.paying import (
    CannotPay,
    check_batch,
    make_batch,
    make_batch_of_all,
    send_batch,
    withdraw_batch,
)
from huiqi.casework.services.claims.raising import let_stand, tell_freed, work_out_anew, work_out_round
from huiqi.casework.services.claims.reviewing import clear_credit, put_right, refuse, review, send_back, set_amount
from huiqi.casework.services.claims.samples import (
    Answers,
    CannotSample,
    SampleSaid,
    answer_call,
    draw_sample,
    settle_call,
)
from huiqi.casework.services.claims.standing_in import CannotStandIn, end_stand_in, stand_in
from huiqi.casework.services.clocks import (
    CannotKeepTime,
    exclude_days,
    extend_clock,
    pause_clock,
    resume_clock,
    start_clocks,
    stop_clocks,
)
from huiqi.casework.services.outcomes.failing import CannotSettle
from huiqi.casework.services.outcomes.paying import check_payment, hand_in_payment, reject_payment
from huiqi.casework.services.outcomes.promising import OrderSaid, approve_order, end_order, enter_order, refuse_order
from huiqi.casework.services.outcomes.proving import confirm_outcome, report_outcome, send_outcome_back
from huiqi.casework.services.ranking.closing import close_competition, settle_place
from huiqi.casework.services.ranking.failing import CannotRank
from huiqi.casework.services.ranking.scoring import declare, score, step_aside
from huiqi.casework.services.ranking.setting_up import CompetitionSaid, CriterionSaid, set_up_competition
from huiqi.casework.services.running import CannotRun, carry_out, repeat_run, restart_run, start_run
from huiqi.casework.services.surveys import (
    CannotAnswer,
    return_answers,
    save_answers,
    send_answers,
    take_answers,
    take_many,
)
from huiqi.casework.services.telling_duties import tell_clocks
from huiqi.casework.services.what_ifs import (
    CannotTryOut,
    carry_out_what_if,
    change_what_if,
    make_what_if,
    start_what_if,
)

__all__ = [
    "DECISIONS",
    "MANY",
    "Answers",
    "CampaignSaid",
    "CannotAnswer",
    "CannotApply",
    "CannotAsk",
    "CannotBind",
    "CannotClaim",
    "CannotFile",
    "CannotKeepCalendar",
    "CannotKeepTime",
    "CannotList",
    "CannotPay",
    "CannotRank",
    "CannotRun",
    "CannotSample",
    "CannotSetBands",
    "CannotSettle",
    "CannotStandIn",
    "CannotTryOut",
    "ClockSaid",
    "CompetitionSaid",
    "CriterionSaid",
    "IntakeSaid",
    "ListedSaid",
    "Matched",
    "ObjectionSaid",
    "OrderSaid",
    "SampleSaid",
    "TermSaid",
    "Terms",
    "Verdict",
    "agree_to_bands",
    "agree_to_listing",
    "answer_call",
    "approve",
    "approve_order",
    "ask_missing",
    "begin_application",
    "bind",
    "carry_out",
    "carry_out_what_if",
    "change_campaign",
    "change_what_if",
    "check_application",
    "check_batch",
    "check_payment",
    "choose_companies",
    "clear_credit",
    "close_campaign",
    "close_competition",
    "close_intake",
    "compare_applications",
    "confirm",
    "confirm_outcome",
    "decide",
    "declare",
    "decline",
    "do_in_bulk",
    "draft_campaign",
    "draw_sample",
    "drop_bands",
    "end_exclusion",
    "end_order",
    "end_stand_in",
    "enter_order",
    "enter_year",
    "exclude_days",
    "extend_clock",
    "file_claim",
    "file_round",
    "hand_in_payment",
    "judge",
    "lapse_late",
    "lapse_unfixed",
    "let_stand",
    "list_clause",
    "make_batch",
    "make_batch_of_all",
    "make_round_pack",
    "make_what_if",
    "notice_pdf",
    "object_to",
    "offer_passed",
    "open_intake",
    "open_record",
    "open_round",
    "pack_claim",
    "pack_file",
    "pause_clock",
    "post",
    "propose_bands",
    "put_right",
    "refuse",
    "refuse_application",
    "refuse_order",
    "refuse_unmet",
    "reject_payment",
    "remind",
    "remind_late",
    "remove_old_packs",
    "repeat_run",
    "report_outcome",
    "restart_run",
    "resume_clock",
    "return_answers",
    "review",
    "save_answers",
    "save_application",
    "score",
    "send_answers",
    "send_back",
    "send_batch",
    "send_out",
    "send_outcome_back",
    "serve_all_listed",
    "serve_all_waiting",
    "serve_held",
    "serve_listed",
    "set_amount",
    "set_lines",
    "set_notice",
    "set_office_hours",
    "set_up_competition",
    "settle_call",
    "settle_place",
    "stand_in",
    "start_clocks",
    "start_filing",
    "start_in_bulk",
    "start_result",
    "start_round_pack",
    "start_run",
    "start_what_if",
    "step_aside",
    "stop_clocks",
    "submit_application",
    "take_answers",
    "take_many",
    "take_off",
    "take_on",
    "take_result",
    "tell_clocks",
    "tell_freed",
    "turn_down",
    "unbind",
    "verify_record",
    "withdraw_application",
    "withdraw_batch",
    "work_out_anew",
    "work_out_round",
    "write_to_objector",
]
