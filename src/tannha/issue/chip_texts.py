"""What a chip's facts say to people: a short name for each, and a sentence for each reason.

For: `tannha card read`, the desk's page and the issuer's. The words come from `icao.passive_auth` and
`icao.reader.facts`; a test sees to it that every one of them has its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tannha.ground import facts as ground_facts
from tannha.icao.facts import Fact, Outcome
from tannha.icao.passive_auth import Name as Passive
from tannha.icao.passive_auth import Reason as PassiveReason
from tannha.icao.reader.facts import Name as Read
from tannha.icao.reader.facts import Reason as ReadReason

ANSWERS = {
    Outcome.HOLDS: ground_facts.Answer.TRUE,
    Outcome.FAILS: ground_facts.Answer.FALSE,
    Outcome.UNKNOWN: ground_facts.Answer.UNCHECKED,
}
OUTCOMES: dict[Outcome, Promise] = {
    Outcome.HOLDS: _("yes"),
    Outcome.FAILS: _("NO"),
    Outcome.UNKNOWN: _("cannot be told"),
}

NAMES: dict[str, Promise] = {
    Read.ACCESS: _("Chip let the reader in"),
    Read.NOT_DOWNGRADED: _("Best protection used"),
    Read.OFFER_SIGNED: _("Offered protection is the signed one"),
    Read.CHANNEL_HELD: _("Connection stayed whole"),
    Read.ALL_READ: _("All open files read"),
    Read.WELL_FORMED: _("Files follow the standard"),
    Read.ZONE_FITS: _("Chip belongs to this card"),
    Passive.SOD_WELL_FORMED: _("Signed list readable"),
    Passive.SIGNATURE_VALID: _("Signature valid"),
    Passive.GROUPS_INTACT: _("Contents unchanged"),
    Passive.GROUPS_LISTED: _("Nothing missing, nothing added"),
    Passive.ALGORITHMS_SOUND: _("Algorithms strong enough"),
    Passive.SIGNER_KNOWN: _("Signer known here"),
    Passive.SIGNER_FITTING: _("Signer may sign documents"),
    Passive.SIGNER_IN_FORCE: _("Signer in force"),
    Passive.SIGNER_NOT_REVOKED: _("Signer not revoked"),
    Passive.STATE_AGREES: _("Same State in zone and signature"),
    Passive.NOT_SPECIMEN: _("Not a specimen"),
    Read.ACTIVE_AUTH: _("Chip signed our challenge"),
    Read.CHIP_AUTH: _("Chip holds its own key"),
    Read.CHIP_MAPPING: _("Chip proved its key at the door"),
    Read.CHIP_GENUINE: _("Chip is no copy"),
}

REASONS: dict[str, Promise] = {
    ReadReason.DONE: _("checked"),
    ReadReason.PACE: _("by PACE"),
    ReadReason.BAC: _("by BAC, the older way"),
    ReadReason.OPEN: _("the chip asks for no password"),
    ReadReason.WRONG_PASSWORD: _(
        "the chip does not take this number or these dates: compare them with the card"
    ),
    ReadReason.REFUSED: _("the chip broke the conversation off"),
    ReadReason.NO_APPLICATION: _("this card holds no travel document application"),
    ReadReason.ONLY_BAC: _("the chip offers nothing better than BAC"),
    ReadReason.BAC_THOUGH_PACE: _(
        "PACE is offered but failed; the older BAC was used: somebody may listen in"
    ),
    ReadReason.OFFER_NOT_SIGNED: _("the chip offers what its signed list does not name"),
    ReadReason.OFFERS_STRIPPED: _(
        "the signed list names PACE that was not offered: somebody may stand in between"
    ),
    ReadReason.BROKEN: _("an answer was changed or cut off on the way"),
    ReadReason.CARD_LOST: _("the card was taken away too early: lay it down again"),
    ReadReason.GROUP_NOT_READ: _("a file could not be read"),
    ReadReason.DEVIATES: _("readable, but not written as the standard says"),
    ReadReason.MALFORMED: _("a file cannot be understood"),
    ReadReason.ANOTHER_ZONE: _("the chip's zone is not that of the number typed: another card's chip"),
    ReadReason.NOT_COMPARABLE: _("nothing to compare with"),
    ReadReason.NOT_OFFERED: _("this chip does not offer it"),
    ReadReason.NOT_REACHED: _("the reading ended before"),
    ReadReason.KEY_UNUSABLE: _("the chip's key is of a kind that cannot be used here"),
    ReadReason.NO_PROOF: _("this chip has no way to prove it"),
    ReadReason.KEY_NOT_SIGNED: _("the key that proved it is not covered by the signature"),
    ReadReason.NO_SIGNED_KEYS: _("the signed keys cannot be read"),
    ReadReason.PROOF_FAILED: _("the proof failed: treat the chip as a copy"),
    PassiveReason.NO_SOD: _("the chip gave no signed list"),
    PassiveReason.SOD_MALFORMED: _("the signed list cannot be understood"),
    PassiveReason.SOD_DEVIATES: _("readable, but not written as the standard says"),
    PassiveReason.NO_SIGNER: _("no signer is named"),
    PassiveReason.NO_SIGNER_CERTIFICATE: _("the signer's certificate is missing"),
    PassiveReason.SIGNER_CERTIFICATE_MALFORMED: _("the signer's certificate cannot be read"),
    PassiveReason.WRONG_CONTENT_TYPE: _("something else was signed, not the list of a document"),
    PassiveReason.WRONG_DIGEST: _("the signed list was changed"),
    PassiveReason.ALGORITHM_MISMATCH: _("the algorithms named do not agree with each other"),
    PassiveReason.KEY_UNUSABLE: _("the signer's key cannot be used"),
    PassiveReason.BAD_SIGNATURE: _("the signature is false"),
    PassiveReason.GROUP_CHANGED: _("a file is not the one that was signed"),
    PassiveReason.NO_GROUPS_READ: _("no file was read"),
    PassiveReason.GROUP_NOT_SIGNED: _("a file is there that nobody signed"),
    PassiveReason.CONTENTS_LIST_DIFFERS: _("the chip's own list differs from the signed one"),
    PassiveReason.WEAK_ALGORITHM: _("an old hash (SHA-1) that can be forged with effort"),
    PassiveReason.NO_CSCA_OF_STATE: _("no CSCA of this State: whether the State signed cannot be told here"),
    PassiveReason.NOT_SIGNED_BY_CSCA: _("the State's authority known here did not sign this signer"),
    PassiveReason.NOT_A_DOCUMENT_SIGNER: _("this certificate may not sign documents"),
    PassiveReason.OUT_OF_FORCE: _("the signer's certificate is not in force today"),
    PassiveReason.ISSUER_OUT_OF_FORCE: _("the authority's certificate is not in force today"),
    PassiveReason.REVOKED: _("the signer was revoked"),
    PassiveReason.NO_REVOCATION_LIST: _("no revocation list of this authority is here"),
    PassiveReason.LIST_OUT_OF_DATE: _("the revocation list here is out of date"),
    PassiveReason.ANOTHER_STATE: _("the zone names another State than the signature"),
    PassiveReason.STATE_NOT_READ: _("the State could not be read"),
    PassiveReason.SPECIMEN: _("SPECIMEN: signed by a test authority, worth nothing as a document"),
    PassiveReason.NOT_ASKED: _("not asked"),
}

WORDS: dict[str, Promise] = {
    "changed": _("changed"),
    "missing": _("missing"),
    "not_signed": _("not signed"),
    "differing": _("differing"),
    "closed": _("closed to ordinary readers"),
    "by": _("proved by"),
    "authority": _("authority"),
}
"""Words of evidence that people are shown; the others are for machines."""


def sentence(fact: Fact) -> str:
    """The reason of a fact with what it rests on, in the language of the moment."""
    shown = [f"{WORDS[word]}: {_known(value)}" for word, value in fact.evidence if word in WORDS and value]
    return ". ".join([str(REASONS.get(fact.reason, fact.reason)), *shown])


def shown(plain: Mapping[str, Any]) -> ground_facts.Fact:
    """A fact as kept (`Fact.as_plain`), ready for the table of facts."""
    fact = Fact(
        name=str(plain["fact"]),
        outcome=Outcome(plain["outcome"]),
        reason=str(plain["reason"]),
        clause=str(plain["clause"]),
        evidence=tuple((str(word), str(value)) for word, value in plain.get("evidence", {}).items()),
    )
    return ground_facts.Fact(
        name=str(NAMES.get(fact.name, fact.name)),
        answer=ANSWERS[fact.outcome],
        evidence=sentence(fact),
        clause=fact.clause if fact.clause.startswith("Doc") else "",
    )


def _known(value: str) -> str:
    """Evidence that lists facts by their words is shown by their names."""
    parts = value.split(", ")
    return ", ".join(str(NAMES[part]) if part in NAMES else part for part in parts)
