"""The strip above every page of a demo folder: an invented ward, its clock, and the tour where one is
under way.
"""

from __future__ import annotations

import json

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tannha.demo import tour

_FOR_THE_FAMILY = ("enrol:family",)
_SEEN_BY_THE_PERSON = ("enrol:bedside", "enrol:stopped")


def head_of(request: HttpRequest) -> str:
    """What the strip needs in the page's head."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>',
        static("demo/strip.css"),
        static("demo/tour.js"),
    )


def strip_of(request: HttpRequest) -> str:
    """The strip's HTML for this page; on the tour with what to fill into the page's form.

    Nothing on the family's own screen; no clock where the person can see the page.
    """
    route = request.resolver_match.view_name if request.resolver_match is not None else ""
    if route in _FOR_THE_FAMILY:
        return ""
    scene = tour.scene_of(request)
    context: dict[str, object] = {"scene": scene, "calm": route in _SEEN_BY_THE_PERSON}
    context["now"] = request.now  # type: ignore[attr-defined] # the frame sets it
    if scene is not None:
        context |= _words(scene)
        if not scene.done:
            fill = tour.fill_of(request, scene)
            context["fill"] = json.dumps(fill, ensure_ascii=False) if fill else ""
            context["at_stop"] = request.path == tour.address_of(scene)
    return render_to_string("demo/strip.html", context, request=request)


def _words(scene: tour.Scene) -> dict[str, str]:
    """The stop's sentences in the reader's language, with the person's name in them."""
    stop, following = scene.stop, scene.following
    return {
        "story": _(stop.story) % scene.named,
        "click": _(stop.click) % scene.named,
        "after": _(stop.after) % scene.named,
        "following_title": _(following.title) if following else "",
    }
