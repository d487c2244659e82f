"""All addresses of the site."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from huiqi.casework.urls import company_patterns, institution_patterns
from huiqi.site import views
from huiqi.site.api import api

handler400 = "huiqi.site.failures.bad_request"
handler403 = "huiqi.site.failures.forbidden"
handler404 = "huiqi.site.failures.not_found"
handler429 = "huiqi.site.failures.too_many"
handler500 = "huiqi.site.failures.broken"

urlpatterns = [
    path("", views.home, name="home"),
    path("language", set_language, name="set_language"),
    path("health", views.health, name="health"),
    path("account/", include("huiqi.site.login.urls")),
    path("api/v1/", api.urls),
    path("companies/", include((company_patterns, "companies"))),
    # Alike in what lies below: `companies:fact` in a template is the page of where one is.
    path("institutions/", include((institution_patterns, "companies"), namespace="institutions")),
    path("register/", include("huiqi.register.urls")),
    path("rulebook/", include("huiqi.rulebook.urls")),
    path("ledger/", include("huiqi.ledger.urls")),
    path("casework/", include("huiqi.casework.urls")),
    path("imports/", include("huiqi.imports.urls")),
    path("messages/", include("huiqi.messages.urls")),
    path("work/<uuid:id>", views.work, name="work"),
]
