"""What every page shows around its content: who acts, the rail, the ward, the theme, the notice left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from tannha.ground.access import May, cell
from tannha.ground.actor import Actor
from tannha.ground.models import AdminArea
from tannha.ground.today import NavItem
from tannha.web import notice
from tannha.web.keys import keys_on
from tannha.web.themes import theme_of

LONGEST_RAIL = 6
_ICONS = {
    "web": "today",
    "roll": "people",
    "canvass": "door",
    "fleet": "car",
    "plan": "calendar",
    "enrol": "finger",
    "issue": "card",
    "desk": "scan",
    "progress": "flag",
    "office": "note",
    "privacy": "eye",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One word of the rail."""

    label: str
    url: str
    icon: str
    current: bool


def context(request: HttpRequest, *, nav: Iterable[NavItem]) -> dict[str, Any]:
    """The frame's context; nothing of it is asked of the store before a template shows it."""
    actor: Actor | None = getattr(request, "actor", None)
    known = places(actor, nav, request.path) if actor else []
    return {
        "actor": actor,
        "theme": theme_of(request),
        "keys_are_on": keys_on(request),
        "places": known[:LONGEST_RAIL],
        "further": known[LONGEST_RAIL:],
        "ward_name": SimpleLazyObject(lambda: ward_name(actor)),
        "keep_word": keep_word(actor) if actor else "",
        "left": SimpleLazyObject(lambda: notice.take(request) or ""),
    }


def keep_word(actor: Actor) -> str:
    """A word of this person alone, for sealing what their browser keeps without network; "" for who keeps nothing.

    It stands on pages of the signed-in person only, so that another person on the same device cannot open what is kept.
    """
    if actor.user_id is None or cell(actor.role, May.RECORD_VISIT) is None:
        return ""
    return salted_hmac("tannha.web.kept", str(actor.user_id), algorithm="sha256").hexdigest()


def places(actor: Actor, nav: Iterable[NavItem], here: str) -> list[Place]:
    """Today and the pages of the role; the first six stand on the rail, the others behind More.

    The current one is where the page's own address begins with the longest of theirs.
    """
    allowed = [item for item in nav if cell(actor.role, item.may) is not None and _stands(item.url_name)]
    named = [
        ("web:today", gettext("Today")),
        *((item.url_name, gettext(str(item.label))) for item in allowed),
    ]
    links = [(reverse(name), label, name.partition(":")[0]) for name, label in named]
    longest = max(
        (len(url) for url, *_ in links if here.startswith(url) and (url != "/" or here == "/")), default=0
    )
    return [
        Place(
            label=label,
            url=url,
            icon=_ICONS.get(room, "note"),
            current=len(url) == longest and here.startswith(url),
        )
        for url, label, room in links
    ]


def _stands(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def ward_name(actor: Actor | None) -> str:
    """The name of the actor's ward, or that it has none yet; nothing for nobody."""
    if actor is None:
        return ""
    name = AdminArea.objects.filter(id=actor.ward_id).values_list("name", flat=True).first()
    return name or gettext("Ward without a name yet")
