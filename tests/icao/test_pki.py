"""Certificates, revocation lists, master lists: ours pass a foreign lint, others' are read with their slips named."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from tannha.icao import der, oids
from tannha.icao.deviations import Findings, Flaw, Malformed
from tannha.icao.pki.bundle import pem_of, read_bundle
from tannha.icao.pki.certificates import decode_certificate
from tannha.icao.pki.issuing import issue_csca, issue_link, issue_master_list_signer
from tannha.icao.pki.master_list import (
    ListSignature,
    Verified,
    decode_master_list,
    encode_master_list,
    survey,
)
from tannha.icao.pki.names import Name, encode_name, name_key
from tannha.icao.pki.revocation import decode_revocation_list
from tannha.icao.public_keys import CurveForm, EcPublicKey
from tannha.icao.signatures import KeySigner
from tannha.icao.tlv import children, whole
from tests.icao.authority import BEGAN, KINDS, NOW, Invented, authority_of, key_of, period

LINT = """
import sys
from pkilint.bin import lint_crl, lint_pkix_cert
for path in sys.argv[1:]:
    is_list = path.endswith(".list")
    main = lint_crl.main if is_list else lint_pkix_cert.main
    sys.argv = ["lint", "lint", *(["-t", "CRL", "-p", "PKIX"] if is_list else []), "-s", "NOTICE", path]
    try:
        code = main()
    except SystemExit as end:
        code = end.code
    if code:
        print(path, "has", code, "findings")
"""


@pytest.mark.slow
def test_a_foreign_lint_finds_nothing_in_our_certificates_and_lists(tmp_path: Path) -> None:
    pytest.importorskip("pkilint")
    for kind in KINDS:
        made = authority_of(kind)
        for name, data in (("root", made.csca_certificate.raw), ("signer", made.signer_certificate.raw)):
            (tmp_path / f"{kind}.{name}").write_bytes(pem_of("CERTIFICATE", data))
        (tmp_path / f"{kind}.list").write_bytes(pem_of("X509 CRL", made.revocations.raw))
    (tmp_path / "slip.root").write_bytes(
        pem_of("CERTIFICATE", changed(der.integer(2_000), b"\x02\x02\x87\xd0"))
    )
    paths = sorted(tmp_path.iterdir())
    done = subprocess.run([sys.executable, "-c", LINT, *paths], capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if " has " in line]
    assert len(found) == 1, done.stdout + done.stderr
    assert "slip.root" in found[0]


@pytest.mark.parametrize("kind", KINDS)
def test_another_library_reads_our_certificates_the_same(kind: str) -> None:
    made = authority_of(kind)
    ours, theirs = made.signer_certificate, x509.load_der_x509_certificate(made.signer_certificate.raw)
    assert theirs.serial_number == ours.serial
    assert (theirs.not_valid_before_utc, theirs.not_valid_after_utc) == (ours.not_before, ours.not_after)
    theirs.verify_directly_issued_by(x509.load_der_x509_certificate(made.csca_certificate.raw))
    usage = theirs.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    assert ours.key_uses == {"digital_signature"}
    identifier = theirs.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    assert identifier == ours.subject_key
    assert x509.SubjectKeyIdentifier.from_public_key(theirs.public_key()).digest == identifier  # type: ignore[arg-type]
    revocations = x509.load_der_x509_crl(made.revocations.raw)
    assert [each.serial_number for each in revocations] == list(made.revocations.revoked)


def test_the_profiles_say_what_doc_9303_asks() -> None:
    made = authority_of()
    root, signer = made.csca_certificate, made.signer_certificate
    assert root.basic_constraints == (True, 0)
    assert root.key_uses == {"key_cert_sign", "crl_sign"}
    assert signer.basic_constraints == (False, None)
    types = signer.extension(oids.DOCUMENT_TYPE_LIST)
    assert types is not None
    assert types.value == der.sequence(der.integer(0), der.set_of(der.printable("ID")))
    for certificate in (root, signer):
        for oid in (
            oids.PRIVATE_KEY_USAGE_PERIOD,
            oids.SUBJECT_ALT_NAME,
            oids.ISSUER_ALT_NAME,
            oids.CRL_DISTRIBUTION_POINTS,
            oids.AUTHORITY_KEY_IDENTIFIER,
        ):
            assert certificate.extension(oid) is not None, oid
        names = certificate.extension(oids.SUBJECT_ALT_NAME)
        assert names is not None
        assert b"UTO" in names.value


def test_curves_in_numbers_come_back_as_the_named_curve() -> None:
    made = authority_of("brainpool", form=CurveForm.EXPLICIT)
    key = made.csca_certificate.public_key
    assert isinstance(key, EcPublicKey)
    assert (key.curve.name, key.form) == ("brainpoolP256r1", CurveForm.EXPLICIT)
    assert made.signer_certificate.is_signed_by(made.csca_certificate)


def changed(old: bytes, new: bytes) -> bytes:
    """The signer's certificate with some bytes exchanged for as many others."""
    raw = authority_of().signer_certificate.raw
    assert len(old) == len(new)
    assert old in raw
    return raw.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        (der.integer(2_000), b"\x02\x02\x87\xd0", Flaw.BAD_INTEGER),
        (
            b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02",
            b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03",
            Flaw.ALGORITHM_MISMATCH,
        ),
        (
            b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07",
            b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x06",
            Flaw.UNKNOWN_CURVE,
        ),
        (b"\x06\x03\x55\x1d\x12", b"\x06\x03\x55\x1d\x11", Flaw.REPEATED_ELEMENT),
        (b"\x01\x01\xff\x04", b"\x01\x01\x01\x04", Flaw.NOT_CANONICAL),
    ],
    ids=["negative serial", "two algorithms", "unknown curve", "an extension twice", "a boolean of one"],
)
def test_a_certificate_with_a_slip_is_read_tolerantly_and_the_slip_named(
    old: bytes, new: bytes, flaw: Flaw
) -> None:
    raw = changed(old, new)
    with pytest.raises(Malformed) as caught:
        decode_certificate(raw)
    assert caught.value.deviation.flaw is flaw
    read = decode_certificate(raw, strict=False)
    assert flaw in {each.flaw for each in read.deviations}
    assert (read.public_key is None) == (flaw is Flaw.UNKNOWN_CURVE)
    assert not read.is_signed_by(authority_of().csca_certificate)


