"""Words for the reasons of waiting; English source, translated when shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tannha.progress.rules.waiting import WaitingReason

REASONS: dict[WaitingReason, Promise] = {
    WaitingReason.NOT_VISITED: gettext_lazy("nobody was there yet"),
    WaitingReason.NO_ANSWER: gettext_lazy("not met at home yet"),
    WaitingReason.THINKING: gettext_lazy("wants to think"),
    WaitingReason.NO_GOOD_HOURS: gettext_lazy("good hours not asked yet"),
    WaitingReason.NO_MACHINE: gettext_lazy("no machine they can reach"),
    WaitingReason.NOT_PLACED: gettext_lazy("agreed, no time yet"),
    WaitingReason.PROMISED: gettext_lazy("has an appointment"),
    WaitingReason.AT_CAPTURE: gettext_lazy("being captured"),
    WaitingReason.AT_CARD: gettext_lazy("card is being made"),
    WaitingReason.AT_HANDOVER: gettext_lazy("card waits to be given"),
    WaitingReason.AS_WISHED: gettext_lazy("as the person wishes"),
}
