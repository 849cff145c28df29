"""Addresses of the roll."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.roll import import_views, views
from tannha.web.page import page

app_name = "roll"

NAV = [
    NavItem(label=gettext_noop("Find a resident"), url_name="roll:find", may=May.LOOK_UP),
    NavItem(label=gettext_noop("Import a list"), url_name="roll:import", may=May.IMPORT_ROLL),
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
    path("groups/", page(views.groups, may=May.IMPORT_ROLL), name="groups"),
    path("resident/<key:k>/", page(views.resident, may=May.LOOK_UP), name="resident"),
    path("resident/<key:k>/number/", page(views.number, may=May.FULL_NUMBER), name="number"),
    path("resident/<key:k>/correct/", page(views.correct, may=May.CHANGE_ROLL), name="correct"),
    path("resident/<key:k>/supporter/", page(views.supporter, may=May.CHANGE_ROLL), name="supporter"),
    path(
        "resident/<key:k>/representative/",
        page(views.representative, may=May.CHANGE_ROLL),
        name="representative",
    ),
    path("household/<key:k>/", page(views.household, may=May.LOOK_UP), name="household"),
]
