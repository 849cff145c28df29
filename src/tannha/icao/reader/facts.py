"""The facts that reading a chip adds to those of passive authentication: their names, reasons and clauses. Pure."""

from __future__ import annotations

import enum

from tannha.icao.facts import Fact, Outcome


class Name(enum.StrEnum):
    """What the reader says, in this order."""

    ACCESS = "access"
    NOT_DOWNGRADED = "not_downgraded"
    OFFER_SIGNED = "offer_signed"
    CHANNEL_HELD = "channel_held"
    ALL_READ = "all_read"
    WELL_FORMED = "well_formed"
    ZONE_FITS = "zone_fits"
    ACTIVE_AUTH = "active_auth"
    CHIP_AUTH = "chip_auth"
    CHIP_MAPPING = "chip_mapping"
    CHIP_GENUINE = "chip_genuine"


class Reason(enum.StrEnum):
    """Why a fact has its outcome."""

    DONE = "done"
    PACE = "pace"
    BAC = "bac"
    OPEN = "open"
    WRONG_PASSWORD = "wrong_password"
    REFUSED = "refused"
    NO_APPLICATION = "no_application"
    ONLY_BAC = "only_bac"
    BAC_THOUGH_PACE = "bac_though_pace"
    OFFER_NOT_SIGNED = "offer_not_signed"
    OFFERS_STRIPPED = "offers_stripped"
    BROKEN = "broken"
    CARD_LOST = "card_lost"
    GROUP_NOT_READ = "group_not_read"
    DEVIATES = "deviates"
    MALFORMED = "malformed"
    ANOTHER_ZONE = "another_zone"
    NOT_COMPARABLE = "not_comparable"
    NOT_OFFERED = "not_offered"
    NOT_REACHED = "not_reached"
    KEY_UNUSABLE = "key_unusable"
    NO_PROOF = "no_proof"
    KEY_NOT_SIGNED = "key_not_signed"
    NO_SIGNED_KEYS = "no_signed_keys"
    PROOF_FAILED = "proof_failed"


CLAUSES = {
    Name.ACCESS: "Doc 9303-11, 4.2",
    Name.NOT_DOWNGRADED: "Doc 9303-11, 4.2",
    Name.OFFER_SIGNED: "Doc 9303-11, 9.2.11 and 4.4.3.3.3",
    Name.CHANNEL_HELD: "Doc 9303-11, 9.8",
    Name.ALL_READ: "Doc 9303-10, 4",
    Name.WELL_FORMED: "Doc 9303-10, 4.7",
    Name.ZONE_FITS: "Doc 9303-11, 4.3.1",
    Name.ACTIVE_AUTH: "Doc 9303-11, 6.1",
    Name.CHIP_AUTH: "Doc 9303-11, 6.2",
    Name.CHIP_MAPPING: "Doc 9303-11, 4.4.3.5",
    Name.CHIP_GENUINE: "Doc 9303-11, 6",
}


def fact(name: Name, outcome: Outcome, reason: Reason, *evidence: tuple[str, str]) -> Fact:
    """One fact with its clause."""
    return Fact(name=name, outcome=outcome, reason=reason, clause=CLAUSES[name], evidence=evidence)
