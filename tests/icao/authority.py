"""A small test authority for the chip tests: keys, root, signer and list of an invented State. No real State's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao.pki.certificates import Certificate
from tannha.icao.pki.extensions import Contact
from tannha.icao.pki.issuing import Authority, Period, issue_csca, issue_document_signer
from tannha.icao.pki.names import Name
from tannha.icao.pki.revocation import RevocationList, issue_revocation_list
from tannha.icao.public_keys import CurveForm
from tannha.icao.signatures import KeySigner

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = BEGAN + timedelta(days=30)
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
KINDS = ("p256", "p384", "brainpool", "rsa", "pss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """All that a test needs of a State."""

    authority: Authority
    csca: KeySigner
    csca_certificate: Certificate
    signer: KeySigner
    signer_certificate: Certificate
    revocations: RevocationList


def period(*, days: int = 4_000, began: datetime = BEGAN) -> Period:
    return Period(
        not_before=began, not_after=began + timedelta(days=days), key_until=began + timedelta(days=days // 3)
    )


@cache
def key_of(kind: str, number: int = 0) -> PrivateKey:
    """A key made once per run; `number` tells apart several of a kind."""
    if kind in ("rsa", "pss"):
        return rsa.generate_private_key(65_537, 2_048)
    curve = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "brainpool": ec.BrainpoolP256R1()}[kind]
    return ec.generate_private_key(curve)


def invented(country: str = "UT", state: str = "UTO") -> Authority:
    return Authority(
        name=Name(country=country, organization="SPECIMEN", common_name="SPECIMEN CSCA"),
        contact=Contact(state=state, email="specimen@example.invalid"),
        list_address="https://example.invalid/csca.crl",
    )


@cache
def authority_of(
    kind: str = "p256", country: str = "UT", number: int = 0, form: CurveForm = CurveForm.NAMED
) -> Invented:
    """An authority of one kind of keys, made once per run."""
    csca = KeySigner(key_of(kind, 2 * number), pss=kind == "pss")
    signer = KeySigner(key_of(kind, 2 * number + 1), pss=kind == "pss")
    authority = invented(country)
    root = issue_csca(csca, authority, period(), serial=1_000 + number, form=form)
    name = Name(country=country, organization="SPECIMEN", common_name=f"SPECIMEN DS {number}")
    certificate = issue_document_signer(
        csca, root, authority, signer.public_key, period(), serial=2_000 + number, name=name, form=form
    )
    revocations = issue_revocation_list(
        csca, root, [(77, BEGAN)], number=1, this_update=BEGAN, next_update=BEGAN + timedelta(days=90)
    )
    return Invented(
        authority=authority,
        csca=csca,
        csca_certificate=root,
        signer=signer,
        signer_certificate=certificate,
        revocations=revocations,
    )
