"""Addresses of casework."""

from __future__ import annotations

from django.urls import path

from huiqi.casework.views import own

app_name = "casework"
urlpatterns = [
    path("own", own.companies, name="companies"),
    path("own/<uuid:id>", own.own, name="own"),
]
