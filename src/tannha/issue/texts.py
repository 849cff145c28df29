"""Words of the issuing room for people: facts on a card, what became of papers, who received, how it was confirmed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tannha.ground.facts import Answer, Fact
from tannha.icao.mrz import decode_vietnamese
from tannha.issue.models import Card, Receipt
from tannha.issue.rules.handover import CardActKind, CardStatus, HandoverPlace, Mark, OldPaper, Receiver

ACTS: dict[CardActKind, Promise] = {
    CardActKind.MADE: gettext_lazy("Made"),
    CardActKind.HANDED_OVER: gettext_lazy("Handed over"),
    CardActKind.REVOKED: gettext_lazy("Revoked"),
}
STATUS: dict[CardStatus, tuple[str, Promise]] = {
    CardStatus.MADE: ("wait", gettext_lazy("waits to be handed over")),
    CardStatus.HANDED_OVER: ("done", gettext_lazy("handed over")),
    CardStatus.REVOKED: ("stop", gettext_lazy("revoked")),
}
PAPERS: dict[OldPaper, Promise] = {
    OldPaper.COLLECTED: gettext_lazy("collected"),
    OldPaper.CORNER_CUT: gettext_lazy("corner cut, left with the person"),
    OldPaper.LOST: gettext_lazy("lost"),
    OldPaper.NONE_HELD: gettext_lazy("none was held"),
}
PLACES: dict[HandoverPlace, Promise] = {
    HandoverPlace.HOME: gettext_lazy("at home"),
    HandoverPlace.COUNTER: gettext_lazy("at the counter"),
}
MARKS: dict[Mark, Promise] = {
    Mark.SIGNED: gettext_lazy("signed"),
    Mark.FINGERPRINT: gettext_lazy("fingerprint"),
    Mark.NOT_POSSIBLE: gettext_lazy("neither was possible"),
}


def card_facts(card: Card) -> list[Fact]:
    """What can be told of a card by its print. A chip is judged by reading it, on its own page."""
    reading = decode_vietnamese(card.mrz_lines)
    intact = not reading.deviations
    return [
        Fact(
            name=_("Print can be read"),
            answer=Answer.TRUE if reading.contents is not None else Answer.FALSE,
            evidence=_("machine readable zone, three lines"),
            clause="Doc 9303-5",
        ),
        Fact(
            name=_("Print is consistent"),
            answer=Answer.TRUE if intact else Answer.FALSE,
            evidence=_("all check digits") if intact else _("the number differs from birth or sex"),
        ),
        Fact(
            name=_("Chip genuine"),
            answer=Answer.UNCHECKED,
            evidence=_("chip: SPECIMEN, see its own page")
            if hasattr(card, "chip")
            else _("chip: not written yet"),
        ),
        Fact(
            name=_("Signer known"),
            answer=Answer.UNCHECKED,
            evidence=_("no CSCA: no signing authority is set up here"),
        ),
    ]


def receiver_words(receipt: Receipt, person: str) -> str:
    """Who received: the person, or a representative with the document."""
    if receipt.receiver == Receiver.REPRESENTATIVE:
        return _("%(name)s, representative with %(document)s") % {
            "name": receipt.receiver_name,
            "document": receipt.receiver_document,
        }
    return person


def mark_words(receipt: Receipt) -> str:
    """How the receiver confirmed, with the reason where neither mark was possible."""
    words = str(MARKS[Mark(receipt.mark)])
    return f"{words}: {receipt.mark_reason}" if receipt.mark_reason else words