def test_names_are_compared_by_what_they_say() -> None:
    plain = encode_name(Name(country="VN", organization="Some  Office"))
    loud = plain.replace(b"Some  Office", b"SOME  OFFICE").replace(b"\x13\x0c", b"\x0c\x0c")
    assert plain != loud
    assert name_key(plain) == name_key(loud)
    with pytest.raises(ValueError, match="two capital letters"):
        encode_name(Name(country="vn"))


def test_a_list_of_another_kind_is_refused() -> None:
    made = authority_of()
    raw = made.revocations.raw.replace(b"\x06\x03\x55\x1d\x14", b"\x06\x03\x55\x1d\x1b", 1)
    with pytest.raises(Malformed) as caught:
        decode_revocation_list(raw, strict=False)
    assert caught.value.deviation.flaw is Flaw.UNEXPECTED_ELEMENT


def listed() -> tuple[Invented, bytes]:
    """A master list: three roots, a link certificate, a certificate without its issuer, and something that is none."""
    made, others = authority_of(), [authority_of(kind, "XX", 20) for kind in ("brainpool", "rsa")]
    list_key = KeySigner(key_of("p256", 70))
    list_signer = issue_master_list_signer(
        *(made.csca, made.csca_certificate, made.authority, list_key.public_key, period()),
        serial=31,
        name=Name(country="UT", common_name="SPECIMEN Master List Signer"),
    )
    new = KeySigner(key_of("p256", 71))
    new_root = issue_csca(new, made.authority, period(), serial=32)
    link = issue_link(made.csca, made.csca_certificate, new_root, made.authority, period(), serial=33)
    lost = authority_of(number=8).signer_certificate
    entries = [made.csca_certificate, *(each.csca_certificate for each in others), link, lost]
    broken = dataclasses.replace(link, raw=der.sequence(der.integer(1)))
    data = encode_master_list([*entries, broken], list_key, list_signer, made.csca_certificate)
    return made, data


def test_a_master_list_is_read_back_and_every_entry_judged() -> None:
    _, data = listed()
    found = survey(decode_master_list(data))
    assert (found.signature, found.total, len(found.loaded), len(found.verified)) == (
        ListSignature.VALID,
        6,
        5,
        4,
    )
    assert found.reasons == {"missing_element": 1, Verified.NO_ISSUER_ON_LIST.value: 1} or found.reasons == {
        "unexpected_tag": 1,
        Verified.NO_ISSUER_ON_LIST.value: 1,
    }
    assert sum(each.verified is Verified.BY_ANOTHER for each in found.certificates) == 1


def test_a_master_list_by_a_document_signer_or_with_a_changed_byte_is_named() -> None:
    made, data = listed()
    wrong = encode_master_list(
        [made.csca_certificate], made.signer, made.signer_certificate, made.csca_certificate
    )
    assert survey(decode_master_list(wrong)).signature is ListSignature.NOT_A_LIST_SIGNER
    flipped = bytearray(data)
    flipped[-1] ^= 1
    assert survey(decode_master_list(bytes(flipped))).signature is ListSignature.INVALID
    with pytest.raises(Malformed):
        decode_master_list(made.csca_certificate.raw, strict=False)


def test_a_folder_of_files_is_sorted_out() -> None:
    made, data = listed()
    files = [
        (
            "all.pem",
            pem_of("CERTIFICATE", made.csca_certificate.raw) + pem_of("X509 CRL", made.revocations.raw),
        ),
        ("signer.der", made.signer_certificate.raw),
        ("list.ml", data),
        ("key.pem", pem_of("PRIVATE KEY", b"secret")),
        ("notes.txt", b"nothing"),
    ]
    bundle = read_bundle(files)
    assert len(bundle.authorities) == 4
    assert bundle.others == (made.signer_certificate,)
    assert (len(bundle.lists), bundle.refused) == (1, ("notes.txt",))
    anchors = bundle.anchors()
    assert len(anchors.anchors_of("UT")) == 2
    assert anchors.lists_of("UT")[0].is_current(NOW)
    assert not anchors.lists_of("UT")[0].is_current(BEGAN - timedelta(days=1))


def test_a_certificate_is_cut_where_its_signature_says() -> None:
    raw = authority_of().csca_certificate.raw
    body = children(whole(raw, der.SEQUENCE, Findings()), Findings())[0]
    assert decode_certificate(raw).signed == body.raw
