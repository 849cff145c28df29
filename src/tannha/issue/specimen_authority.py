"""A test authority in a folder: CSCA, document signer and revocation list for SPECIMEN cards, made and opened.

For: `tannha pki test-ca`, specimen cards and the demo ward. Its names all say SPECIMEN, and every reader of ours shows
that. The two private keys lie in files that only their owner may read. Not for: real cards, whose keys belong in a
token that never shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tannha.ground.specimen_keys import KeyKind, draw_key, draw_serial, read_key, write_key
from tannha.icao.personalise import DocumentSigner
from tannha.icao.pki.bundle import pem_of, read_bundle
from tannha.icao.pki.certificates import Certificate
from tannha.icao.pki.extensions import Contact
from tannha.icao.pki.issuing import Authority, Period, issue_csca, issue_document_signer, issue_seal_signer
from tannha.icao.pki.names import Name
from tannha.icao.pki.revocation import RevocationList, issue_revocation_list
from tannha.icao.pki.trust import SPECIMEN_WORD
from tannha.icao.public_keys import CurveForm
from tannha.icao.seal import SealSigner
from tannha.icao.signatures import KeySigner

CSCA, CSCA_KEY = "csca.pem", "csca.key.pem"
SIGNER, SIGNER_KEY = "signer.pem", "signer.key.pem"
LIST = "csca.crl.pem"
SEAL, SEAL_KEY = "seal.pem", "seal.key.pem"
FILES = (CSCA, CSCA_KEY, SIGNER, SIGNER_KEY, LIST)
_SERIAL_BYTES, _SEAL_SERIAL_BYTES = 16, 8
_ORGANIZATION = f"{SPECIMEN_WORD}, not the State"
_LIST_DAYS = 90
_YEAR = timedelta(days=365)
_SEAL_LETTERS = "TN"
"""By these and the country a seal names its signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What authority is wanted. `country` has two letters, `state` the three of the zone; with `explicit` the curves
    stand in numbers, as Doc 9303-12 has it and OpenSSL refuses it."""

    kind: KeyKind = KeyKind.P256
    country: str = "VN"
    state: str = "VNM"
    explicit: bool = False


class NoAuthority(Exception):
    """The folder holds no test authority that can be used, or already holds one; says which file is the trouble."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(file)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenAuthority:
    """An opened test authority."""

    csca: Certificate
    revocations: RevocationList
    signer: DocumentSigner
    csca_key: KeySigner = field(repr=False)


