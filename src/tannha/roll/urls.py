"""Addresses of the roll."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.roll.views import changes, doubles, imports, residents
from tannha.web.page import page

app_name = "roll"

NAV = [
    NavItem(label=gettext_noop("Find a resident"), url_name="roll:find", may=May.LOOK_UP),
    NavItem(label=gettext_noop("Import a list"), url_name="roll:import", may=May.IMPORT_ROLL),
    NavItem(label=gettext_noop("Proposals for the roll"), url_name="roll:proposals", may=May.CHANGE_ROLL),
    NavItem(label=gettext_noop("Table with names"), url_name="roll:export", may=May.EXPORT_NAMES),
]

urlpatterns = [
    path("import/", page(imports.imports, may=May.IMPORT_ROLL), name="import"),
    path("import/<key:k>/", page(imports.review, may=May.IMPORT_ROLL), name="import-review"),
    path("import/<key:k>/columns/", page(imports.columns, may=May.IMPORT_ROLL), name="import-columns"),
    path("import/<key:k>/accept/", page(imports.accept, may=May.IMPORT_ROLL), name="import-accept"),
    path("import/<key:k>/progress/", page(imports.progress, may=May.IMPORT_ROLL), name="import-progress"),
    path("import/<key:k>/rows/", page(imports.rejected, may=May.IMPORT_ROLL), name="import-rows"),
    path("import/<key:k>/undo/", page(imports.undo, may=May.IMPORT_ROLL), name="import-undo"),
    path("import/<key:k>/drop/", page(imports.drop, may=May.IMPORT_ROLL), name="import-drop"),
    path("find/", page(residents.find, may=May.LOOK_UP), name="find"),
    path("add/", page(changes.add, may=May.CHANGE_ROLL), name="add"),
    path("proposals/", page(changes.proposals, may=May.CHANGE_ROLL), name="proposals"),
    path("proposal/<key:k>/", page(changes.proposal, may=May.CHANGE_ROLL), name="proposal"),
    path("doubles/", page(doubles.doubles, may=May.CHANGE_ROLL), name="doubles"),
    path("doubles/<key:k>/<key:other>/", page(doubles.pair, may=May.CHANGE_ROLL), name="pair"),
    path("groups/", page(doubles.groups, may=May.IMPORT_ROLL), name="groups"),
    path("groups/new/", page(doubles.new_group, may=May.IMPORT_ROLL), name="new-group"),
    path("group/<key:k>/", page(doubles.group, may=May.IMPORT_ROLL), name="group"),
    path("export/", page(doubles.export, may=May.EXPORT_NAMES), name="export"),
    path("export/groups/", page(doubles.figures, may=May.STATISTICS), name="figures"),
    path("export/<key:k>/", page(doubles.table, may=May.EXPORT_NAMES), name="table"),
    path(
        "export/<key:k>/progress/",
        page(doubles.table_progress, may=May.EXPORT_NAMES),
        name="table-progress",
    ),
    path("resident/<key:k>/", page(residents.resident, may=May.LOOK_UP), name="resident"),
    path("resident/<key:k>/number/", page(residents.number, may=May.FULL_NUMBER), name="number"),
    path("resident/<key:k>/correct/", page(changes.correct, may=May.CHANGE_ROLL), name="correct"),
    path("resident/<key:k>/status/", page(changes.status, may=May.CHANGE_ROLL), name="status"),
    path("resident/<key:k>/move/", page(changes.move, may=May.CHANGE_ROLL), name="move"),
    path("resident/<key:k>/old-number/", page(changes.old_number, may=May.CHANGE_ROLL), name="old-number"),
    path(
        "resident/<key:k>/old-number/<key:number>/",
        page(changes.drop_number, may=May.CHANGE_ROLL),
        name="drop-number",
    ),
    path("resident/<key:k>/part/<key:merge>/", page(doubles.part, may=May.CHANGE_ROLL), name="part"),
    path("resident/<key:k>/supporter/", page(residents.supporter, may=May.CHANGE_ROLL), name="supporter"),
    path(
        "resident/<key:k>/representative/",
        page(residents.representative, may=May.CHANGE_ROLL),
        name="representative",
    ),
    path("household/<key:k>/", page(residents.household, may=May.LOOK_UP), name="household"),
]
