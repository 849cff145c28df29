"""Pages of the office: accounts, settings, the journal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tannha.ground import accounts as verbs
from tannha.ground import adjust
from tannha.ground.access import May, Role
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.ground.second_person import SecondPerson, candidates
from tannha.office.backups import proof
from tannha.office.forms import NewAccountForm, OptionalSecondForm, RoleForm, SettingForm, TextSettingForm
from tannha.office.service import PAGE, backup_facts, list_journal
from tannha.office.words import ROLE_WORDS
from tannha.web import notice
from tannha.web.forms import SecondPersonForm
from tannha.web.page import to

_both = require_http_methods(["GET", "HEAD", "POST"])


def _frame(request: Any) -> dict[str, Any]:
    needed = verbs.is_settled(request.actor.ward_id)
    return {"needed": needed, "colleagues": candidates(request.actor, May.ACCOUNTS) if needed else []}


def _second(form: SecondPersonForm) -> SecondPerson | None:
    return form.second() if form.cleaned_data.get("second_code") else None


def _account(request: Any, k: UUID) -> verbs.Account:
    user = verbs.find_account(k, request.actor.ward_id)
    if user is None:
        raise Refused(not_there())
    return user


@require_safe
def accounts(request: Any) -> HttpResponse:
    """All accounts of the ward."""
    rows = [(user, ROLE_WORDS[Role(user.role)]) for user in verbs.list_accounts(request.actor.ward_id)]
    return render(request, "office/accounts.html", {"rows": rows} | _frame(request))


@_both
def new_account(request: Any) -> HttpResponseBase:
    """Make an account; the code for its person is shown once."""
    frame = _frame(request)
    if request.method != "POST":
        return render(
            request, "office/new_account.html", {"form": NewAccountForm(needed=frame["needed"])} | frame
        )
    form = NewAccountForm(request.POST, needed=frame["needed"])
    if form.is_valid():
        given = form.cleaned_data
        try:
            invited = verbs.invite_account(
                request.actor,
                username=given["username"],
                display_name=given["display_name"],
                role=Role(given["role"]),
                second=_second(form),
                now=request.now,
            )
        except Refused as refused:
            context = {"form": form, "refusal": refused.refusal} | frame
            return render(request, "office/new_account.html", context, status=409)
        return _show_code(request, invited)
    return render(request, "office/new_account.html", {"form": form} | frame, status=422)


def _show_code(request: Any, invited: verbs.Invited) -> HttpResponse:
    user = verbs.find_account(invited.user_id)
    address = request.build_absolute_uri(reverse("office:welcome"))
    return render(request, "office/invited.html", {"account": user, "code": invited.code, "address": address})


@require_safe
def account(request: Any, k: UUID) -> HttpResponse:
    """One account and what can be done with it."""
    user = _account(request, k)
    return render(request, "office/account.html", {"account": user, "role": ROLE_WORDS[Role(user.role)]})


def _act(
    request: Any, k: UUID, template: str, form_class: type[OptionalSecondForm], do: Any
) -> HttpResponseBase:
    user, frame = _account(request, k), _frame(request)
    context: dict[str, Any] = {"account": user, "role": ROLE_WORDS[Role(user.role)]} | frame
    if request.method != "POST":
        form = form_class(needed=frame["needed"])
        if "role" in form.fields:
            form.initial["role"] = user.role
        return render(request, template, context | {"form": form})
    form = form_class(request.POST, needed=frame["needed"])
    if not form.is_valid():
        return render(request, template, context | {"form": form}, status=422)
    try:
        done: HttpResponseBase = do(user, form)
    except Refused as refused:
        return render(request, template, context | {"form": form, "refusal": refused.refusal}, status=409)
    return done


def _back(request: Any, k: UUID, said: str) -> HttpResponseBase:
    notice.leave(request, said)
    return to(reverse("office:account", kwargs={"k": k}))


@_both
def role(request: Any, k: UUID) -> HttpResponseBase:
    """Another role."""

    def do(user: verbs.Account, form: Any) -> HttpResponseBase:
        verbs.change_role(
            request.actor,
            user_id=k,
            role=Role(form.cleaned_data["role"]),
            second=_second(form),
            now=request.now,
        )
        return _back(request, k, _("The role is changed."))

    return _act(request, k, "office/role.html", RoleForm, do)


@_both
def reset(request: Any, k: UUID) -> HttpResponseBase:
    """Shut password and codes, invite anew."""

    def do(user: verbs.Account, form: Any) -> HttpResponseBase:
        invited = verbs.reset_account(request.actor, user_id=k, second=_second(form), now=request.now)
        return _show_code(request, invited)

    return _act(request, k, "office/reset.html", OptionalSecondForm, do)


@_both
def restore(request: Any, k: UUID) -> HttpResponseBase:
    """Let a stopped account work again."""

    def do(user: verbs.Account, form: Any) -> HttpResponseBase:
        verbs.restore_account(request.actor, user_id=k, second=_second(form), now=request.now)
        return _back(request, k, _("The account works again."))

    return _act(request, k, "office/restore.html", OptionalSecondForm, do)


@_both
def stop(request: Any, k: UUID) -> HttpResponseBase:
    """Stop an account at once; one person's hand is enough."""
    user = _account(request, k)
    if request.method != "POST":
        return render(request, "office/stop.html", {"account": user})
    verbs.stop_account(request.actor, user_id=k, now=request.now)
    notice.leave(request, _("The account is stopped; its screens close with the next page."))
    return to(reverse("office:accounts" if user.id != request.actor.user_id else "web:today"))


