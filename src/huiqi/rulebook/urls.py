"""Addresses of the part."""

from __future__ import annotations

from django.urls import path

from huiqi.rulebook.views import calculator, library, policy

app_name = "rulebook"
urlpatterns = [
    path("find", calculator.find, name="find"),
    path("calculator", calculator.calculator, name="calculator"),
    path("policies/", library.library, name="library"),
    path("policies/<str:policy>", policy.policy, name="policy"),
    path("policies/<str:policy>/contact", policy.contact, name="contact"),
]
