"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from huiqi.register.views import tokens

app_name = "register"
urlpatterns = [
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/<uuid:id>/end", tokens.end_token, name="end_token"),
]