@require_safe
def settings_list(request: Any) -> HttpResponse:
    """Every setting with its value, owner, date and reason."""
    changes = adjust.values_of(request.actor.ward_id)
    rows = [
        (
            setting,
            _(setting.label),
            _(setting.unit) if setting.unit else "",
            changes.get(setting.name),
            ROLE_WORDS[setting.owner],
        )
        for setting in adjust.declared()
    ]
    return render(request, "office/settings.html", {"rows": rows})


@_both
def setting(request: Any, name: str) -> HttpResponseBase:
    """Change one setting."""
    found = next((setting for setting in adjust.declared() if setting.name == name), None)
    if found is None:
        raise Refused(not_there())
    needs_second = request.actor.role is Role.SUPERVISOR
    form_class = TextSettingForm if found.pattern else SettingForm
    read = adjust.text_of if found.pattern else adjust.value_of
    value = read(request.actor.ward_id, name)
    context: dict[str, Any] = {
        "setting": found,
        "label": _(found.label),
        "unit": _(found.unit) if found.unit else "",
        "owner": ROLE_WORDS[found.owner],
        "past": adjust.list_changes(request.actor.ward_id, name),
        "value": value,
        "needs_second": needs_second,
        "colleagues": candidates(request.actor, May.SETTINGS),
    }
    if request.method != "POST":
        forms = {"form": form_class(initial={"value": value}), "second_form": SecondPersonForm()}
        return render(request, "office/setting.html", context | forms)
    form, second_form = form_class(request.POST), SecondPersonForm(request.POST)
    valid = form.is_valid() and (not needs_second or second_form.is_valid())
    context |= {"form": form, "second_form": second_form}
    if not valid:
        return render(request, "office/setting.html", context, status=422)
    try:
        adjust.change_setting(
            request.actor,
            name=name,
            value=form.cleaned_data["value"],
            reason=form.cleaned_data["reason"],
            second=second_form.second() if needs_second else None,
            now=request.now,
        )
    except Refused as refused:
        return render(request, "office/setting.html", context | {"refusal": refused.refusal}, status=409)
    notice.leave(request, _("The setting is changed."))
    return to(reverse("office:settings"))


@require_safe
def backups(request: Any) -> HttpResponse:
    """The last backup and the last proved restore, with their ages."""
    context = {
        "has_key": proof.public_key_path().exists(),
        "backup": proof.newest_backup(),
        "proved": proof.newest_proof(),
        "facts": backup_facts(request.now),
    }
    return render(request, "office/backups.html", context)


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The journal within the reader's scope, without people."""
    asked = request.GET.get("before", "")
    lines = list_journal(request.actor, before=int(asked) if asked.isdecimal() else None)  # type: ignore[attr-defined]
    shown = lines[:PAGE]
    context = {
        "rows": [(line, ROLE_WORDS[Role(line.role)]) for line in shown],
        "older": shown[-1].seq if len(lines) > PAGE else None,
        "newest": not asked,
    }
    return render(request, "office/journal.html", context)
