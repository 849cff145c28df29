"""Master lists: the CSCA certificates that a State has received and signed: read, judged, written (Doc 9303-12, 8).

For: filling a trust store. `survey` verifies every certificate by its own key or by another one of the same State on
the list (link certificates). Not for: deciding which State's list to believe.
"""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tannha.icao import der, oids
from tannha.icao.cms import (
    SignatureCheck,
    SignedData,
    SignedDataWriter,
    check_signer,
    read_signed_data,
    signer_certificate,
)
from tannha.icao.deviations import Deviation, Findings, Flaw, Malformed
from tannha.icao.pki.certificates import Certificate, decode_certificate
from tannha.icao.signatures import Signer
from tannha.icao.tlv import children, whole

LARGEST_LIST = 16 * 1024 * 1024
"""The largest lists published have about a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterList:
    """A list taken apart: its certificates raw and in the file's order, and the signed data around them."""

    certificates: tuple[bytes, ...] = field(repr=False)
    signed: SignedData = field(repr=False)
    deviations: tuple[Deviation, ...] = field(default=(), compare=False)


class Verified(enum.StrEnum):
    """How a certificate on a list was verified, or why it was not."""

    BY_ITSELF = "by_itself"
    BY_ANOTHER = "by_another"
    NO_ISSUER_ON_LIST = "no_issuer_on_list"
    KEY_UNUSABLE = "key_unusable"


class ListSignature(enum.StrEnum):
    """What the signature of the whole list came to."""

    VALID = "valid"
    NO_SIGNER = "no_signer"
    INVALID = "invalid"
    NOT_A_LIST_SIGNER = "not_a_list_signer"
    SIGNER_NOT_OF_CSCA = "signer_not_of_csca"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """One certificate of a list and what became of it."""

    certificate: Certificate
    verified: Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a list came to. `refused` are the bytes that are no certificate, by the name of what is wrong."""

    signature: ListSignature
    signer: Certificate | None
    certificates: tuple[Surveyed, ...] = field(repr=False)
    refused: tuple[tuple[bytes, Deviation], ...] = field(default=(), repr=False)

    @property
    def total(self) -> int:
        """Entries on the list."""
        return len(self.certificates) + len(self.refused)

    @property
    def loaded(self) -> tuple[Certificate, ...]:
        """The certificates whose key can be used."""
        return tuple(
            each.certificate for each in self.certificates if each.certificate.public_key is not None
        )

    @property
    def verified(self) -> tuple[Certificate, ...]:
        """The certificates verified by themselves or by another one on the list."""
        good = (Verified.BY_ITSELF, Verified.BY_ANOTHER)
        return tuple(each.certificate for each in self.certificates if each.verified in good)

    @property
    def reasons(self) -> dict[str, int]:
        """How many entries were refused or not verified, by reason."""
        counted = Counter(each.verified.value for each in self.certificates)
        counted.update(deviation.flaw.value for _, deviation in self.refused)
        for good in (Verified.BY_ITSELF, Verified.BY_ANOTHER):
            counted.pop(good.value, None)
        return dict(sorted(counted.items()))


def decode_master_list(data: bytes, *, strict: bool = True) -> MasterList:
    """Read a list in DER: signed data around a SET OF certificates. Raises `Malformed`; the certificates themselves are
    not read here."""
    findings = Findings(strict=strict)
    if len(data) > LARGEST_LIST:
        findings.fail(Flaw.LENGTH_TOO_LONG, part="master list")
    signed = read_signed_data(whole(data, der.SEQUENCE, findings, "master list"), findings)
    if signed.content_type != oids.CSCA_MASTER_LIST:
        findings.fail(Flaw.WRONG_CONTENT, part="master list")
    parts = children(whole(signed.content, der.SEQUENCE, findings, "master list"), findings)
    if len(parts) != 2 or parts[0].tag != der.INTEGER or parts[1].tag != der.SET:
        findings.fail(Flaw.OTHER_SHAPE, part="master list")
    if der.read_integer(parts[0], findings, "master list version") != 0:
        findings.note(Flaw.BAD_VERSION, part="master list version")
    listed = tuple(each.raw for each in children(parts[1], findings))
    return MasterList(certificates=listed, signed=signed, deviations=findings.all)


def encode_master_list(
    certificates: Iterable[Certificate],
    signer: Signer,
    signer_certificate: Certificate,
    csca_certificate: Certificate,
    *,
    signing_time: datetime | None = None,
) -> bytes:
    """Write a list of certificates, signed by a master list signer whose own and whose CSCA's certificate go along."""
    writer = SignedDataWriter(
        signer,
        signer_certificate,
        content_type=oids.CSCA_MASTER_LIST,
        others=(csca_certificate.raw,),
        by_subject_key=True,
    )
    listed = der.set_of(*{certificate.raw for certificate in certificates})
    return writer.write(der.sequence(der.integer(0), listed), signing_time=signing_time)


def survey(master_list: MasterList) -> Survey:
    """Read every certificate tolerantly, and verify each by its own key or by another one of its State."""
    certificates: list[Certificate] = []
    refused: list[tuple[bytes, Deviation]] = []
    for raw in master_list.certificates:
        try:
            certificates.append(decode_certificate(raw, strict=False))
        except Malformed as error:
            refused.append((raw, error.deviation))
    by_country: dict[str, list[Certificate]] = defaultdict(list)
    for each in certificates:
        by_country[each.country].append(each)
    signature, signer = _list_signature(master_list)
    return Survey(
        signature=signature,
        signer=signer,
        certificates=tuple(
            Surveyed(certificate=each, verified=_verify(each, by_country[each.country]))
            for each in certificates
        ),
        refused=tuple(refused),
    )


def _verify(certificate: Certificate, others: list[Certificate]) -> Verified:
    if certificate.signature_algorithm is None or certificate.public_key is None:
        return Verified.KEY_UNUSABLE
    if certificate.is_self_issued and certificate.is_signed_by(certificate):
        return Verified.BY_ITSELF
    likely = [each for each in others if certificate.may_be_issued_by(each)]
    for issuer in (*likely, *(each for each in others if each not in likely)):
        if issuer is not certificate and certificate.is_signed_by(issuer):
            return Verified.BY_ANOTHER
    return Verified.NO_ISSUER_ON_LIST


def _list_signature(master_list: MasterList) -> tuple[ListSignature, Certificate | None]:
    """Check the list's own signer, its use, and the CSCA certificate that came along (Doc 9303-12, 8)."""
    for signer in master_list.signed.signers:
        try:
            certificate = signer_certificate(master_list.signed, signer)
        except Malformed:
            certificate = None
        if certificate is None:
            continue
        if check_signer(master_list.signed, signer, certificate.public_key) is not SignatureCheck.VALID:
            return ListSignature.INVALID, certificate
        use = certificate.extension(oids.EXTENDED_KEY_USAGE)
        if use is None or der.oid(oids.MASTER_LIST_SIGNING) not in use.value:
            return ListSignature.NOT_A_LIST_SIGNER, certificate
        for raw in (*master_list.signed.certificates, *master_list.certificates):
            try:
                issuer = decode_certificate(raw, strict=False)
            except Malformed:
                continue
            if issuer.is_ca and certificate.may_be_issued_by(issuer) and certificate.is_signed_by(issuer):
                return ListSignature.VALID, certificate
        return ListSignature.SIGNER_NOT_OF_CSCA, certificate
    return ListSignature.NO_SIGNER, None
