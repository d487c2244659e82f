"""Addresses of casework."""

from __future__ import annotations

from django.urls import path

from huiqi.casework.views import (
    calendars,
    campaigns,
    clauses,
    clocks,
    companies,
    comparisons,
    contacts,
    corrections,
    facts,
    institutions,
    looks,
    matches,
    news,
    own,
    portrait,
    runs,
    sandbox,
    survey_results,
    surveys,
    titles,
    traces,
)
from huiqi.casework.views.claims import approving, claim, rounds

app_name = "casework"
urlpatterns = [
    path("own", own.companies, name="companies"),
    path("own/<uuid:id>", own.own, name="own"),
    path("own/<uuid:id>/news", news.news, name="news"),
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("campaigns/add", campaigns.add, name="campaign_add"),
    path("campaigns/<uuid:id>", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:id>/edit", campaigns.edit, name="campaign_edit"),
    path("campaigns/<uuid:id>/companies", campaigns.choose, name="campaign_choose"),
    path("campaigns/<uuid:id>/send", campaigns.send_out, name="campaign_send"),
    path("campaigns/<uuid:id>/remind", campaigns.remind, name="campaign_remind"),
    path("campaigns/<uuid:id>/close", campaigns.close, name="campaign_close"),
    path("campaigns/<uuid:id>/answers", survey_results.results, name="results"),
    path("campaigns/<uuid:id>/take", survey_results.take_many, name="take_many"),
    path("asked/<uuid:id>", survey_results.asked, name="asked"),
    path("surveys", surveys.surveys, name="surveys"),
    path("surveys/<uuid:id>", surveys.survey, name="survey"),
    path("clocks", clocks.clocks, name="clocks"),
    path("calendar", calendars.calendar, name="calendar"),
    path("calendar/enter", calendars.enter, name="calendar_enter"),
    path("calendar/hours", calendars.hours, name="calendar_hours"),
    path("calendar/<slug:year>", calendars.year, name="calendar_year"),
    path("matches", matches.match_list, name="matches"),
    path("sandbox", sandbox.what_if_list, name="what_ifs"),
    path("sandbox/new", sandbox.new_what_if, name="new_what_if"),
    path("sandbox/<uuid:id>", sandbox.what_if_page, name="what_if"),
    path("sandbox/<uuid:id>/change", sandbox.change, name="change_what_if"),
    path("sandbox/<uuid:id>/start", sandbox.start, name="start_what_if"),
    path("rounds", rounds.round_list, name="rounds"),
    path("rounds/new/<uuid:run>/<str:policy>/<str:clause>", rounds.new_round, name="new_round"),
    path("rounds/<uuid:id>", rounds.round_page, name="round"),
    path("rounds/<uuid:id>/decide", rounds.decide, name="decide"),
    path("rounds/<uuid:id>/ask", rounds.ask_missing, name="ask_missing"),
    path("claims", claim.claim_list, name="claims"),
    path("claims/<uuid:id>", claim.claim_page, name="claim"),
    path("approving", approving.approving, name="approving"),
    path("approving/stand-ins/<uuid:id>/end", approving.end_stand_in, name="end_stand_in"),
    path("runs", runs.run_list, name="runs"),
    path("runs/new", runs.new_run, name="new_run"),
    path("runs/<uuid:id>", runs.run_page, name="run"),
    path("runs/<uuid:id>/again", runs.start_again, name="run_again"),
    path("runs/<uuid:id>/repeat", runs.repeat, name="run_repeat"),
    path("runs/<uuid:id>/with", comparisons.choose, name="choose"),
    path("runs/<uuid:id>/against/<uuid:other>", comparisons.compare, name="compare"),
    path("runs/<uuid:id>/<str:policy>/<str:clause>", clauses.clause_page, name="clause"),
    path("runs/<uuid:id>/<str:policy>/<str:clause>/<uuid:company>", traces.trace_page, name="trace"),
]

# What a company and an institution have alike.
subject_patterns = [
    path("files/<uuid:id>", corrections.file, name="file"),
    path("<uuid:id>", portrait.portrait, name="portrait"),
    path("<uuid:id>/history", portrait.history, name="history"),
    path("<uuid:id>/looks", looks.looks, name="looks"),
    path("<uuid:id>/rename", contacts.rename, name="rename"),
    path("<uuid:id>/contacts/add", contacts.add_contact, name="add_contact"),
    path("<uuid:id>/contacts/<uuid:contact>", contacts.contact, name="contact"),
    path("<uuid:id>/contacts/<uuid:contact>/end", contacts.end_contact, name="end_contact"),
    path("<uuid:id>/facts", facts.choose_fact, name="choose_fact"),
    path("<uuid:id>/facts/<str:name>", facts.fact, name="fact"),
    path("<uuid:id>/facts/<str:name>/correct", facts.correct_fact, name="correct_fact"),
    path("<uuid:id>/facts/<str:name>/undo", facts.undo_fact, name="undo_fact"),
]

# Companies have a place of their own in the address: `companies/…`; so have institutions.
company_patterns = [
    path("", companies.companies, name="list"),
    path("titles", titles.titles, name="titles"),
    path("corrections", corrections.corrections, name="corrections"),
    path("corrections/<uuid:id>", corrections.correction, name="correction"),
    path("corrections/<uuid:id>/accept", corrections.accept, name="accept"),
    path("corrections/<uuid:id>/refuse", corrections.refuse, name="refuse"),
    path("corrections/<uuid:id>/withdraw", corrections.withdraw, name="withdraw"),
    *subject_patterns,
    path("<uuid:id>/facts/<str:name>/ask", facts.ask, name="ask"),
    path("<uuid:id>/titles/add", titles.add_title, name="add_title"),
    path("<uuid:id>/titles/<uuid:title>", titles.correct_title, name="correct_title"),
    path("<uuid:id>/titles/<uuid:title>/revoke", titles.revoke_title, name="revoke_title"),
]

institution_patterns = [
    path("", institutions.institutions, name="list"),
    path("add", institutions.add, name="add"),
    *subject_patterns,
]
