"""Words of this room for people: parts, fingers, reasons, steps. English source, translated when shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tannha.enrol.rules.acts import OldPaper, PhotoConcern, Stage
from tannha.enrol.rules.fingers import BiometricException, ExceptionReason
from tannha.enrol.rules.gentle import Calmed
from tannha.enrol.rules.parts import Eye, Finger, Part
from tannha.enrol.rules.photo import PhotoRule
from tannha.enrol.rules.signing import Mark, SecondReason, Signer
from tannha.enrol.service import FeeExemption
from tannha.ground.regime import Service

STAGES: dict[Stage, Promise] = {
    Stage.EXPECTED: _("Expected"),
    Stage.WAITING: _("In the line"),
    Stage.LOOK_UP: _("Look-up"),
    Stage.CORRECTION: _("Correction"),
    Stage.FEATURES: _("Features"),
    Stage.PRINTS: _("Fingerprints"),
    Stage.PHOTO: _("Photo"),
    Stage.IRIS: _("Irises"),
    Stage.PRINT_SIGN: _("Print, sign"),
    Stage.FEE: _("Fee"),
    Stage.OLD_PAPER: _("Old paper"),
    Stage.SECOND_SIGNATURE: _("Second signature"),
    Stage.SEAL: _("Seal"),
    Stage.SLIP: _("Slip"),
    Stage.DECISION: _("Waits for approval"),
    Stage.APPROVED: _("Approved"),
    Stage.RETURNED: _("Returned"),
    Stage.STOPPED: _("Stopped"),
}
FINGERS: dict[Finger | Eye, Promise] = {
    Finger.RIGHT_THUMB: _("right thumb"),
    Finger.RIGHT_INDEX: _("right index finger"),
    Finger.RIGHT_MIDDLE: _("right middle finger"),
    Finger.RIGHT_RING: _("right ring finger"),
    Finger.RIGHT_LITTLE: _("right little finger"),
    Finger.LEFT_THUMB: _("left thumb"),
    Finger.LEFT_INDEX: _("left index finger"),
    Finger.LEFT_MIDDLE: _("left middle finger"),
    Finger.LEFT_RING: _("left ring finger"),
    Finger.LEFT_LITTLE: _("left little finger"),
    Eye.RIGHT: _("right eye"),
    Eye.LEFT: _("left eye"),
}
PARTS: dict[Part, Promise] = {
    Part.SLAP_RIGHT: _("Four fingers flat, right hand"),
    Part.SLAP_LEFT: _("Four fingers flat, left hand"),
    Part.THUMBS: _("Both thumbs flat, together"),
    Part.ROLLED_RIGHT_THUMB: _("Rolled print, right thumb"),
    Part.ROLLED_RIGHT_INDEX: _("Rolled print, right index finger"),
    Part.ROLLED_RIGHT_MIDDLE: _("Rolled print, right middle finger"),
    Part.ROLLED_RIGHT_RING: _("Rolled print, right ring finger"),
    Part.ROLLED_RIGHT_LITTLE: _("Rolled print, right little finger"),
    Part.ROLLED_LEFT_THUMB: _("Rolled print, left thumb"),
    Part.ROLLED_LEFT_INDEX: _("Rolled print, left index finger"),
    Part.ROLLED_LEFT_MIDDLE: _("Rolled print, left middle finger"),
    Part.ROLLED_LEFT_RING: _("Rolled print, left ring finger"),
    Part.ROLLED_LEFT_LITTLE: _("Rolled print, left little finger"),
    Part.FACE: _("Photo of the face"),
    Part.IRIS_RIGHT: _("Iris, right eye"),
    Part.IRIS_LEFT: _("Iris, left eye"),
}
REASONS: dict[ExceptionReason, Promise] = {
    ExceptionReason.CUT: _("cut off"),
    ExceptionReason.CROOKED: _("crooked"),
    ExceptionReason.CONTRACTURE: _("stiff, drawn together"),
    ExceptionReason.WOUND: _("wound"),
    ExceptionReason.WORN: _("worn, no lines left"),
    ExceptionReason.BANDAGED: _("bandaged"),
    ExceptionReason.TREMOR: _("trembles"),
    ExceptionReason.EYE_ABSENT: _("eye missing"),
    ExceptionReason.EYE_CLOUDED: _("eye clouded"),
    ExceptionReason.EYE_CANNOT_OPEN: _("eye cannot be opened"),
}
CONCERNS: dict[PhotoConcern, Promise] = {
    PhotoConcern.TILTED: _("head tilted, recognisable"),
    PhotoConcern.EYES_HALF_OPEN: _("eyes half open"),
    PhotoConcern.EARS_COVERED: _("an ear is covered"),
    PhotoConcern.MEDICAL_DEVICE: _("a medical aid is seen"),
    PhotoConcern.UNEVEN_LIGHT: _("light is uneven"),
}
PHOTO_RULES: dict[PhotoRule, Promise] = {
    PhotoRule.FRONTAL: _("looks straight ahead, face clear"),
    PhotoRule.WHITE_BACKGROUND: _("white background"),
    PhotoRule.BARE_HEAD: _("bare head; a scarf of religion or people may stay"),
    PhotoRule.BOTH_EARS: _("both ears seen"),
    PhotoRule.NO_GLASSES: _("no glasses"),
    PhotoRule.DECENT_DRESS: _("decent dress"),
    PhotoRule.EVEN_LIGHT: _("even light, no flash"),
}
SERVICES: dict[Service, Promise] = {
    Service.FIRST: _("First card"),
    Service.FROM_OLD_CARD: _("From an old card"),
    Service.AGE_CHANGE: _("Change by age"),
    Service.CHANGE: _("Change on request"),
    Service.REISSUE: _("New card after a loss"),
}
SIGNERS: dict[Signer, Promise] = {
    Signer.PERSON: _("The person themselves"),
    Signer.REPRESENTATIVE: _("Representative (with document)"),
    Signer.SUPPORTER: _("Supporter"),
}
MARKS: dict[Mark, Promise] = {
    Mark.SIGNATURE: _("signature"),
    Mark.FINGERPRINT: _("fingerprint instead of a signature"),
}
OLD_PAPERS: dict[OldPaper, Promise] = {
    OldPaper.COLLECTED: _("Collected"),
    OldPaper.CORNER_CUT: _("Corner cut, given back"),
    OldPaper.LOST: _("Lost"),
    OldPaper.NONE_HELD: _("None held"),
}
EXEMPTIONS: dict[FeeExemption, Promise] = {
    FeeExemption.BOUNDARY_CHANGE: _("a boundary was changed"),
    FeeExemption.MARTYR_FAMILY: _("family of a martyr or war invalid"),
    FeeExemption.SICK_SOLDIER: _("sick soldier"),
    FeeExemption.BORDER_OR_ISLAND: _("border commune or island district"),
    FeeExemption.POOR_AREA_MINORITY: _("ethnic minority in a specially poor commune"),
    FeeExemption.POOR_HOUSEHOLD: _("poor household"),
    FeeExemption.ORPHAN: _("orphan under 18 without support"),
    FeeExemption.AUTHORITY_MISTAKE: _("mistake of the authority"),
}
SECOND_REASONS: dict[SecondReason, Promise] = {
    SecondReason.EXCEPTION: _("a finger or eye could not be taken"),
    SecondReason.REPRESENTATIVE: _("a representative signed"),
    SecondReason.POOR_QUALITY: _("poor quality was kept"),
}
CALMED: dict[Calmed, Promise] = {
    Calmed.MUSIC: _("soft music"),
    Calmed.HELD_HAND: _("a held hand"),
    Calmed.CHAIR_WITH_BACK: _("a chair with a back"),
    Calmed.FAMILY_NEAR: _("family near"),
    Calmed.SHOWN_FIRST: _("everything shown first"),
    Calmed.REST: _("a rest in between"),
}
SEXES: dict[str, Promise] = {"male": _("male"), "female": _("female"), "unknown": _("not known")}
FIELDS: dict[str, Promise] = {
    "full_name": _("Full name"),
    "birth": _("Birth date"),
    "sex": _("Sex"),
    "personal_number": _("Personal number"),
    "address": _("Address"),
}
SAID: dict[Part, Promise] = {
    Part.SLAP_RIGHT: _(
        "“%(called)s, lay the four fingers of your right hand down softly; we count to three.”"
    ),
    Part.SLAP_LEFT: _("“%(called)s, now the four fingers of your left hand, softly.”"),
    Part.THUMBS: _("“%(called)s, both thumbs together, softly.”"),
    Part.FACE: _("“%(called)s, please look at this flower. There is no flash.”"),
    Part.IRIS_RIGHT: _("“%(called)s, please open your right eye and look at the light dot.”"),
    Part.IRIS_LEFT: _("“%(called)s, please open your left eye and look at the light dot.”"),
}
ROLLED_SAID = _("“%(called)s, leave your hand loose; this finger is rolled for you.”")


def called(spoken: str) -> str:
    """How the person is spoken to; without a known way, the polite word for everybody."""
    return (spoken[:1].upper() + spoken[1:]) if spoken else gettext("Sir or Madam")


def thanks_to(spoken: str) -> str:
    """What stands on the plain screen after the stop word."""
    if not spoken:
        return gettext("Thank you. We stop here.")
    return gettext("Thank you, %(called)s. We stop here.") % {"called": spoken}


def said_for(part: Part | None, spoken: str) -> str:
    """What the operator says to the person at this part, with the person's own way of being called."""
    if part is None:
        return ""
    return str(SAID.get(part, ROLLED_SAID)) % {"called": called(spoken)}


def exception_in_words(exception: BiometricException) -> str:
    """ "left little finger: stiff, drawn together"."""
    return f"{FINGERS[exception.subject]}: {REASONS[exception.reason]}"


def score_in_words(score: int | None) -> str:
    """The device's figure, or "not measured"."""
    return gettext("not measured") if score is None else str(score)


def clause_of(line: Iterable[str]) -> str:
    """Several short phrases as one, held by middle dots."""
    return " · ".join(str(word) for word in line)


def long_day(day: date, language: str) -> str:
    """A day in full, as papers write it: "ngày 03 tháng 12 năm 2026", "3 December 2026"."""
    if language.startswith("vi"):
        return f"ngày {day.day:02} tháng {day.month:02} năm {day.year}"
    return f"{day.day} {day:%B} {day.year}"
