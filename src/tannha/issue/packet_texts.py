"""A packet's summary in words for a supervisor: exceptions with reasons, scores by group, concerns, signer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tannha.enrol.rules.acts import PhotoConcern
from tannha.enrol.rules.fingers import ExceptionReason
from tannha.enrol.rules.parts import Eye, Finger
from tannha.enrol.rules.signing import Mark, Signer
from tannha.enrol.service import PacketSummary
from tannha.ground.facts import Fact

SUBJECTS: dict[Finger | Eye, Promise] = {
    Finger.RIGHT_THUMB: gettext_lazy("right thumb"),
    Finger.RIGHT_INDEX: gettext_lazy("right index finger"),
    Finger.RIGHT_MIDDLE: gettext_lazy("right middle finger"),
    Finger.RIGHT_RING: gettext_lazy("right ring finger"),
    Finger.RIGHT_LITTLE: gettext_lazy("right little finger"),
    Finger.LEFT_THUMB: gettext_lazy("left thumb"),
    Finger.LEFT_INDEX: gettext_lazy("left index finger"),
    Finger.LEFT_MIDDLE: gettext_lazy("left middle finger"),
    Finger.LEFT_RING: gettext_lazy("left ring finger"),
    Finger.LEFT_LITTLE: gettext_lazy("left little finger"),
    Eye.RIGHT: gettext_lazy("right eye"),
    Eye.LEFT: gettext_lazy("left eye"),
}
REASONS: dict[ExceptionReason, Promise] = {
    ExceptionReason.CUT: gettext_lazy("missing"),
    ExceptionReason.CROOKED: gettext_lazy("crooked"),
    ExceptionReason.CONTRACTURE: gettext_lazy("the hand is clenched"),
    ExceptionReason.WOUND: gettext_lazy("wounded"),
    ExceptionReason.WORN: gettext_lazy("ridges worn away"),
    ExceptionReason.BANDAGED: gettext_lazy("bandaged"),
    ExceptionReason.TREMOR: gettext_lazy("the hand trembles"),
    ExceptionReason.EYE_ABSENT: gettext_lazy("missing"),
    ExceptionReason.EYE_CLOUDED: gettext_lazy("clouded"),
    ExceptionReason.EYE_CANNOT_OPEN: gettext_lazy("cannot be opened"),
}
CONCERNS: dict[PhotoConcern, Promise] = {
    PhotoConcern.TILTED: gettext_lazy("head tilted"),
    PhotoConcern.EYES_HALF_OPEN: gettext_lazy("eyes half open"),
    PhotoConcern.EARS_COVERED: gettext_lazy("ears covered"),
    PhotoConcern.MEDICAL_DEVICE: gettext_lazy("medical device in the picture"),
    PhotoConcern.UNEVEN_LIGHT: gettext_lazy("uneven light"),
}
SIGNERS: dict[Signer, Promise] = {
    Signer.PERSON: gettext_lazy("the person"),
    Signer.REPRESENTATIVE: gettext_lazy("representative with a document"),
}
SIGNED_BY: dict[Mark, Promise] = {
    Mark.SIGNATURE: gettext_lazy("signed"),
    Mark.FINGERPRINT: gettext_lazy("fingerprint"),
}
# Wire words of parts by their beginning, in the order of capture.
GROUPS: tuple[tuple[str, Promise], ...] = (
    ("slap", gettext_lazy("flat prints")),
    ("thumbs", gettext_lazy("both thumbs")),
    ("rolled", gettext_lazy("rolled prints")),
    ("face", gettext_lazy("photo")),
    ("iris", gettext_lazy("irises")),
)
FACTS: dict[str, Promise] = {
    "packet_signature": gettext_lazy("Seal of the packet holds"),
    "packet_parts": gettext_lazy("Parts are those of the seal"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a summary: what, and what is told of it."""

    label: str
    value: str


def exceptions_in_words(summary: PacketSummary) -> list[Line]:
    """Each finger or eye that could not be taken, with its reason."""
    return [
        Line(label=str(SUBJECTS[each.subject]), value=str(REASONS[each.reason]))
        for each in summary.exceptions
    ]


def scores_in_words(summary: PacketSummary) -> list[Line]:
    """Scores by group: the least and the greatest of 100; "not measured" where no instrument scored."""
    lines = []
    for beginning, label in GROUPS:
        taken = [score for word, score in summary.scores if word.startswith(beginning)]
        measured = [score for score in taken if score is not None]
        if not taken:
            continue
        if not measured:
            value = _("taken %(n)s, not measured") % {"n": len(taken)}
        elif min(measured) == max(measured):
            value = _("taken %(n)s, score %(score)s") % {"n": len(taken), "score": measured[0]}
        else:
            told = {"n": len(taken), "least": min(measured), "most": max(measured)}
            value = _("taken %(n)s, scores %(least)s to %(most)s") % told
        lines.append(Line(label=str(label), value=value))
    return lines


def concerns_in_words(summary: PacketSummary) -> list[str]:
    """What is not as the rule wishes in the photo."""
    return [str(CONCERNS[each]) for each in summary.concerns]


def facts_in_words(summary: PacketSummary) -> list[Fact]:
    """The packet's own facts with their names in words."""
    return [
        Fact(
            name=str(FACTS.get(fact.name, fact.name)),
            answer=fact.answer,
            evidence=fact.evidence,
            clause=fact.clause,
        )
        for fact in summary.facts
    ]


def signing_in_words(summary: PacketSummary) -> str:
    """Who signed the information form and how; a supporter who sat by is named as such."""
    signing = summary.signing
    if signing is None:
        return _("not signed")
    words = f"{SIGNERS.get(signing.signer, signing.signer)}, {SIGNED_BY[signing.mark]}"
    return f"{words}; {_('a supporter sat by')}" if signing.supporter_present else words
