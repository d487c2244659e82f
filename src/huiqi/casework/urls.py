"""Addresses of casework."""

from __future__ import annotations

from django.urls import path

from huiqi.casework.views import clauses, comparisons, own, runs, traces

app_name = "casework"
urlpatterns = [
    path("own", own.companies, name="companies"),
    path("own/<uuid:id>", own.own, name="own"),
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
