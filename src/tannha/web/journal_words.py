"""What a journal entry's code means, in words for the person who did it. English; translated when shown."""

from __future__ import annotations

from tannha.ground.refusal import gettext_noop as _

OTHER = _("Something else")
WORDS = {
    "ground.signed_in": _("Signed in"),
    "ground.signed_out": _("Signed out"),
    "ground.locked_out": _("Account at rest after too many tries"),
    "ground.pin_set": _("Chose a PIN"),
    "ground.password_changed": _("Changed the password"),
    "ground.account_made": _("Made an account"),
    "ground.account_stopped": _("Stopped an account"),
    "ground.ward_named": _("Named the ward"),
}
