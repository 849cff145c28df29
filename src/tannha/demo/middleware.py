"""On every page of a demo folder: the ward's own clock, and a strip above the page.

What for: the strip says that the ward is invented and, on the tour, where the story stands (pages.md
4.14). It is put into finished pages, so that no other room knows of the demo. Not here: rights; a page
answers as it would without.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tannha.demo.state import read_state
from tannha.demo.strip import head_of, strip_of

_HEAD_ENDS = b"</head>"
_FRAME = b'<header class="head">'
_BODY = b"<body"


class DemoWard:
    """Moves `request.now` onto the ward's clock and puts the strip above HTML pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request."""
        now = getattr(request, "now", None)
        if now is not None:
            request.real_now = now  # type: ignore[attr-defined] # ours, for what must not run ahead
            request.now = read_state().clock(now)  # type: ignore[attr-defined] # set by the frame
        response = self._get_response(request)
        if now is not None and isinstance(response, HttpResponse) and _is_page(response):
            _put_strip(request, response)
        return response


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and _BODY in response.content[:6000]


def _put_strip(request: HttpRequest, response: HttpResponse) -> None:
    page = response.content
    head, at_head = head_of(request).encode(), page.find(_HEAD_ENDS)
    place = page.find(_FRAME)
    if place < 0:
        place = page.find(b">", page.find(_BODY)) + 1
    if at_head < 0 or place <= at_head:
        return
    strip = strip_of(request).encode()
    response.content = page[:at_head] + head + page[at_head:place] + strip + page[place:]
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
