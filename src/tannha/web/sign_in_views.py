"""Signing in (password, then code), the first PIN, the lock curtain, the own password, signing out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tannha.ground import sign_in as verbs
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusal_texts import render as told
from tannha.web import notice, session
from tannha.web.notice_texts import PASSWORD_CHANGED, PIN_KEPT
from tannha.web.page import is_fetch, see_other, to
from tannha.web.paths import own_path
from tannha.web.sign_in_forms import CodeStepForm, PasswordForm, PasswordStepForm, PinForm

_both = require_http_methods(["GET", "HEAD", "POST"])


def _again(
    request: HttpRequest, template: str, form: object, refusal: Refusal | None = None
) -> HttpResponseBase:
    return render(request, template, {"form": form, "refusal": refusal, "next": _next(request)}, status=422)


def _next(request: HttpRequest) -> str:
    given = request.POST.get("next") or request.GET.get("next")
    return own_path(request, given) if given else ""


@_both
@sensitive_post_parameters("password")
def password_step(request: HttpRequest) -> HttpResponseBase:
    """Account name and password; the answer is the same whether the account exists or not."""
    if request.method != "POST":
        if request.actor is not None:  # type: ignore[attr-defined] # set by the middleware
            return to(own_path(request, _next(request)))
        return render(request, "web/sign_in.html", {"form": PasswordStepForm(), "next": _next(request)})
    form = PasswordStepForm(request.POST)
    if not form.is_valid():
        return _again(request, "web/sign_in.html", form)
    now = request.now  # type: ignore[attr-defined]
    try:
        user_id = verbs.check_password_step(
            form.cleaned_data["username"], form.cleaned_data["password"], now=now
        )
    except Refused as refused:
        return _again(
            request, "web/sign_in.html", PasswordStepForm(initial=form.cleaned_data), refused.refusal
        )
    session.begin_half(request.session, user_id, now=now)
    return see_other("web:code", next=_next(request))


@_both
@sensitive_post_parameters("code")
def code_step(request: HttpRequest) -> HttpResponseBase:
    """The one-time code; then Today, or the first PIN."""
    now = request.now  # type: ignore[attr-defined]
    user_id = session.half(request.session, now=now)
    if user_id is None:
        return see_other("web:sign-in", next=_next(request))
    if request.method != "POST":
        return render(request, "web/code.html", {"form": CodeStepForm(), "next": _next(request)})
    form = CodeStepForm(request.POST)
    if not form.is_valid():
        return _again(request, "web/code.html", form)
    try:
        user = verbs.check_code_step(user_id, form.cleaned_data["code"], now=now)
    except Refused as refused:
        return _again(request, "web/code.html", CodeStepForm(), refused.refusal)
    session.begin(request.session, user, now)
    if not user.pin_hash:
        return see_other("web:pin", next=_next(request))
    return to(own_path(request, _next(request)))


@_both
@sensitive_post_parameters("pin", "again")
def pin(request: HttpRequest) -> HttpResponseBase:
    """Choose the PIN that opens the lock curtain."""
    if request.method != "POST":
        return render(request, "web/pin.html", {"form": PinForm(), "next": _next(request)})
    form = PinForm(request.POST)
    if not form.is_valid():
        return _again(request, "web/pin.html", form)
    try:
        verbs.set_pin(request.actor, pin=form.cleaned_data["pin"], now=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _again(request, "web/pin.html", PinForm(), refused.refusal)
    notice.leave(request, str(PIN_KEPT))
    return to(own_path(request, _next(request)))


@_both
@sensitive_post_parameters("old", "new")
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password."""
    if request.method != "POST":
        return render(request, "web/password.html", {"form": PasswordForm()})
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _again(request, "web/password.html", form)
    given, now = form.cleaned_data, request.now  # type: ignore[attr-defined]
    try:
        verbs.change_password(request.actor, old=given["old"], new=given["new"], now=now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _again(request, "web/password.html", PasswordForm(), refused.refusal)
    session.renew(request.session, now)
    notice.leave(request, str(PASSWORD_CHANGED))
    return see_other("web:today")


@_both
def lock(request: HttpRequest) -> HttpResponseBase:
    """POST hides the pages; GET shows the curtain: the clock, whose shift, a field for the PIN."""
    if request.method == "POST":
        session.lock(request.session)
        return HttpResponse(status=204) if is_fetch(request) else see_other("web:lock", next=_next(request))
    if not request.locked:  # type: ignore[attr-defined]
        return to(own_path(request, _next(request)))
    return render(request, "web/lock.html", {"next": _next(request)})


@require_POST
@sensitive_post_parameters("pin")
def unlock(request: HttpRequest) -> HttpResponseBase:
    """Show the pages again, where they were; a script gets the sentence as data."""
    now = request.now  # type: ignore[attr-defined]
    try:
        verbs.unlock(request.actor, request.POST.get("pin", ""), now=now)  # type: ignore[attr-defined]
    except Refused as refused:
        if is_fetch(request):
            said = told(refused.refusal)
            return JsonResponse({"said": f"{said.cannot} {said.next_step}"}, status=422)
        context = {"next": _next(request), "refusal": refused.refusal}
        return render(request, "web/lock.html", context, status=422)
    session.unlock(request.session, now=now)
    return HttpResponse(status=204) if is_fetch(request) else to(own_path(request, _next(request)))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session on this screen."""
    if request.actor is not None:  # type: ignore[attr-defined]
        verbs.sign_out(request.actor, now=request.now)  # type: ignore[attr-defined]
    request.session.flush()
    response = to(reverse("web:sign-in"))
    response.headers["Clear-Site-Data"] = '"storage"'  # what this browser kept without network
    return response
