"""`tannha pki`: a test authority that opens again, and a master list told in figures."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tannha.cli import app
from tannha.ground.specimen_keys import KeyKind
from tannha.icao.pki.bundle import pem_of, read_bundle
from tannha.icao.pki.issuing import issue_master_list_signer
from tannha.icao.pki.master_list import encode_master_list
from tannha.icao.pki.names import Name
from tannha.icao.pki.revocation import issue_revocation_list
from tannha.icao.signatures import KeySigner
from tannha.issue import specimen_authority
from tannha.issue.specimen_authority import NoAuthority
from tests.icao.authority import authority_of, key_of, period


def run(*arguments: str | Path) -> tuple[int, dict[str, object], str]:
    """Exit code, the JSON answer and what was said."""
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    lines = result.stdout.strip().splitlines()
    return result.exit_code, json.loads(lines[-1]) if "--json" in arguments and lines else {}, result.stderr


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_test_authority_is_made_opened_and_trusted(kind: KeyKind, tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    code, told, _ = run("pki", "test-ca", folder, "--keys", kind.value, "--json")
    assert (code, told["files"]) == (0, list(specimen_authority.FILES))
    for name in (specimen_authority.CSCA_KEY, specimen_authority.SIGNER_KEY):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    made = specimen_authority.open_authority(folder)
    assert made.signer.certificate.is_signed_by(made.csca)
    bundle = read_bundle((path.name, path.read_bytes()) for path in folder.iterdir())
    assert bundle.refused == ()
    anchors = bundle.anchors()
    assert anchors.anchors_of("VN") == (made.csca,)
    assert anchors.is_specimen(made.csca)
    assert len(anchors.lists_of("VN")) == 1


def test_an_authority_is_never_written_over(tmp_path: Path) -> None:
    run("pki", "test-ca", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, _, said = run("pki", "test-ca", tmp_path)
    assert code == 2
    assert "already there" in said or "Đã có" in said
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_country_that_is_none_is_refused_and_nothing_written(tmp_path: Path) -> None:
    code, _, said = run("pki", "test-ca", tmp_path / "ca", "--country", "vn")
    assert (code, (tmp_path / "ca").exists()) == (2, False)
    assert "--country VN" in said


@pytest.mark.parametrize("name", specimen_authority.FILES)
def test_an_authority_with_a_missing_or_strange_file_is_named(name: str, tmp_path: Path) -> None:
    run("pki", "test-ca", tmp_path)
    (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(NoAuthority) as caught:
        specimen_authority.open_authority(tmp_path)
    assert caught.value.file == name
    (tmp_path / name).unlink()
    with pytest.raises(NoAuthority):
        specimen_authority.open_authority(tmp_path)


def test_a_master_list_is_told_in_figures(tmp_path: Path) -> None:
    made = authority_of()
    key = KeySigner(key_of("p256", 70))
    signer = issue_master_list_signer(
        *(made.csca, made.csca_certificate, made.authority, key.public_key, period()),
        serial=31,
        name=Name(country="UT", common_name="SPECIMEN Master List Signer"),
    )
    data = encode_master_list(
        [
            made.csca_certificate,
            authority_of("rsa", "XX").csca_certificate,
            authority_of(number=8).signer_certificate,
        ],
        key,
        signer,
        made.csca_certificate,
    )
    file = tmp_path / "list.ml"
    file.write_bytes(data)
    code, told, _ = run("pki", "master-list", file, "--json")
    assert code == 0
    assert {name: told[name] for name in ("total", "loaded", "verified", "refused", "signature")} == {
        "total": 3,
        "loaded": 3,
        "verified": 2,
        "refused": {"no_issuer_on_list": 1},
        "signature": "valid",
    }
    file.write_bytes(data[:-1] + bytes((data[-1] ^ 1,)))
    assert run("pki", "master-list", file, "--json")[0] == 1


@pytest.mark.parametrize("data", [None, b"", b"0\x00", b"no list at all"])
def test_a_file_that_is_no_list_is_refused_with_one_sentence(data: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "list.ml"
    if data is not None:
        file.write_bytes(data)
    code, _, said = run("pki", "master-list", file)
    assert code == 2
    assert len(said.strip().splitlines()) == 1


def test_a_renewed_list_has_the_next_number_and_keeps_what_is_revoked(tmp_path: Path) -> None:
    run("pki", "test-ca", tmp_path)
    made = specimen_authority.open_authority(tmp_path)
    began = made.revocations.this_update
    revoked = issue_revocation_list(
        made.csca_key,
        made.csca,
        [(77, began)],
        number=6,
        this_update=began - timedelta(days=100),
        next_update=began - timedelta(days=10),
    )
    (tmp_path / specimen_authority.LIST).write_bytes(pem_of("X509 CRL", revoked.raw))
    code, told, _ = run("pki", "renew-list", tmp_path, "--json")
    assert (code, told["number"], told["revoked"]) == (0, 7, 1)
    renewed = specimen_authority.open_authority(tmp_path).revocations
    assert dict(renewed.revoked) == {77: began}
    assert renewed.is_signed_by(made.csca)
    assert renewed.is_current(began + timedelta(days=80))


def test_a_list_without_its_authority_is_not_renewed(tmp_path: Path) -> None:
    code, _, said = run("pki", "renew-list", tmp_path)
    assert code == 2
    assert specimen_authority.CSCA in said
