"""Addresses of messages."""

from __future__ import annotations

from django.urls import path

from huiqi.messages.views import hooks, inbox, log, wishes

app_name = "messages"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read", inbox.read_all, name="read_all"),
    path("wishes", wishes.wishes, name="wishes"),
    path("deliveries", log.log, name="log"),
    path("deliveries/<uuid:id>/again", log.resend, name="resend"),
    path("hooks", hooks.hooks, name="hooks"),
    path("hooks/new", hooks.new, name="new_hook"),
    path("hooks/<uuid:id>", hooks.hook, name="hook"),
    path("hooks/<uuid:id>/secret", hooks.secret, name="hook_secret"),
    path("hooks/<uuid:id>/try", hooks.trial, name="try_hook"),
    path("hooks/<uuid:id>/switch", hooks.switch, name="switch_hook"),
    path("hooks/<uuid:id>/end", hooks.end, name="end_hook"),
    path("hooks/<uuid:id>/calls/<uuid:call>", hooks.call, name="hook_call"),
    path("hooks/<uuid:id>/calls/<uuid:call>/again", hooks.again, name="resend_call"),
    path("<uuid:id>", inbox.message, name="message"),
]
