"""The wire words of rights in the reader's language. Decides nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tannha.privacy.rules.rights import Outcome, RequestKind, RequestState

KINDS = {
    RequestKind.SEE: _("To see what is held about them"),
    RequestKind.CORRECT: _("To have something corrected"),
    RequestKind.RESTRICT: _("To restrict the use to the office's duty"),
    RequestKind.OBJECT: _("To object to a use"),
    RequestKind.WITHDRAW: _("To withdraw a consent"),
    RequestKind.ERASE: _("To have data erased"),
}
FOLLOWS = {
    RequestKind.SEE: _("A supervisor prints the copy and hands it over; then write the answer."),
    RequestKind.CORRECT: _("A supervisor corrects the roll with the evidence; then write the answer."),
    RequestKind.RESTRICT: _("Granting it leaves the person out of every table with names from now on."),
    RequestKind.OBJECT: _("Granting it leaves the person out of every table with names from now on."),
    RequestKind.WITHDRAW: _("Granting it erases needs and good hours at once; the service stays the same."),
    RequestKind.ERASE: _(
        "What the law has the ward keep stays. Telephone, helpers, needs and notes can be erased by two persons."
    ),
}
STATES = {
    RequestState.RECEIVED: ("todo", _("received")),
    RequestState.ACKNOWLEDGED: ("doing", _("first answer given")),
    RequestState.EXTENDED: ("wait", _("time extended")),
    RequestState.CLOSED: ("done", _("answered")),
}
OUTCOMES = {
    Outcome.GRANTED: _("done as asked"),
    Outcome.PARTLY: _("done in part"),
    Outcome.DECLINED: _("not done, with the law that says so"),
}
CHANNELS = {
    "counter": _("at the counter"),
    "phone": _("by telephone"),
    "letter": _("by letter"),
    "visit": _("at home"),
}
FIELDS = {
    "name": _("name"),
    "birth": _("birth"),
    "address": _("address"),
    "place": _("place"),
    "documents": _("documents"),
    "number_masked": _("last four digits"),
    "personal_number": _("whole number"),
    "visits": _("visits"),
    "needs": _("what helps"),
    "helpers": _("who helps"),
    "journal": _("the journal"),
}
OTHER_FIELD = _("other data")
