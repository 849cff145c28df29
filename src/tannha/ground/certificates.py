"""TLS for phones of the ward: a small certificate authority of this folder and a server certificate for its names.

A given certificate of the office replaces both. Profiles follow RFC 5280; a server certificate lives 397 days at most.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tannha.ground import vault
from tannha.ground.data_folder import DataFolder

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
RENEW_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFiles:
    """What the web server is given, and the authority's certificate that phones must trust ("" for a given one)."""

    certificate: Path
    key: Path
    authority: Path | None
    fingerprint: str


def own_certificate(hosts: tuple[str, ...], now: datetime) -> TlsFiles:
    """The folder's own authority and a server certificate for these names and addresses; renewed when it must be."""
    keys = DataFolder.current().keys
    authority = _authority(keys / "tls-authority.crt", now)
    path = keys / "tls-server.crt"
    if not _serves(path, hosts, authority, now):
        names = [
            x509.DNSName(host) if not _is_address(host) else x509.IPAddress(ipaddress.ip_address(host))
            for host in hosts
        ]
        builder = (
            _builder(hosts[0], authority.subject, vault.public_key("server"), now, SERVER_DAYS)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        )
        _write(path, vault.sign_certificate(builder, by="authority"))
    return TlsFiles(
        certificate=path,
        key=vault.key_file("server"),
        authority=keys / "tls-authority.crt",
        fingerprint=fingerprint(authority),
    )


def given_certificate(certificate: Path, key: Path) -> TlsFiles:
    """A certificate that the office got elsewhere. Raises ValueError or OSError for a file that is none."""
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    serialization.load_pem_private_key(key.read_bytes(), password=None)
    return TlsFiles(certificate=certificate, key=key, authority=None, fingerprint=fingerprint(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a server certificate stands: its last moment, and the names and addresses it is for."""

    ends_at: datetime
    names: frozenset[str]


def standing_of(path: Path) -> Standing:
    """Look into a certificate file. Raises ValueError or OSError for a file that is none."""
    found = x509.load_pem_x509_certificate(path.read_bytes())
    return Standing(ends_at=found.not_valid_after_utc, names=_names_in(found))


def _names_in(certificate: x509.Certificate) -> frozenset[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return frozenset(
        (*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress)))
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 in pairs, as phones show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _authority(path: Path, now: datetime) -> x509.Certificate:
    if path.exists():
        found = x509.load_pem_x509_certificate(path.read_bytes())
        if found.not_valid_after_utc > now + timedelta(days=SERVER_DAYS):
            return found
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Tan Nha {now:%Y}")])
    builder = (
        _builder(f"Tan Nha {now:%Y}", name, vault.public_key("authority"), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage_of_authority(), critical=True)
    )
    certificate = vault.sign_certificate(builder, by="authority")
    _write(path, certificate)
    return certificate


def _usage_of_authority() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(
    common_name: str, issuer: x509.Name, key: object, now: datetime, days: int
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)  # type: ignore[arg-type] # an EC public key
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)  # type: ignore[arg-type]
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(vault.public_key("authority")), critical=False
        )
    )


def _serves(path: Path, hosts: tuple[str, ...], authority: x509.Certificate, now: datetime) -> bool:
    if not path.exists():
        return False
    found = x509.load_pem_x509_certificate(path.read_bytes())
    fresh = found.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)
    return fresh and _names_in(found).issuperset(hosts) and found.issuer == authority.subject


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _write(path: Path, certificate: x509.Certificate) -> None:
    aside = path.with_suffix(".new")
    aside.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    aside.replace(path)
