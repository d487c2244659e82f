"""Addresses of messages."""

from __future__ import annotations

from django.urls import path

from huiqi.messages.views import inbox, log, wishes

app_name = "messages"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read", inbox.read_all, name="read_all"),
    path("wishes", wishes.wishes, name="wishes"),
    path("deliveries", log.log, name="log"),
    path("deliveries/<uuid:id>/again", log.resend, name="resend"),
    path("<uuid:id>", inbox.message, name="message"),
]
