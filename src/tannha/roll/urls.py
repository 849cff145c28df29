"""Addresses of the roll."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.roll import change_views, doubles_views, import_views, views
from tannha.web.page import page

app_name = "roll"

NAV = [
    NavItem(label=gettext_noop("Find a resident"), url_name="roll:find", may=May.LOOK_UP),
    NavItem(label=gettext_noop("Import a list"), url_name="roll:import", may=May.IMPORT_ROLL),
    NavItem(label=gettext_noop("Proposals for the roll"), url_name="roll:proposals", may=May.CHANGE_ROLL),
    NavItem(label=gettext_noop("Table with names"), url_name="roll:export", may=May.EXPORT_NAMES),
]

urlpatterns = [
    path("import/", page(import_views.imports, may=May.IMPORT_ROLL), name="import"),
    path("import/<key:k>/", page(import_views.review, may=May.IMPORT_ROLL), name="import-review"),
    path("import/<key:k>/columns/", page(import_views.columns, may=May.IMPORT_ROLL), name="import-columns"),
    path("import/<key:k>/accept/", page(import_views.accept, may=May.IMPORT_ROLL), name="import-accept"),
    path(
        "import/<key:k>/progress/", page(import_views.progress, may=May.IMPORT_ROLL), name="import-progress"
    ),
    path("import/<key:k>/rows/", page(import_views.rejected, may=May.IMPORT_ROLL), name="import-rows"),
    path("import/<key:k>/undo/", page(import_views.undo, may=May.IMPORT_ROLL), name="import-undo"),
    path("import/<key:k>/drop/", page(import_views.drop, may=May.IMPORT_ROLL), name="import-drop"),
    path("find/", page(views.find, may=May.LOOK_UP), name="find"),
    path("add/", page(change_views.add, may=May.CHANGE_ROLL), name="add"),
    path("proposals/", page(change_views.proposals, may=May.CHANGE_ROLL), name="proposals"),
    path("proposal/<key:k>/", page(change_views.proposal, may=May.CHANGE_ROLL), name="proposal"),
    path("doubles/", page(doubles_views.doubles, may=May.CHANGE_ROLL), name="doubles"),
    path("doubles/<key:k>/<key:other>/", page(doubles_views.pair, may=May.CHANGE_ROLL), name="pair"),
    path("groups/", page(doubles_views.groups, may=May.IMPORT_ROLL), name="groups"),
    path("groups/new/", page(doubles_views.new_group, may=May.IMPORT_ROLL), name="new-group"),
    path("group/<key:k>/", page(doubles_views.group, may=May.IMPORT_ROLL), name="group"),
    path("export/", page(doubles_views.export, may=May.EXPORT_NAMES), name="export"),
    path("export/groups/", page(doubles_views.figures, may=May.STATISTICS), name="figures"),
    path("export/<key:k>/", page(doubles_views.table, may=May.EXPORT_NAMES), name="table"),
    path(
        "export/<key:k>/progress/",
        page(doubles_views.table_progress, may=May.EXPORT_NAMES),
        name="table-progress",
    ),
    path("resident/<key:k>/", page(views.resident, may=May.LOOK_UP), name="resident"),
    path("resident/<key:k>/number/", page(views.number, may=May.FULL_NUMBER), name="number"),
    path("resident/<key:k>/correct/", page(change_views.correct, may=May.CHANGE_ROLL), name="correct"),
    path("resident/<key:k>/status/", page(change_views.status, may=May.CHANGE_ROLL), name="status"),
    path("resident/<key:k>/move/", page(change_views.move, may=May.CHANGE_ROLL), name="move"),
    path(
        "resident/<key:k>/old-number/", page(change_views.old_number, may=May.CHANGE_ROLL), name="old-number"
    ),
    path(
        "resident/<key:k>/old-number/<key:number>/",
        page(change_views.drop_number, may=May.CHANGE_ROLL),
        name="drop-number",
    ),
    path("resident/<key:k>/part/<key:merge>/", page(doubles_views.part, may=May.CHANGE_ROLL), name="part"),
    path("resident/<key:k>/supporter/", page(views.supporter, may=May.CHANGE_ROLL), name="supporter"),
    path(
        "resident/<key:k>/representative/",
        page(views.representative, may=May.CHANGE_ROLL),
        name="representative",
    ),
    path("household/<key:k>/", page(views.household, may=May.LOOK_UP), name="household"),
]
