"""Certificates, lists and keys as they lie in folders: PEM or DER, one or many in a file, sorted out. Pure.

For: building a trust store from whatever an authority handed over: CSCA and link certificates (PEM, DER), revocation
lists, and master lists whose own signature holds. Not for: reading folders.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tannha.icao.deviations import Malformed
from tannha.icao.pki.certificates import Certificate, decode_certificate
from tannha.icao.pki.master_list import ListSignature, decode_master_list, survey
from tannha.icao.pki.revocation import RevocationList, decode_revocation_list
from tannha.icao.pki.trust import Anchors

LARGEST_FILE = 16 * 1024 * 1024
MOST_BLOCKS = 4_096
_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----")
_SECRET = b"PRIVATE KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What was found: authorities, other certificates (document signers), lists, and the names of files that hold none
    of these. Private keys are passed over in silence."""

    authorities: tuple[Certificate, ...]
    others: tuple[Certificate, ...]
    lists: tuple[RevocationList, ...]
    refused: tuple[str, ...]

    def anchors(self) -> Anchors:
        """Trust all self-signed authorities and those without an issuer here; link certificates only through these."""
        roots = [each for each in self.authorities if each.is_self_issued and each.is_signed_by(each)]
        store = Anchors.of(roots, self.lists)
        store.link(each for each in self.authorities if each not in roots)
        return store


def read_bundle(files: Iterable[tuple[str, bytes]]) -> Bundle:
    """Sort out files given as (name, bytes). Never raises for their contents."""
    authorities: list[Certificate] = []
    others: list[Certificate] = []
    lists: list[RevocationList] = []
    refused: list[str] = []
    for name, data in files:
        blocks = _blocks(data)
        found = False
        for kind, block in blocks:
            if _SECRET in kind:
                found = True
                continue
            certificates, revocations = _read(block)
            for certificate in certificates:
                group = authorities if certificate.is_ca else others
                if certificate not in group:
                    group.append(certificate)
            lists += revocations
            found = found or bool(certificates or revocations)
        if not found:
            refused.append(name)
    return Bundle(
        authorities=tuple(authorities), others=tuple(others), lists=tuple(lists), refused=tuple(refused)
    )


def _blocks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Cut PEM into its blocks; anything else is one block of DER."""
    if len(data) > LARGEST_FILE:
        return []
    if b"-----BEGIN " not in data[:65_536]:
        return [(b"", data)]
    found = []
    for match in _BLOCK.finditer(data):
        try:
            found.append((match[1], base64.b64decode(match[2], validate=False)))
        except binascii.Error:
            continue
        if len(found) >= MOST_BLOCKS:
            break
    return found


def _read(block: bytes) -> tuple[list[Certificate], list[RevocationList]]:
    try:
        return [decode_certificate(block, strict=False)], []
    except Malformed:
        pass
    try:
        return [], [decode_revocation_list(block, strict=False)]
    except Malformed:
        pass
    try:
        found = survey(decode_master_list(block, strict=False))
    except Malformed:
        return [], []
    return (list(found.verified), []) if found.signature is ListSignature.VALID else ([], [])


def pem_of(kind: str, data: bytes) -> bytes:
    """Write one PEM block, such as "CERTIFICATE" or "X509 CRL"."""
    text = base64.b64encode(data).decode()
    lines = "\n".join(text[place : place + 64] for place in range(0, len(text), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode()
