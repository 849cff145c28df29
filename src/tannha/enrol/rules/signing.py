"""Who signs the information form for whom, and when a second official must countersign. Pure.

A supporter is family who helps; a representative acts by law and shows a document (list point 14 of the
domain paper). A packet with an exception, a representative or poor quality needs a second person, who is
nobody of those who captured.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tannha.enrol.refusals import Code
from tannha.ground.refusal import Refusal


class Signer(StrEnum):
    """Who signs."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    SUPPORTER = "supporter"


class Mark(StrEnum):
    """How it is signed: by hand, or by a fingerprint where the hand cannot write."""

    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"


class DocumentKind(StrEnum):
    """On what ground a representative acts."""

    COURT_DECISION = "court_decision"
    BIRTH_CERTIFICATE = "birth_certificate"
    GUARDIANSHIP = "guardianship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A signature on the information form.

    Who, how, whether a document was shown, whether a supporter sat by.
    """

    signer: Signer
    mark: Mark
    has_document: bool = False
    supporter_present: bool = False


class SecondReason(StrEnum):
    """Why a second official must look."""

    EXCEPTION = "exception"
    REPRESENTATIVE = "representative"
    POOR_QUALITY = "poor_quality"


def why_not_signed_by(signing: Signing, *, oldest: int, own_signature_from: int) -> Refusal | None:
    """Whether this signature counts. `oldest` is the greatest age the person can have in whole years.

    A supporter never signs for the person; a representative needs a document; a child below the Regime's age
    of enrolment is signed for by a representative.
    """
    if signing.signer is Signer.SUPPORTER:
        return Refusal(Code.SUPPORTER_SIGNS)
    if signing.signer is Signer.REPRESENTATIVE and not signing.has_document:
        return Refusal(Code.REPRESENTATIVE_DOCUMENT)
    if signing.signer is Signer.PERSON and oldest < own_signature_from:
        return Refusal(Code.REPRESENTATIVE_MISSING)
    return None
