"""Addresses of the part."""

from __future__ import annotations

from django.urls import path

from huiqi.rulebook.views import calculator

app_name = "rulebook"
urlpatterns = [
    path("find", calculator.find, name="find"),
    path("calculator", calculator.calculator, name="calculator"),
]
