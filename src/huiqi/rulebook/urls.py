"""Addresses of the part."""

from __future__ import annotations

from django.urls import path

from huiqi.rulebook.views import calculator, drafts, editor, library, policy

app_name = "rulebook"
urlpatterns = [
    path("find", calculator.find, name="find"),
    path("calculator", calculator.calculator, name="calculator"),
    path("policies/", library.library, name="library"),
    path("policies/<str:policy>", policy.policy, name="policy"),
    path("policies/<str:policy>/contact", policy.contact, name="contact"),
    path("policies/<str:policy>/change", drafts.change, name="change"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new", drafts.new, name="new"),
    path("drafts/<uuid:id>", editor.editor, name="editor"),
    path("drafts/<uuid:id>/save", editor.save, name="save"),
    path("drafts/<uuid:id>/report", editor.report, name="report"),
    path("drafts/<uuid:id>/words", editor.words, name="words"),
    path("drafts/<uuid:id>/history", editor.history, name="history"),
    path("drafts/<uuid:id>/discard", drafts.discard, name="discard"),
]
