"""What happens to every request: headers, the language, the origin of writing requests, who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from tannha.ground import clock
from tannha.ground.figures import figures_of, remembered
from tannha.ground.models import User
from tannha.ground.settings import LOCK_MINUTES, LOG_OUT_MINUTES
from tannha.ground.sign_in import actor_of, is_shut, sign_out
from tannha.ground.sign_in_clocks import Clocks
from tannha.web import errors, session

Respond = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), usb=(self), hid=(self)",
}
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
BACKGROUND = "X-Background"


class Headers:
    """Puts the guarding headers on every answer; pages get the content security policy."""

    def __init__(self, get_response: Respond) -> None:
        """Outermost of all."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then guard the answer."""
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Content-Security-Policy"] = CONTENT_SECURITY
        return response


class Language:
    """Vietnamese, unless this screen's person chose English; a browser's own wish does not count."""

    def __init__(self, get_response: Respond) -> None:
        """After the session, before everything that speaks."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the chosen language and say which."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined] # Django's own name for it
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Cookie",))
        return response


class SameSite:
    """Refuses writing requests that another site started, whatever token they carry."""

    def __init__(self, get_response: Respond) -> None:
        """After the token check of the form."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass reading requests and requests from our own pages."""
        if request.method not in _SAFE and self.is_foreign(request):
            return errors.form_expired(request)
        return self.get_response(request)

    @staticmethod
    def is_foreign(request: HttpRequest) -> bool:
        """Whether the browser says that the request began elsewhere."""
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = request.headers.get("Origin")
        return origin is not None and origin != f"{request.scheme}://{request.get_host()}"


def _clocks(ward_id: UUID) -> Clocks:
    found = figures_of(ward_id)
    return Clocks(lock_seconds=found[LOCK_MINUTES] * 60, log_out_seconds=found[LOG_OUT_MINUTES] * 60)


class SignedIn:
    """Sets `request.now`, `request.actor` (None: nobody), `request.locked`; keeps the session's clocks."""

    def __init__(self, get_response: Respond) -> None:
        """Innermost of the frame's own."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find who works here, then answer."""
        now = clock.now()
        request.now = now  # type: ignore[attr-defined] # the frame's own names on the request
        request.actor = None  # type: ignore[attr-defined]
        request.locked = False  # type: ignore[attr-defined]
        user_id = session.whose(request.session)
        with remembered():
            if user_id is not None:
                self._admit(request, user_id)
            return self.get_response(request)

    @staticmethod
    def _admit(request: HttpRequest, user_id: UUID) -> None:
        now = request.now  # type: ignore[attr-defined]
        user = User.objects.filter(id=user_id, is_active=True).first()
        found = session.state(request.session, now=now, clocks=_clocks(user.ward_id)) if user else None
        if user is None or found is None or found.ended or is_shut(user, found.since):
            if user is not None:
                sign_out(actor_of(user), now=now)
            request.session.flush()
            return
        request.actor = actor_of(user)  # type: ignore[attr-defined]
        request.locked = found.locked  # type: ignore[attr-defined]
        request.signed_in_since = found.since  # type: ignore[attr-defined]
        request.lock_seconds = found.lock_seconds  # type: ignore[attr-defined]
        if found.locked:
            session.lock(request.session)
        elif BACKGROUND not in request.headers:
            session.touch(request.session, now=now)
