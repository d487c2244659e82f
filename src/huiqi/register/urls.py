"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from huiqi.register.views import (
    candidates,
    company_people,
    counting,
    labels,
    ladder,
    people,
    published,
    residents,
    tokens,
    tree,
    undertakings,
)

app_name = "register"
urlpatterns = [
    path("people", people.people, name="people"),
    path("people/add", people.add_person, name="add_person"),
    path("people/<uuid:id>", people.person, name="person"),
    path("people/<uuid:id>/link", people.renew_link, name="renew_link"),
    path("people/<uuid:id>/switch", people.switch_account, name="switch_account"),
    path("people/<uuid:id>/subject", people.prepare_subject, name="prepare_subject"),
    path("roles/<uuid:id>/end", people.end_role, name="end_role"),
    path("own-people", company_people.own_people, name="own_people"),
    path("own-people/<uuid:id>", company_people.company_people, name="company_people"),
    path("own-people/<uuid:id>/invite", company_people.invite, name="invite"),
    path("own-people/<uuid:id>/consent", company_people.consent, name="consent"),
    path("tree", tree.tree, name="tree"),
    path("tree/<uuid:id>/add", tree.add_branch, name="add_branch"),
    path("tree/<uuid:id>/rename", tree.rename_branch, name="rename_branch"),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/<uuid:id>/end", tokens.end_token, name="end_token"),
    path("undertakings", undertakings.undertakings, name="undertakings"),
    path("undertakings/add", undertakings.add, name="undertaking_add"),
    path("undertakings/counts", counting.counts, name="undertaking_counts"),
    path("undertakings/<uuid:id>", undertakings.undertaking, name="undertaking"),
    path("undertakings/<uuid:id>/edit", undertakings.edit, name="undertaking_edit"),
    path("undertakings/<uuid:id>/labels/add", labels.add, name="label_add"),
    path("labels/<uuid:id>/end", labels.end, name="label_end"),
    path("labels/<uuid:id>/withdraw", labels.withdraw, name="label_withdraw"),
    path("undertakings/<uuid:id>/residents", residents.residents, name="residents"),
    path("undertakings/<uuid:id>/residents/add", residents.admit, name="admit"),
    path("residents/<uuid:id>/out", residents.release, name="release"),
    path("ladder", ladder.ladder, name="ladder"),
    path("ladder/companies", ladder.companies, name="ladder_companies"),
    path("ladder/expiring", ladder.expiring, name="ladder_expiring"),
    path("ladder/candidates", candidates.candidates, name="candidates"),
    path("ladder/candidates/add", candidates.nominate, name="nominate"),
    path("figures", published.figures, name="figures"),
    path("figures/add", published.add, name="figure_add"),
    path("figures/<uuid:id>", published.edit, name="figure_edit"),
]