def make(folder: Path, wish: Wish, *, now: datetime) -> SpecimenAuthority:
    """Make an authority in a folder: five files. Raises `NoAuthority` where one of them is already there."""
    for name in FILES:
        if (folder / name).exists():
            raise NoAuthority(name)
    began = now.replace(microsecond=0)
    pss = wish.kind is KeyKind.RSA_PSS
    root_key, signer_key = draw_key(wish.kind, root=True), draw_key(wish.kind, root=False)
    root, signer = KeySigner(root_key, pss=pss), KeySigner(signer_key, pss=pss)
    authority = _named(wish.country, wish.state)
    form = CurveForm.EXPLICIT if wish.explicit else CurveForm.NAMED
    csca = issue_csca(root, authority, _period(began, 20, 5), serial=draw_serial(_SERIAL_BYTES), form=form)
    certificate = issue_document_signer(
        root,
        csca,
        authority,
        signer.public_key,
        _period(began, 16, 1),
        serial=draw_serial(_SERIAL_BYTES),
        name=Name(
            country=wish.country, organization=_ORGANIZATION, common_name=f"{SPECIMEN_WORD} Document Signer"
        ),
        form=form,
    )
    revocations = issue_revocation_list(
        root, csca, [], number=1, this_update=began, next_update=began + timedelta(days=_LIST_DAYS)
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_key(folder / CSCA_KEY, root_key)
    write_key(folder / SIGNER_KEY, signer_key)
    (folder / CSCA).write_bytes(pem_of("CERTIFICATE", csca.raw))
    (folder / SIGNER).write_bytes(pem_of("CERTIFICATE", certificate.raw))
    (folder / LIST).write_bytes(pem_of("X509 CRL", revocations.raw))
    return SpecimenAuthority(
        csca=csca, revocations=revocations, signer=DocumentSigner(signer, certificate), csca_key=root
    )


def renew_list(folder: Path, *, now: datetime) -> RevocationList:
    """Renew the revocation list of an authority's folder: the next number, the same serials, ninety days from now.

    Raises `NoAuthority` with the file that is missing or does not fit, OSError where nothing can be written.
    """
    made = open_authority(folder)
    old, began = made.revocations, now.replace(microsecond=0)
    renewed = issue_revocation_list(
        made.csca_key,
        made.csca,
        old.revoked.items(),
        number=(old.number or 0) + 1,
        this_update=began,
        next_update=began + timedelta(days=_LIST_DAYS),
    )
    beside = folder / f"{LIST}.new"
    beside.write_bytes(pem_of("X509 CRL", renewed.raw))
    beside.replace(folder / LIST)
    return renewed


def open_sealer(folder: Path, *, state: str = "VNM", now: datetime) -> SealSigner:
    """Open the signer of visible seals of an authority's folder; its key and certificate are made at first use.

    Raises `NoAuthority` with the file that is missing or does not fit.
    """
    made = open_authority(folder)
    if not (folder / SEAL).exists():
        key = draw_key(KeyKind.P256, root=False)
        certificate = issue_seal_signer(
            made.csca_key,
            made.csca,
            _named(made.csca.country, state),
            KeySigner(key).public_key,
            _period(now.replace(microsecond=0), 10, 5),
            serial=draw_serial(_SEAL_SERIAL_BYTES),
            name=Name(country=made.csca.country, organization=_ORGANIZATION, common_name=_SEAL_LETTERS),
        )
        write_key(folder / SEAL_KEY, key)
        (folder / SEAL).write_bytes(pem_of("CERTIFICATE", certificate.raw))
    certificate = _certificate(folder, SEAL)
    try:
        return SealSigner(_key(folder, SEAL_KEY, certificate), certificate, state=state)
    except ValueError as error:
        raise NoAuthority(SEAL_KEY) from error


def _named(country: str, state: str) -> Authority:
    return Authority(
        name=Name(country=country, organization=_ORGANIZATION, common_name=f"{SPECIMEN_WORD} CSCA"),
        contact=Contact(state=state, email="specimen@example.invalid"),
        list_address="https://example.invalid/csca.crl",
    )


def open_authority(folder: Path) -> SpecimenAuthority:
    """Open the authority of a folder. Raises `NoAuthority` with the file that is missing or does not fit."""
    csca = _certificate(folder, CSCA)
    certificate = _certificate(folder, SIGNER)
    lists = read_bundle([(LIST, _bytes(folder, LIST))]).lists
    if len(lists) != 1:
        raise NoAuthority(LIST)
    try:
        signer = DocumentSigner(_key(folder, SIGNER_KEY, certificate), certificate)
    except ValueError as error:
        raise NoAuthority(SIGNER_KEY) from error
    return SpecimenAuthority(
        csca=csca, revocations=lists[0], signer=signer, csca_key=_key(folder, CSCA_KEY, csca)
    )


def _period(began: datetime, years: int, key_years: int) -> Period:
    return Period(not_before=began, not_after=began + years * _YEAR, key_until=began + key_years * _YEAR)


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise NoAuthority(name) from error


def _certificate(folder: Path, name: str) -> Certificate:
    bundle = read_bundle([(name, _bytes(folder, name))])
    found = (*bundle.authorities, *bundle.others)
    if len(found) != 1:
        raise NoAuthority(name)
    return found[0]


def _key(folder: Path, name: str, certificate: Certificate) -> KeySigner:
    key = read_key(_bytes(folder, name))
    if key is None:
        raise NoAuthority(name)
    algorithm = certificate.signature_algorithm
    return KeySigner(key, pss=algorithm is not None and algorithm.scheme == "rsa_pss")
