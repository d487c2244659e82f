"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from huiqi.imports.views import columns, duplicates, findings, sheets, sources

app_name = "imports"
urlpatterns = [
    path("", sheets.sheets, name="sheets"),
    path("new", sheets.new, name="new"),
    path("sources", sources.sources, name="sources"),
    path("sources/<uuid:id>", sources.source, name="source"),
    path("sources/<uuid:id>/<int:number>.yaml", sources.version, name="version"),
    path("duplicates", duplicates.pairs, name="duplicates"),
    path("duplicates/look", duplicates.look, name="look"),
    path("duplicates/<int:id>", duplicates.pair, name="pair"),
    path("duplicates/<int:id>/apart", duplicates.apart, name="apart"),
    path("merges", duplicates.merges, name="merges"),
    path("merges/<uuid:id>", duplicates.merge, name="merge"),
    path("merges/<uuid:id>/part", duplicates.part, name="part"),
    path("<uuid:id>", sheets.sheet, name="sheet"),
    path("<uuid:id>/columns", columns.columns, name="columns"),
    path("<uuid:id>/columns/sheet", columns.sheet_of_file, name="sheet_of_file"),
    path("<uuid:id>/columns/map", columns.map_file, name="map_file"),
    path("<uuid:id>/rows", findings.rows, name="rows"),
    path("<uuid:id>/faults", findings.faults, name="faults"),
    path("<uuid:id>/changes", findings.changes, name="changes"),
    path("<uuid:id>/doubts", findings.doubts, name="doubts"),
    path("<uuid:id>/start", sheets.start, name="start"),
    path("<uuid:id>/give-up", sheets.give_up, name="give_up"),
    path("<uuid:id>/file", sheets.file, name="file"),
    path("<uuid:id>/annotated", sheets.annotated, name="annotated"),
]
