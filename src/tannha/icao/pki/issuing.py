"""Certificates of Doc 9303-12 and -13 made: CSCA root and link, signers of documents, lists and seals. Pure.

For: test authorities and specimen cards, with keys in memory or behind PKCS#11. Serial numbers and moments are the
caller's. A curve stands by its name unless the explicit form is asked for: Doc 9303-12, 4.4 asks for numbers, most
tools want names, our readers take both. Not for: a real State's authority, which signs on its own machines.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from tannha.icao import der, oids
from tannha.icao.deviations import Findings
from tannha.icao.pki import extensions
from tannha.icao.pki.certificates import Certificate, decode_certificate
from tannha.icao.pki.extensions import Contact
from tannha.icao.pki.names import Name, encode_name
from tannha.icao.public_keys import CurveForm, PublicKey, encode_public_key
from tannha.icao.signatures import Signer, encode_algorithm
from tannha.icao.tlv import children, whole

MOST_SERIAL_BITS = 159
"""Twenty bytes without the sign (RFC 5280, 4.1.2.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Validity of a certificate, and until when its private key signs."""

    not_before: datetime
    not_after: datetime
    key_until: datetime

    def __post_init__(self) -> None:
        if not self.not_before < self.key_until <= self.not_after:
            raise ValueError("a key stops signing within the validity of its certificate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A CSCA: its name, how to reach it, and where its revocation list is published."""

    name: Name
    contact: Contact
    list_address: str


def key_identifier(key: PublicKey) -> bytes:
    """The identifier of a key: SHA-1 of the bits of its public part (RFC 5280, 4.2.1.2, method 1)."""
    findings = Findings()
    bits = children(whole(encode_public_key(key), der.SEQUENCE, findings), findings)[1]
    return hashlib.sha1(der.read_bits(bits, findings), usedforsecurity=False).digest()


def issue_csca(
    signer: Signer, authority: Authority, period: Period, *, serial: int, form: CurveForm = CurveForm.NAMED
) -> Certificate:
    """Issue the self-signed root (Doc 9303-12, 7.1, CSCA certificate)."""
    own = key_identifier(signer.public_key)
    added = (
        extensions.authority_key(own),
        extensions.subject_key(own),
        extensions.key_usage("key_cert_sign", "crl_sign"),
        extensions.private_key_period(period.not_before, period.key_until),
        *_names_and_list(authority, authority.contact),
        extensions.certification_authority(),
    )
    name = encode_name(authority.name)
    return _issue(
        signer, name, name, encode_public_key(signer.public_key, _form(signer, form)), period, serial, added
    )


def issue_link(
    old: Signer,
    old_certificate: Certificate,
    new_certificate: Certificate,
    authority: Authority,
    period: Period,
    *,
    serial: int,
) -> Certificate:
    """Issue the link certificate: the new root's key under the old root's signature (Doc 9303-12, 5.2.1).

    `authority` says the new root's contact and list."""
    if old_certificate.subject_key is None or new_certificate.subject_key is None:
        raise ValueError("both roots need their key identifiers")
    added = [
        extensions.authority_key(old_certificate.subject_key),
        extensions.subject_key(new_certificate.subject_key),
        extensions.key_usage("key_cert_sign", "crl_sign"),
        extensions.private_key_period(period.not_before, period.key_until),
        *_names_and_list(authority, authority.contact),
        extensions.certification_authority(),
    ]
    if old_certificate.subject != new_certificate.subject:
        added.append(extensions.extension(oids.NAME_CHANGE, der.NULL_VALUE))
    names = (old_certificate.subject, new_certificate.subject)
    return _issue(old, *names, new_certificate.key_raw, period, serial, tuple(added))


def issue_document_signer(
    csca: Signer,
    csca_certificate: Certificate,
    authority: Authority,
    key: PublicKey,
    period: Period,
    *,
    serial: int,
    name: Name,
    document_types: tuple[str, ...] = ("ID",),
    form: CurveForm = CurveForm.NAMED,
) -> Certificate:
    """Issue a document signer's certificate (Doc 9303-12, 7.1, document signer)."""
    added = (
        extensions.authority_key(_identifier_of(csca_certificate)),
        extensions.subject_key(key_identifier(key)),
        extensions.key_usage("digital_signature"),
        extensions.private_key_period(period.not_before, period.key_until),
        *_names_and_list(authority, authority.contact),
        extensions.document_types(*document_types),
    )
    spki = encode_public_key(key, form if hasattr(key, "curve") else None)
    return _issue(csca, csca_certificate.subject, encode_name(name), spki, period, serial, added)


def issue_master_list_signer(
    csca: Signer,
    csca_certificate: Certificate,
    authority: Authority,
    key: PublicKey,
    period: Period,
    *,
    serial: int,
    name: Name,
) -> Certificate:
    """Issue a master list signer's certificate (Doc 9303-12, 7.1, master list signer)."""
    added = (
        extensions.authority_key(_identifier_of(csca_certificate)),
        extensions.subject_key(key_identifier(key)),
        extensions.key_usage("digital_signature"),
        extensions.private_key_period(period.not_before, period.key_until),
        *_names_and_list(authority, authority.contact),
        extensions.master_list_signing(),
    )
    spki = encode_public_key(key)
    return _issue(csca, csca_certificate.subject, encode_name(name), spki, period, serial, added)


def issue_seal_signer(
    csca: Signer,
    csca_certificate: Certificate,
    authority: Authority,
    key: PublicKey,
    period: Period,
    *,
    serial: int,
    name: Name,
) -> Certificate:
    """Issue the certificate of a signer of visible seals (Doc 9303-13, 4). Refuses (ValueError) a common name that is
    not the two letters by which a seal names its signer."""
    if not (len(name.common_name) == 2 and name.common_name.isascii() and name.common_name.isalnum()):
        raise ValueError("a seal names its signer by two letters")
    added = (
        extensions.authority_key(_identifier_of(csca_certificate)),
        extensions.subject_key(key_identifier(key)),
        extensions.key_usage("digital_signature"),
        extensions.private_key_period(period.not_before, period.key_until),
        *_names_and_list(authority, authority.contact),
    )
    spki = encode_public_key(key)
    return _issue(csca, csca_certificate.subject, encode_name(name), spki, period, serial, added)


def _form(signer: Signer, form: CurveForm) -> CurveForm | None:
    return form if hasattr(signer.public_key, "curve") else None


def _identifier_of(certificate: Certificate) -> bytes:
    if certificate.subject_key is None:
        raise ValueError("the issuer's certificate has no subject key identifier")
    return certificate.subject_key


def _names_and_list(authority: Authority, subject: Contact) -> tuple[bytes, ...]:
    return (
        extensions.alternative_name(oids.SUBJECT_ALT_NAME, subject),
        extensions.alternative_name(oids.ISSUER_ALT_NAME, authority.contact),
        extensions.distribution_point(authority.list_address),
    )


def _issue(
    signer: Signer,
    issuer: bytes,
    subject: bytes,
    spki: bytes,
    period: Period,
    serial: int,
    added: tuple[bytes, ...],
) -> Certificate:
    if not 0 < serial.bit_length() <= MOST_SERIAL_BITS or serial < 0:
        raise ValueError("a serial number is positive and has at most twenty bytes")
    algorithm = encode_algorithm(signer.algorithm)
    tbs = der.sequence(
        der.context(0, der.integer(2)),
        der.integer(serial),
        algorithm,
        issuer,
        der.sequence(der.time(period.not_before), der.time(period.not_after)),
        subject,
        spki,
        der.context(3, der.sequence(*added)),
    )
    return decode_certificate(der.sequence(tbs, algorithm, der.bits(signer.sign(tbs))))
