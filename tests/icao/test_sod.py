"""EF.SOD: what we sign, OpenSSL and our own reader accept; nothing changed passes."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tannha.icao import der, lds
from tannha.icao.cms import SignatureCheck, check_signer, signer_certificate
from tannha.icao.deviations import Findings, Flaw, Malformed
from tannha.icao.sod import SecurityObject, SodWriter, decode_sod, encode_security_object
from tannha.icao.tlv import encode, whole
from tests.icao.authority import BEGAN, KINDS, authority_of

GROUPS = {1: b"first", 2: bytes(12_000), 13: b"thirteenth", 14: b"", 15: b"fifteenth"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_security_object_is_read_back_and_its_signature_holds(kind: str) -> None:
    made = authority_of(kind)
    sod = decode_sod(SodWriter(made.signer, made.signer_certificate).write(GROUPS, signing_time=BEGAN))
    assert sod.security_object.groups == (1, 2, 13, 14, 15)
    (signer,) = sod.signed.signers
    assert signer.signing_time == BEGAN
    assert signer_certificate(sod.signed, signer) == made.signer_certificate
    assert check_signer(sod.signed, signer, made.signer_certificate.public_key) is SignatureCheck.VALID
    assert check_signer(sod.signed, signer, made.csca_certificate.public_key) is SignatureCheck.BAD_SIGNATURE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_every_security_object(kind: str, tmp_path: Path) -> None:
    made = authority_of(kind)
    sod = SodWriter(made.signer, made.signer_certificate).write(GROUPS)
    message, root, pem = tmp_path / "sod.cms", tmp_path / "csca.der", tmp_path / "csca.pem"
    message.write_bytes(whole(sod, lds.SOD_TAG, Findings()).value)
    root.write_bytes(made.csca_certificate.raw)
    subprocess.run(["openssl", "x509", "-inform", "DER", "-in", root, "-out", pem], check=True)
    done = subprocess.run(
        [
            *["openssl", "cms", "-verify", "-inform", "DER", "-in", message, "-CAfile", pem],
            *["-purpose", "any", "-attime", str(int((BEGAN + timedelta(days=9)).timestamp()))],
            *["-out", tmp_path / "content"],
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "content").read_bytes() == decode_sod(sod).signed.content


def test_the_newer_structure_says_its_versions() -> None:
    made = authority_of()
    writer = SodWriter(made.signer, made.signer_certificate, lds_version="0108")
    found = decode_sod(writer.write({1: b"x"})).security_object
    assert (found.version, found.lds_version, found.unicode_version) == (1, "0108", "040000")


def test_one_writer_serves_documents_of_any_length_and_any_groups() -> None:
    made = authority_of()
    writer = SodWriter(made.signer, made.signer_certificate)
    for count in range(1, 17):
        groups = {number: bytes(count) for number in range(1, count + 1)}
        sod = decode_sod(writer.write(groups))
        assert sod.security_object.groups == tuple(groups)
        check = check_signer(sod.signed, sod.signed.signers[0], made.signer_certificate.public_key)
        assert check is SignatureCheck.VALID


def test_a_certificate_of_another_key_cannot_go_along() -> None:
    made = authority_of()
    with pytest.raises(ValueError, match="not of the signer's key"):
        SodWriter(made.signer, made.csca_certificate)


def test_sha_1_is_never_written() -> None:
    made = authority_of()
    with pytest.raises(ValueError, match="SHA-2"):
        SodWriter(made.signer, made.signer_certificate, hash_name="sha1")


def test_groups_stand_once_and_in_order() -> None:
    value = SecurityObject(version=0, hash_algorithm="sha256", group_hashes=((2, bytes(32)), (1, bytes(32))))
    with pytest.raises(ValueError, match="ascending"):
        encode_security_object(value)


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ("020101", "020102", Flaw.REPEATED_ELEMENT),
        ("020101", "020113", Flaw.BAD_VALUE),
        ("020100", "020105", Flaw.BAD_VERSION),
        ("020100", "020101", Flaw.BAD_VERSION),
    ],
    ids=["a group twice", "a group that is none", "a version that is none", "a version without its texts"],
)
def test_a_strange_security_object_is_named(old: str, new: str, flaw: Flaw) -> None:
    value = SecurityObject(version=0, hash_algorithm="sha256", group_hashes=((1, bytes(32)), (2, bytes(32))))
    content = encode_security_object(value)
    made = authority_of()
    writer = SodWriter(made.signer, made.signer_certificate)._writer
    changed = content.replace(bytes.fromhex(old), bytes.fromhex(new), 1)
    with pytest.raises(Malformed) as caught:
        decode_sod(encode(lds.SOD_TAG, writer.write(changed)))
    assert caught.value.deviation.flaw is flaw


def test_padding_behind_the_file_is_read_by_a_tolerant_reader_only() -> None:
    made = authority_of()
    padded = SodWriter(made.signer, made.signer_certificate).write(GROUPS) + bytes(20)
    with pytest.raises(Malformed):
        decode_sod(padded)
    assert [each.flaw for each in decode_sod(padded, strict=False).deviations] == [Flaw.PADDING]


def test_another_content_than_signed_data_is_refused() -> None:
    data = encode(lds.SOD_TAG, der.sequence(der.oid("1.2.840.113549.1.7.1"), der.context(0, der.octets(b""))))
    with pytest.raises(Malformed) as caught:
        decode_sod(data, strict=False)
    assert caught.value.deviation.flaw is Flaw.WRONG_CONTENT
