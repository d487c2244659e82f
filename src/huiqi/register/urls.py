"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from huiqi.register.views import candidates, counting, labels, ladder, published, residents, tokens, undertakings

app_name = "register"
urlpatterns = [
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
