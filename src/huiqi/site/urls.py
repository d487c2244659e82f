"""All addresses of the site."""

from __future__ import annotations

from django.urls import path

from huiqi.site import views

urlpatterns = [
    path("health", views.health, name="health"),
]
