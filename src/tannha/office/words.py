"""The office's words for roles, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tannha.ground.access import Role

ROLE_WORDS = {
    Role.CANVASSER: _("Canvasser"),
    Role.OPERATOR: _("Operator"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.PLANNER: _("Planner"),
    Role.ISSUER: _("Issuer"),
    Role.ADJUDICATOR: _("Adjudicator"),
    Role.DESK_CLERK: _("Desk clerk"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.PROTECTION_OFFICER: _("Data-protection officer"),
    Role.CONSOLE: _("Terminal"),
}
ROLE_CHOICES = [(role.value, word) for role, word in ROLE_WORDS.items() if role is not Role.CONSOLE]
