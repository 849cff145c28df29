"""Pages of the demo: the cast to sign in as, and the tour's beginning, steps and end."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tannha.demo import samples, tour
from tannha.demo.rules.cast import BY_KEY
from tannha.demo.rules.officers import DEMO_PASSWORD, DEMO_PIN
from tannha.demo.rules.stops import BY_NUMBER, STOPS, Stop
from tannha.demo.service import list_cast, sign_in_by_click, unused_code
from tannha.demo.state import read_state
from tannha.ground.clock import local_day
from tannha.ground.refusal import Refused
from tannha.ground.refusals import not_there
from tannha.web import session
from tannha.web.page import to


@require_GET
def cast(request: HttpRequest) -> HttpResponse:
    """Everybody of the demo: who they are, what they do, one click to sign in; codes for acts that need
    two.
    """
    return render(
        request,
        "demo/cast.html",
        {
            "members": list_cast(request.now),  # type: ignore[attr-defined] # set by the frame
            "password": DEMO_PASSWORD,
            "pin": DEMO_PIN,
            "invented_on": _day_gone_by(request),
        },
    )


def _day_gone_by(request: HttpRequest) -> date | None:
    """The day that the ward was invented for, once it lies more than a day back; else None."""
    on = read_state().seeded_on
    today = local_day(request.real_now)  # type: ignore[attr-defined] # set by our middleware
    return on if on is not None and today > on + timedelta(days=1) else None


@require_POST
def sign_in(request: HttpRequest, username: str) -> HttpResponseBase:
    """Sign in as a member of the cast; ends the tour of this session."""
    _begin_session(request, username)
    return to(reverse("web:today"))


@require_GET
def tour_page(request: HttpRequest) -> HttpResponse:
    """The ten stops and with whom they are walked."""
    person = tour.next_person()
    return render(
        request,
        "demo/tour.html",
        {
            "person": person,
            "stops": STOPS,
            "open_stop": tour.first_open_stop(person) if person else None,
        },
    )


@require_POST
def tour_begin(request: HttpRequest) -> HttpResponseBase:
    """Begin the tour, or go on where this person's way stopped."""
    person = tour.next_person()
    if person is None:
        return to(reverse("tour:start"))
    return _open(request, person.key, tour.first_open_stop(person))


@require_POST
def tour_stop(request: HttpRequest, number: int) -> HttpResponseBase:
    """Go to a stop of this session's tour; not beyond the first one that is not done."""
    scene = tour.scene_of(request)
    if scene is None or number not in BY_NUMBER:
        return to(reverse("tour:start"))
    reached = tour.first_open_stop(scene.person).number
    return _open(request, scene.person.key, BY_NUMBER[min(number, reached)])


@require_POST
def tour_exit(request: HttpRequest) -> HttpResponseBase:
    """Leave the tour; whoever is signed in stays so."""
    request.session.pop(tour.KEY, None)
    return to(reverse("demo:door"))


@require_GET
def code(request: HttpRequest) -> HttpResponse:
    """The code of this stop's owner that is good now, as the owner's own device would show it."""
    scene = tour.scene_of(request)
    if scene is None:
        raise Refused(not_there())
    good = unused_code(scene.owner.username, now=request.now, lasting=True)  # type: ignore[attr-defined] # set by the frame
    return HttpResponse(good, content_type="text/plain")


@require_GET
def sample(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One specimen picture, for the tour's captures."""
    draw = {"fingerprint": samples.fingerprint, "portrait": samples.portrait, "iris": samples.iris}.get(kind)
    if draw is None:
        raise Refused(not_there())
    return HttpResponse(draw(name), content_type="image/png")


def _open(request: HttpRequest, key: str, stop: Stop) -> HttpResponseBase:
    address, now = tour.make_ready(
        BY_KEY[key],
        stop,
        now=request.now,  # type: ignore[attr-defined] # set by the frame
        real_now=request.real_now,  # type: ignore[attr-defined] # set by our middleware
    )
    request.now = now  # type: ignore[attr-defined] # the ward's clock may have moved
    _begin_session(request, stop.owner)
    for name, value in tour.kept_for(BY_KEY[key], stop, now=now).items():
        request.session[name] = value
    request.session[tour.KEY] = {"person": key, "stop": stop.number}
    return to(address)


def _begin_session(request: HttpRequest, username: str) -> None:
    user = sign_in_by_click(username, now=request.now)  # type: ignore[attr-defined] # set by the frame
    session.begin(request.session, user, request.real_now)  # type: ignore[attr-defined] # set by our middleware
