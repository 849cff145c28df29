"""The set-up page of a real ward: the terminal's code, then the ward and its first two accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tannha.ground import set_up as verbs
from tannha.ground.accounts import ensure_ward
from tannha.ground.command import console_actor
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.web.page import to

_both = require_http_methods(["GET", "HEAD", "POST"])
_SESSION = "first_code"


class CodeForm(forms.Form):
    """The code that the terminal printed."""

    code = forms.CharField(
        label=_("Code from the terminal"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w16"}),
    )


class FirstForm(forms.Form):
    """The ward, its first administrator and its first supervisor."""

    name = forms.CharField(label=_("Name of the ward"), max_length=200)
    code = forms.RegexField(
        r"^\d{5}$", label=_("Code of the ward, five digits"), widget=forms.TextInput(attrs={"class": "w8"})
    )
    province = forms.CharField(label=_("Province or city"), max_length=200)
    administrator_name = forms.CharField(label=_("Name of the first administrator"), max_length=120)
    administrator = forms.SlugField(label=_("Administrator's account name"), max_length=40)
    supervisor_name = forms.CharField(label=_("Name of the first supervisor"), max_length=120)
    supervisor = forms.SlugField(label=_("Supervisor's account name"), max_length=40)


@_both
@sensitive_post_parameters("code")
def code(request: Any) -> HttpResponseBase:
    """The code of the newest start opens the page."""
    if not verbs.is_needed():
        raise Refused(not_there())
    if request.method != "POST":
        return render(request, "office/first_code.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "office/first_code.html", {"form": form}, status=422)
    try:
        verbs.check_set_up_code(form.cleaned_data["code"])
    except Refused as refused:
        context = {"form": CodeForm(), "refusal": refused.refusal}
        return render(request, "office/first_code.html", context, status=409)
    request.session.cycle_key()
    request.session[_SESSION] = form.cleaned_data["code"]
    return to(reverse("office:first-ward"))


@_both
def ward(request: Any) -> HttpResponseBase:
    """Name the ward, make the first two accounts, show their codes once."""
    kept = request.session.get(_SESSION)
    if kept is None:
        return to(reverse("office:first"))
    verbs.check_set_up_code(kept)
    if request.method != "POST":
        return render(request, "office/first_ward.html", {"form": FirstForm()})
    form = FirstForm(request.POST)
    if not form.is_valid():
        return render(request, "office/first_ward.html", {"form": form}, status=422)
    given = form.cleaned_data
    first = verbs.FirstWard(
        name=given["name"],
        code=given["code"],
        province=given["province"],
        administrator=verbs.FirstAccount(
            username=given["administrator"], display_name=given["administrator_name"]
        ),
        supervisor=verbs.FirstAccount(username=given["supervisor"], display_name=given["supervisor_name"]),
    )
    try:
        codes = verbs.set_up_ward(console_actor(ensure_ward(request.now).id), first=first, now=request.now)
    except Refused as refused:
        context = {"form": form, "refusal": refused.refusal}
        return render(request, "office/first_ward.html", context, status=409)
    del request.session[_SESSION]
    address = request.build_absolute_uri(reverse("office:welcome"))
    return render(request, "office/first_done.html", {"codes": codes.items(), "address": address})
