"""Addresses of the office and of the page where an invited person sets up an account."""

from __future__ import annotations

from django.urls import path

from tannha.ground.access import May
from tannha.ground.refusal import gettext_noop
from tannha.ground.today import NavItem
from tannha.office import first, views, welcome
from tannha.web.page import page

app_name = "office"

NAV = [
    NavItem(label=gettext_noop("Accounts"), url_name="office:accounts", may=May.ACCOUNTS),
    NavItem(label=gettext_noop("Settings"), url_name="office:settings", may=May.SETTINGS),
    NavItem(label=gettext_noop("Backups"), url_name="office:backups", may=May.RESTORE),
    NavItem(label=gettext_noop("Journal"), url_name="office:journal", may=May.READ_JOURNAL),
]

urlpatterns = [
    path("accounts/", page(views.accounts, may=May.ACCOUNTS), name="accounts"),
    path("accounts/new/", page(views.new_account, may=May.ACCOUNTS), name="new-account"),
    path("account/<key:k>/", page(views.account, may=May.ACCOUNTS), name="account"),
    path("account/<key:k>/role/", page(views.role, may=May.ADMIT), name="role"),
    path("account/<key:k>/reset/", page(views.reset, may=May.ACCOUNTS), name="reset"),
    path("account/<key:k>/stop/", page(views.stop, may=May.STOP), name="stop"),
    path("account/<key:k>/restore/", page(views.restore, may=May.ACCOUNTS), name="restore"),
    path("settings/", page(views.settings_list, may=May.SETTINGS), name="settings"),
    path("settings/<str:name>/", page(views.setting, may=May.SETTINGS), name="setting"),
    path("journal/", page(views.journal, may=May.READ_JOURNAL), name="journal"),
    path("backups/", page(views.backups, may=May.RESTORE), name="backups"),
    path("first/", page(first.code, may=May.PUBLIC, open_to_all=True), name="first"),
    path("first/ward/", page(first.ward, may=May.PUBLIC, open_to_all=True), name="first-ward"),
    path("first/station/", page(first.station, may=May.PUBLIC, open_to_all=True), name="first-station"),
    path("first/machines/", page(first.machines, may=May.PUBLIC, open_to_all=True), name="first-machines"),
    path("first/people/", page(first.people, may=May.PUBLIC, open_to_all=True), name="first-people"),
    path("first/check/", page(first.check, may=May.PUBLIC, open_to_all=True), name="first-check"),
    path("welcome/", page(welcome.invitation, may=May.PUBLIC, open_to_all=True), name="welcome"),
    path("welcome/set-up/", page(welcome.set_up, may=May.PUBLIC, open_to_all=True), name="set-up"),
]
