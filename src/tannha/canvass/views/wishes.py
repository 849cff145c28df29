"""Pages of the person's and the family's wishes: do-not-visit, invitations, quiet days, limits and their lifting."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.canvass import service
from tannha.canvass.forms import FurtherVisitForm, InvitationForm, LiftForm, QuietDaysForm
from tannha.canvass.views.visits import UNFIT, Request, onward
from tannha.web.notice import leave
from tannha.web.page import to


def no_visit(request: Request, k: UUID) -> HttpResponseBase:
    """Please do not come again: the whole household, or only this person."""
    if request.method == "POST":
        household = request.POST.get("whose") == "household"
        service.set_do_not_visit(request.actor, case_id=k, household=household, now=request.now)
        leave(request, _("Saved. Nobody will come; it holds from now on."), mark="wish")
        return to(onward(request.POST.get("walk", "")))
    shown = service.show_case_limits(request.actor, case_id=k, now=request.now)
    return render(
        request,
        "canvass/no_visit.html",
        {"limits": shown, "walk_key": request.GET.get("walk", ""), "whose": _whose(shown.strip.spoken)},
    )


def _whose(spoken: str) -> list[tuple[str, str]]:
    name = spoken or _("this person")
    return [("household", _("The whole household")), ("person", _("Only %(name)s") % {"name": name})]


def invited(request: Request, k: UUID) -> HttpResponseBase:
    """The family invites us again."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.record_invitation(
            request.actor, case_id=k, from_day=form.cleaned_data["from_day"], now=request.now
        )
        leave(request, _("Saved. The family invites us again."))
        return to(reverse("canvass:walks"))
    shown = service.show_case_limits(request.actor, case_id=k, now=request.now)
    context = {"limits": shown, "form": form}
    return render(request, "canvass/invited.html", context, status=UNFIT if form.errors else 200)


def quiet(request: Request, k: UUID) -> HttpResponseBase:
    """Leave a household in peace for some days."""
    form = QuietDaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.set_quiet_days(request.actor, case_id=k, until=form.cleaned_data["until"], now=request.now)
        leave(request, _("Saved. This household is left in peace."), mark="wish")
        return to(reverse("canvass:walks"))
    shown = service.show_case_limits(request.actor, case_id=k, now=request.now)
    context = {"limits": shown, "form": form}
    return render(request, "canvass/quiet.html", context, status=UNFIT if form.errors else 200)


def limits(request: Request) -> HttpResponse:
    """Standing wishes, people at the limit, news told at doors."""
    return render(
        request, "canvass/limits.html", {"view": service.show_limits(request.actor, now=request.now)}
    )


def lift(request: Request, k: UUID) -> HttpResponseBase:
    """Lift a wish not to be visited: two persons, at the family's own wish."""
    shown = service.show_standing_wish(request.actor, wish_id=k, now=request.now)
    form = LiftForm(request.POST or None, colleagues=shown.colleagues)
    if request.method == "POST" and form.is_valid():
        service.lift_do_not_visit(
            request.actor,
            wish_id=k,
            family_wish=form.cleaned_data["family_wish"],
            second=form.second(),
            now=request.now,
        )
        leave(request, _("Lifted, as the family wishes. Visits may be planned again."))
        return to(reverse("canvass:limits"))
    return render(
        request, "canvass/lift.html", {"wish": shown, "form": form}, status=UNFIT if form.errors else 200
    )


def further(request: Request, k: UUID) -> HttpResponseBase:
    """One more visit beyond the limit."""
    form = FurtherVisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.allow_further_visit(
            request.actor, case_id=k, reason=form.cleaned_data["reason"], now=request.now
        )
        leave(request, _("One more visit is allowed in this round."))
        return to(reverse("canvass:limits"))
    shown = service.show_case_limits(request.actor, case_id=k, now=request.now)
    context = {"limits": shown, "form": form}
    return render(request, "canvass/further.html", context, status=UNFIT if form.errors else 200)
