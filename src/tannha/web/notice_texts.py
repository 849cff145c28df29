"""Sentences that the frame's own acts leave for the next page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PIN_KEPT = _("The PIN is kept. It opens the page after a pause.")
PASSWORD_CHANGED = _("The new password holds from now on.")
