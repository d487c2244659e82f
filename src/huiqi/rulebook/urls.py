"""Addresses of the part."""

from __future__ import annotations

from django.urls import path

from huiqi.rulebook.views import (
    calculator,
    compendium,
    drafts,
    editor,
    exchange,
    expenses,
    gate,
    library,
    policy,
    requirements,
    tables,
    versions,
)

app_name = "rulebook"
urlpatterns = [
    path("find", calculator.find, name="find"),
    path("calculator", calculator.calculator, name="calculator"),
    path("expenses", expenses.expense, name="expense"),
    path("compendium", compendium.compendium, name="compendium"),
    path("compendium.pdf", compendium.compendium_pdf, name="compendium_pdf"),
    path("compendium/issue", compendium.issue, name="issue_compendium"),
    path("compendium/editions/<uuid:id>", compendium.edition, name="edition"),
    path("policies/", library.library, name="library"),
    path("policies/<str:policy>", policy.policy, name="policy"),
    path("policies/<str:policy>/tables/<str:table>", policy.table, name="policy_table"),
    path("policies/<str:policy>/graph", requirements.graph, name="graph"),
    path("policies/<str:policy>/model", exchange.model, name="model"),
    path("policies/<str:policy>/model.dmn", exchange.model_file, name="model_file"),
    path("policies/<str:policy>/contact", policy.contact, name="contact"),
    path("policies/<str:policy>/change", drafts.change, name="change"),
    path("policies/<str:policy>/renew", versions.renew, name="renew"),
    path("policies/<str:policy>/repeal", versions.repeal, name="repeal"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new", drafts.new, name="new"),
    path("drafts/bring", exchange.bring, name="bring"),
    path("drafts/<uuid:id>", editor.editor, name="editor"),
    path("drafts/<uuid:id>/save", editor.save, name="save"),
    path("drafts/<uuid:id>/report", editor.report, name="report"),
    path("drafts/<uuid:id>/words", editor.words, name="words"),
    path("drafts/<uuid:id>/history", editor.history, name="history"),
    path("drafts/<uuid:id>/discard", drafts.discard, name="discard"),
    path("drafts/<uuid:id>/graph", requirements.draft_graph, name="draft_graph"),
    path("drafts/<uuid:id>/tables", tables.tables, name="tables"),
    path("drafts/<uuid:id>/tables/save", tables.save_table, name="save_table"),
    path("drafts/<uuid:id>/tables/try", tables.try_table, name="try_table"),
    path("drafts/<uuid:id>/gate", gate.gate, name="gate"),
    path("drafts/<uuid:id>/gate/send-in", gate.send_in, name="send_in"),
    path("drafts/<uuid:id>/gate/take-back", gate.take_back, name="take_back"),
    path("drafts/<uuid:id>/gate/bring-up", gate.bring_up, name="bring_up"),
    path("drafts/<uuid:id>/gate/publish", gate.publish, name="publish"),
    path("drafts/<uuid:id>/gate/record/<str:gate>", gate.record, name="record"),
    path("versions/", versions.versions, name="versions"),
    path("versions/<int:number>", versions.version, name="version"),
]
