"""Addresses of our own pages: none leads elsewhere."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def own_path(request: HttpRequest, address: str | None) -> str:
    """The address if it is one of our own pages, else Today."""
    if address and address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return reverse("web:today")


def back_path(request: HttpRequest) -> str:
    """The path of our own page that the request came from, else Today."""
    came_from = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    return own_path(request, came_from[len(own) :] if came_from.startswith(f"{own}/") else None)
