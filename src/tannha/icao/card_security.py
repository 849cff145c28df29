"""EF.CardSecurity: security infos under the document signer's signature, for chip authentication mapping. Pure.

Doc 9303-11, 4.4.3.3.3 and 9.2.11; BSI TR-03110-3, A.1.2.5. Written with the same signer as EF.SOD.
"""

from __future__ import annotations

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
from tannha.icao.deviations import Findings, Malformed
from tannha.icao.pki.certificates import Certificate
from tannha.icao.security_infos import (
    SecurityInfo,
    SecurityInfos,
    decode_security_infos,
    encode_security_infos,
)
from tannha.icao.signatures import Signer
from tannha.icao.tlv import whole


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSecurity:
    """The infos, and the signed data around them."""

    infos: SecurityInfos
    signed: SignedData = field(repr=False)


def encode_card_security(
    infos: tuple[SecurityInfo, ...],
    signer: Signer,
    certificate: Certificate,
    *,
    signing_time: datetime | None = None,
) -> bytes:
    """Write EF.CardSecurity: these infos signed by a document signer."""
    writer = SignedDataWriter(signer, certificate, content_type=oids.SECURITY_OBJECT)
    return writer.write(encode_security_infos(infos), signing_time=signing_time)


def decode_card_security(data: bytes, *, strict: bool = True) -> CardSecurity:
    """Read EF.CardSecurity. Raises `Malformed`."""
    findings = Findings(strict=strict)
    signed = read_signed_data(whole(data, der.SEQUENCE, findings, "EF.CardSecurity"), findings)
    return CardSecurity(infos=decode_security_infos(signed.content, strict=strict), signed=signed)


def signer_of(security: CardSecurity) -> Certificate | None:
    """The certificate under which the signature is valid; None when there is none such."""
    if security.signed.content_type != oids.SECURITY_OBJECT:
        return None
    for signer in security.signed.signers:
        try:
            certificate = signer_certificate(security.signed, signer)
        except Malformed:
            continue
        if certificate is None:
            continue
        if check_signer(security.signed, signer, certificate.public_key) is SignatureCheck.VALID:
            return certificate
    return None
