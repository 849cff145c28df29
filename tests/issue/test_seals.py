"""The second QR: what this place prints, another one checks from a photo, with two certificates and no network."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy
import pytest
from PIL import Image
from typer.testing import CliRunner

from tannha.cli import app
from tannha.ground.qr_codes import read_code, write_image, write_inline_svg
from tannha.icao.seal import SLIP, SPECIMEN_CARD, decode_seal
from tannha.issue import specimen_authority
from tannha.issue.specimen_authority import NoAuthority, Wish

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
CONTENTS: dict[str, str | date | bytes] = {
    "slip_number": "A0057",
    "full_name": "Trần Thị Đào",
    "day": date(2026, 12, 10),
}


def check(picture: Path, anchors: Path) -> tuple[int, dict[str, object], str]:
    result = CliRunner().invoke(app, ["pki", "check-seal", str(picture), "--anchors", str(anchors), "--json"])
    lines = result.stdout.strip().splitlines()
    return result.exit_code, json.loads(lines[-1]) if lines else {}, result.stderr


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, Path, bytes]:
    """An authority's folder, a folder with its two certificates, and a seal."""
    made, anchors = tmp_path / "authority", tmp_path / "anchors"
    specimen_authority.make(made, Wish(), now=NOW)
    data = specimen_authority.open_sealer(made, now=NOW).seal(
        SLIP, CONTENTS, issued_on=NOW.date(), signed_on=NOW.date()
    )
    anchors.mkdir()
    for name in (specimen_authority.CSCA, specimen_authority.SEAL):
        (anchors / name).write_bytes((made / name).read_bytes())
    return made, anchors, data


def picture_of(data: bytes, path: Path) -> Path:
    Image.fromarray(numpy.array(write_image(data))).rotate(7, expand=True, fillcolor=255).save(path)
    return path


def test_a_photo_of_a_seal_is_checked_without_a_network(
    sealed: tuple[Path, Path, bytes], tmp_path: Path
) -> None:
    _, anchors, data = sealed
    code, told, _ = check(picture_of(data, tmp_path / "seal.png"), anchors)
    facts = {fact["fact"]: fact["outcome"] for fact in told["facts"]}  # type: ignore[index,attr-defined]
    assert code == 0
    assert facts["seal_signature_valid"] == "holds"
    assert facts["seal_signer_known"] == "holds"
    assert facts["seal_not_specimen"] == "fails"
    assert told["contents"] == {"slip_number": "A0057", "full_name": "Trần Thị Đào", "day": "2026-12-10"}


def test_a_changed_seal_a_plain_code_and_an_empty_picture_are_told_apart(
    sealed: tuple[Path, Path, bytes], tmp_path: Path
) -> None:
    _, anchors, data = sealed
    changed = data.replace("Đào".encode(), "Đàn".encode())
    code, told, _ = check(picture_of(changed, tmp_path / "changed.png"), anchors)
    assert code == 1
    assert "bad_signature" in json.dumps(told)
    code, told, _ = check(picture_of(b"099147000001|plain", tmp_path / "plain.png"), anchors)
    assert (code, "not_a_seal" in json.dumps(told)) == (1, True)
    Image.new("L", (80, 80), 255).save(tmp_path / "empty.png")
    assert check(tmp_path / "empty.png", anchors)[0] == 2
    assert check(tmp_path / "none.png", anchors)[0] == 2


def test_the_sealing_key_is_made_once_and_kept(sealed: tuple[Path, Path, bytes]) -> None:
    made, _, data = sealed
    again = specimen_authority.open_sealer(made, now=NOW)
    assert decode_seal(data).header.certificate == again.reference
    (made / specimen_authority.SEAL_KEY).write_bytes(b"")
    with pytest.raises(NoAuthority):
        specimen_authority.open_sealer(made, now=NOW)


def test_the_drawn_code_of_a_card_is_read_back_and_grows_with_its_place() -> None:
    made = write_inline_svg(b"\x00\xdc\x03 seal")
    assert made.startswith('<svg viewBox="0 0 ')
    assert "desc" not in made
    assert SPECIMEN_CARD.features[1][0] == "zone"
    assert read_code(write_image(b"\x00\xdc\x03 seal")) is not None
