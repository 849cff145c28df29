"""Pages of canvassing: a form read into plain values, one verb, a template."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tannha.canvass import service
from tannha.canvass.facts import NOT_TO_SAY, TRUE_ARGUMENTS
from tannha.canvass.forms import (
    SAVED_BY_BUTTON,
    FollowUpForm,
    VisitForm,
    WalkForm,
    late_moment,
    made_at,
)
from tannha.canvass.refusals import Code
from tannha.canvass.rules.case import WAY, Step, VisitWay, place_on_way
from tannha.canvass.rules.visit import Told, VisitOutcome
from tannha.canvass.service.visits import SavedVisit, VisitView
from tannha.canvass.words import ACTS, OUTCOMES, STEPS, WISHES, hours_in_words
from tannha.ground.access import May, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.clock import local_day, local_minute
from tannha.ground.figures import text_of
from tannha.ground.ids import new_id, parse_key
from tannha.ground.refusal import Refused
from tannha.ground.refusal_texts import render as in_words
from tannha.ground.settings import WARD_PHONE
from tannha.web.notice import leave
from tannha.web.page import SEE_OTHER, to
from tannha.web.parts import StepMark

UNFIT = 422


class Request(HttpRequest):
    """A request as the middleware hands it on: who acts, and when."""

    actor: Actor
    now: datetime


_HOURS = (Code.OUTSIDE_HOURS, Code.MEAL_OR_REST)


def walks(request: Request) -> HttpResponse:
    """Walks from today on, and the form for a new one."""
    return _walks(request, _walk_form(request))


def _walks(request: Request, form: WalkForm, status: int = 200) -> HttpResponse:
    rows = service.list_walks(request.actor, on=local_day(request.now))
    context = {
        "rows": rows,
        "form": form,
        "today": local_day(request.now),
        "own": _own(request),
        "open": "place" in request.GET,
    }
    return render(request, "canvass/walks.html", context, status=status)


def _own(request: Request) -> bool:
    found = cell(request.actor.role, May.RECORD_VISIT)
    return found is not None and found.scope is Scope.ASSIGNED


def _walk_form(request: Request, data: Any = None) -> WalkForm:
    ward_id = request.actor.ward_id
    places = [
        (place.key, _("%(place)s: %(doors)s doors") % {"place": place.name, "doors": place.doors})
        for place in service.list_places(ward_id)
    ]
    walkers = [
        row for row in service.list_walkers(ward_id) if not _own(request) or row[0] != request.actor.user_id
    ]
    return WalkForm(
        data,
        places=places,
        walkers=walkers,
        own=_own(request),
        initial={"on": local_day(request.now), "place": request.GET.get("place", "")},
    )


def new_walk(request: Request) -> HttpResponseBase:
    """Make a walk."""
    form = _walk_form(request, request.POST)
    if not form.is_valid():
        return _walks(request, form, status=UNFIT)
    walk = service.make_walk(
        request.actor,
        place=form.place_chosen(),
        on=form.cleaned_data["on"],
        walker_id=form.walker_chosen("walker"),
        second_walker_id=form.walker_chosen("second_walker"),
        most_doors=form.cleaned_data["most_doors"],
        now=request.now,
    )
    leave(request, _("The walk is made."))
    return to(reverse("canvass:walk", args=[walk.pk]))


def walk(request: Request, k: UUID) -> HttpResponse:
    """One walk, door by door."""
    shown = service.show_walk(request.actor, walk_id=k, now=request.now)
    return render(request, "canvass/walk.html", {"walk": shown, "today": local_day(request.now)})


def visit(request: Request, k: UUID) -> HttpResponseBase:
    """What to know, six outcomes, save."""
    if request.method == "POST":
        return _kept_visit(request, k) if "X-Kept" in request.headers else _save_visit(request, k)
    shown = service.show_visit(request.actor, case_id=k, now=request.now)
    return _visit_page(request, shown, _visit_form(request, shown))


def _visit_form(request: Request, shown: VisitView, data: Any = None) -> VisitForm:
    call = request.GET.get("way") == VisitWay.PHONE
    first = {
        "act_id": new_id(),
        "walk": request.GET.get("walk", ""),
        "way": VisitWay.PHONE if call else VisitWay.DOOR,
        "wished_way": shown.way.value,
        "needs": [kind.value for kind in shown.needs],
    }
    if shown.refusal is not None and shown.refusal.code in _HOURS:
        first |= late_moment(
            request.now, service.limits(), day=local_day(request.now), minute=local_minute(request.now)
        )
    return VisitForm(data, known_needs=shown.needs, initial=first)


def _visit_page(request: Request, shown: VisitView, form: VisitForm, status: int = 200) -> HttpResponse:
    walk_key = form["walk"].value() or ""
    hours_only = shown.refusal is not None and shown.refusal.code in _HOURS
    following = _following(request, walk_key, shown.case_id)
    context = {
        "visit": shown,
        "form": form,
        "tiles": [(outcome.value, OUTCOMES[outcome]) for outcome in VisitOutcome],
        "saved_by_button": [outcome.value for outcome in SAVED_BY_BUTTON],
        "late": hours_only,
        "may_save": shown.refusal is None or hours_only,
        "good_hours": hours_in_words(shown.good_hours),
        "walk_key": walk_key,
        "next_label": following[1] if following else "",
        "last": [(last, OUTCOMES[last.outcome]) for last in shown.last],
        "can_invite": shown.refusal is not None and shown.refusal.code in (Code.FAMILY_CALLS, Code.COOL_DOWN),
        "can_allow": shown.may_allow_further
        and shown.refusal is not None
        and shown.refusal.code is Code.VISIT_LIMIT,
        "can_lift": shown.may_allow_further
        and shown.refusal is not None
        and shown.refusal.code is Code.DO_NOT_VISIT,
    }
    return render(request, "canvass/visit.html", context, status=status)


def _following(request: Request, walk_key: str, case_id: UUID) -> tuple[UUID, str] | None:
    walk_id = key_in(walk_key)
    return service.next_on_walk(request.actor, walk_id, case_id) if walk_id else None


def key_in(key: str) -> UUID | None:
    """The id whose key stands in an address or a hidden field; None for none or a wrong one."""
    try:
        return parse_key(key) if key else None
    except ValueError:
        return None


def _kept_visit(request: Request, case_id: UUID) -> JsonResponse:
    """A visit that the browser kept: the same act, answered in words for the script that sent it."""
    try:
        response = _save_visit(request, case_id)
    except Refused as refused:
        said = in_words(refused.refusal)
        return JsonResponse({"said": f"{said.cannot} {said.why} {said.next_step}"}, status=409)
    if response.status_code == SEE_OTHER:
        return JsonResponse({"saved": True, "next": response.headers["Location"]})
    return JsonResponse(
        {"said": _("Something in the form is missing; open the visit and look.")}, status=UNFIT
    )


def _save_visit(request: Request, case_id: UUID) -> HttpResponseBase:
    act_id = _act_id(request)
    saved = service.find_visit(act_id) if act_id else None
    if saved is not None:
        return _after_visit(request, saved.pk, case_id, VisitOutcome(saved.outcome))
    if request.POST.get("outcome") == VisitOutcome.REFUSED:
        told = Told(
            way=VisitWay(request.POST.get("way") or VisitWay.DOOR),
            at=made_at(request.POST.get("age"), request.now),
        )
        return _saved(request, case_id, VisitOutcome.REFUSED, act_id, told)
    shown = service.show_visit(request.actor, case_id=case_id, now=request.now)
    form = _visit_form(request, shown, request.POST)
    if not form.is_valid():
        return _visit_page(request, shown, form, status=UNFIT)
    return _saved(
        request, case_id, VisitOutcome(form.cleaned_data["outcome"]), act_id, form.told(request.now)
    )


def _act_id(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("act_id", ""))
    except ValueError:
        return None


def _saved(
    request: Request, case_id: UUID, outcome: VisitOutcome, act_id: UUID | None, told: Told
) -> HttpResponseBase:
    try:
        made = service.record_visit(
            request.actor, case_id=case_id, outcome=outcome, act_id=act_id, told=told, now=request.now
        )
    except Refused as refused:
        again = service.find_visit(act_id) if act_id else None
        if refused.refusal.code is not Code.ALREADY_SAVED or again is None:
            raise
        made = again
    return _after_visit(request, made.pk, case_id, outcome)


def _after_visit(request: Request, visit_id: UUID, case_id: UUID, outcome: VisitOutcome) -> HttpResponseBase:
    walk_key = request.POST.get("walk", "")
    query = f"?{urlencode({'walk': walk_key})}" if key_in(walk_key) else ""
    if outcome is VisitOutcome.REFUSED:
        return to(reverse("canvass:refusal", args=[visit_id]) + query)
    undo = reverse("canvass:undo", args=[visit_id]) + query
    leave(request, _saved_sentence(outcome), mark="done", undo_url=undo)
    return _go_on(request, walk_key, case_id)


def _go_on(request: Request, walk_key: str, case_id: UUID | None) -> HttpResponseBase:
    """To the next door, else to the walk, else to the list of walks."""
    following = _following(request, walk_key, case_id) if case_id else None
    if following is not None:
        query = urlencode({"walk": walk_key})
        return to(f"{reverse('canvass:visit', args=[following[0]])}?{query}")
    return to(onward(walk_key))


def _saved_sentence(outcome: VisitOutcome) -> str:
    if outcome is VisitOutcome.DECEASED:
        return _("Saved. We are sorry for the family's loss; nobody will be called or written to any more.")
    return _("Saved: %(outcome)s.") % {"outcome": str(OUTCOMES[outcome]).lower()}


def undo(request: Request, k: UUID) -> HttpResponseBase:
    """Take a mis-tap back."""
    visit_row = service.undo_visit(request.actor, visit_id=k, now=request.now)
    leave(request, _("Taken back. Nothing was saved."), mark="look")
    walk_key = request.GET.get("walk", "")
    query = f"?{urlencode({'walk': walk_key})}" if key_in(walk_key) else ""
    return to(reverse("canvass:visit", args=[visit_row.case_id]) + query)


def refusal(request: Request, k: UUID) -> HttpResponseBase:
    """Already saved when it opens: thanks, and what the family wishes next time."""
    form = FollowUpForm(request.POST or None)
    walk_key = request.GET.get("walk", "")
    if request.method == "POST" and form.is_valid():
        if form.wish_told() or form.worry_told():
            service.record_follow_up(
                request.actor,
                visit_id=k,
                wish=form.wish_told(),
                from_day=form.cleaned_data["from_day"],
                worry=form.worry_told(),
                now=request.now,
            )
            leave(request, _("Saved as the family wishes."), mark="wish")
        return _go_on(request, walk_key, key_in(request.POST.get("case", "")))
    shown = service.show_saved_visit(request.actor, visit_id=k, now=request.now)
    return _refusal_page(request, shown, form, walk_key)


def onward(walk_key: str) -> str:
    """Where to go on: the walk, else the list of walks."""
    walk_id = key_in(walk_key)
    return reverse("canvass:walk", args=[walk_id]) if walk_id else reverse("canvass:walks")


def _refusal_page(request: Request, shown: SavedVisit, form: FollowUpForm, walk_key: str) -> HttpResponse:
    following = _following(request, walk_key, shown.case_id)
    fresh = (request.now - shown.saved_at).total_seconds() <= service.limits().undo_seconds
    context = {
        "saved": shown,
        "form": form,
        "walk_key": walk_key,
        "next_label": following[1] if following else "",
        "may_undo": fresh and not shown.undone and not shown.do_not_visit,
    }
    return render(request, "canvass/refusal.html", context, status=UNFIT if form.errors else 200)


def way(request: Request, k: UUID) -> HttpResponse:
    """One resident's way to a card: the step, what happened, the next act."""
    shown = service.show_way(request.actor, resident_id=k, now=request.now)
    now_at = place_on_way(shown.state.step)
    marks = [
        StepMark(str(STEPS[step]), "done" if place < now_at else "now" if place == now_at else "todo")
        for place, step in enumerate(WAY)
    ]
    context = {
        "way": shown,
        "steps": marks,
        "where": STEPS[shown.state.step],
        "wish": WISHES.get(shown.state.wish, ""),
        "good_hours": hours_in_words(shown.good_hours),
        "past": [(one.on, ACTS[one.kind], one.by) for one in shown.past],
        "may_lift": cell(request.actor.role, May.LIFT_DO_NOT_VISIT) is not None,
        "may_promise": shown.state.step is Step.PLAN and cell(request.actor.role, May.PLAN) is not None,
    }
    return render(request, "canvass/way.html", context)


def start(request: Request, k: UUID) -> HttpResponseBase:
    """Open the case of a resident whose family asked."""
    if request.method == "POST":
        service.start_case(request.actor, resident_id=k, now=request.now)
        leave(request, _("The case is open."))
    return to(reverse("canvass:way", args=[k]))


def slip(request: Request) -> HttpResponse:
    """The slip that is left at a door: who was there, whom to call, the right to say no. No name, no health."""
    walk_id = key_in(request.GET.get("walk", ""))
    names = service.walkers_of(request.actor, walk_id) if walk_id else (request.actor.display_name,)
    context = {
        "names": names,
        "missing": range(service.limits().visitors - len(names)),
        "phone": text_of(request.actor.ward_id, WARD_PHONE),
        "today": local_day(request.now),
        "walk_key": request.GET.get("walk", ""),
    }
    return render(request, "canvass/slip.html", context)


def facts(request: Request) -> HttpResponse:
    """True arguments with their law, and what not to say."""
    day = local_day(request.now)
    context = {
        "arguments": [(one.worry, one.said_on(day), one.law) for one in TRUE_ARGUMENTS],
        "not_to_say": NOT_TO_SAY,
    }
    return render(request, "canvass/facts.html", context)
