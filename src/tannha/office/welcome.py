"""Where an invited person makes an account their own: the slip's code, then password, app and recovery codes."""

from __future__ import annotations

from base64 import b32encode, b64decode, b64encode
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tannha.ground import enrolling, one_time_code, vault
from tannha.ground.accounts import find_account
from tannha.ground.refusal import Refused
from tannha.office.forms import InvitationForm, SetUpAccountForm
from tannha.web.page import to

_both = require_http_methods(["GET", "HEAD", "POST"])
_SESSION = "setting_up"


@_both
@sensitive_post_parameters("code")
def invitation(request: Any) -> HttpResponseBase:
    """Account name and code of the slip."""
    if request.method != "POST":
        form = InvitationForm()
        return render(request, "office/invitation.html", {"form": form})
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return render(request, "office/invitation.html", {"form": form}, status=422)
    try:
        user_id = enrolling.open_invitation(
            form.cleaned_data["username"], form.cleaned_data["code"], now=request.now
        )
    except Refused as refused:
        context = {"form": form, "refusal": refused.refusal}
        return render(request, "office/invitation.html", context, status=409)
    request.session.cycle_key()
    seed = vault.keep(one_time_code.new_seed())
    request.session[_SESSION] = {"user": str(user_id), "seed": b64encode(seed).decode()}
    return to(reverse("office:set-up"))


@_both
@sensitive_post_parameters("password", "code")
def set_up(request: Any) -> HttpResponseBase:
    """Password and first code of the app; then the recovery codes, shown once."""
    kept = request.session.get(_SESSION)
    user = find_account(UUID(kept["user"])) if kept else None
    if user is None or not user.is_active:
        return to(reverse("office:welcome"))
    seed = vault.reveal(b64decode(kept["seed"]))
    address = one_time_code.address(seed, user.username)
    context: dict[str, Any] = {
        "account": user,
        "picture": _picture(address),
        "address": address,
        "secret": b32encode(seed).decode().rstrip("="),
    }
    if request.method != "POST":
        return render(request, "office/set_up.html", context | {"form": SetUpAccountForm()})
    form = SetUpAccountForm(request.POST)
    if not form.is_valid():
        return render(request, "office/set_up.html", context | {"form": form}, status=422)
    given = form.cleaned_data
    try:
        enrolled = enrolling.enrol(
            user.id, password=given["password"], seed=seed, code=given["code"], now=request.now
        )
    except Refused as refused:
        context |= {"form": SetUpAccountForm(), "refusal": refused.refusal}
        return render(request, "office/set_up.html", context, status=409)
    del request.session[_SESSION]
    return render(request, "office/recovery_codes.html", {"account": user, "codes": enrolled.recovery_codes})


def _picture(address: str) -> SafeString:
    """The QR code as SVG made by segno from our own address."""
    svg = segno.make(address, error="m").svg_inline(scale=5, border=2, dark="#1B2530", omitsize=True)
    return mark_safe(svg)  # segno's own drawing, no text of anybody in it
