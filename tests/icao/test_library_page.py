"""The chip library stands alone, and its page shows what it does: the examples run as they are printed."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tannha.icao.lds import SOD, group_of_file
from tannha.icao.personalise import PROFILES, DocumentSigner, generate_keys, personalise
from tannha.icao.pki.bundle import pem_of
from tannha.icao.seal import SLIP, decode_seal
from tests.icao.authority import authority_of
from tests.icao.test_personalise import contents

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "library" / "README.md"


def examples() -> list[str]:
    """The blocks of Python on the page, in order."""
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_ten_lines_check_a_chip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made, profile = authority_of(country="VN"), PROFILES["vietnam"]
    signer = DocumentSigner(made.signer, made.signer_certificate)
    image = personalise(contents(), profile, generate_keys(profile), signer)
    (tmp_path / "chip").mkdir()
    (tmp_path / "anchors").mkdir()
    for identifier, data in image.files.items():
        number = group_of_file(identifier)
        name = f"DG{number}" if number else ("SOD" if identifier == SOD else "COM")
        (tmp_path / "chip" / f"{name}.bin").write_bytes(data)
    (tmp_path / "anchors" / "csca.pem").write_bytes(pem_of("CERTIFICATE", made.csca_certificate.raw))
    monkeypatch.chdir(tmp_path)
    code = examples()[0]
    statements = [line for line in code.splitlines() if line and not line.startswith(("from ", "import "))]
    assert len(statements) <= 10
    exec(compile(code, "example", "exec"), {})
    told = capsys.readouterr().out
    assert "groups_intact holds done" in told
    assert "signer_known holds done" in told
    assert "not_specimen fails specimen" in told


def test_the_second_example_makes_a_chip() -> None:
    made = authority_of(country="VN")
    names: dict[str, object] = {"key": made.signer, "certificate": made.signer_certificate}
    exec(compile(examples()[1], "example", "exec"), names)
    image = names["image"]
    assert SOD in image.files  # type: ignore[attr-defined]


def test_the_example_of_a_seal_is_read() -> None:
    page = (ROOT / "docs" / "formats" / "seal.md").read_text(encoding="utf-8")
    block = re.search(r"```seal\n(.*?)\n```", page, flags=re.DOTALL)
    assert block is not None
    seal = decode_seal(bytes.fromhex(block[1]))
    assert seal.kind is SLIP
    assert seal.contents == {
        "slip_number": "A0057",
        "paper": "CC02",
        "full_name": "Trần Thị Đào",
        "last_digits": "0001",
        "day": date(2026, 12, 10),
        "place": "Phường Mẫu",
    }


def test_the_library_loads_without_the_rest_of_the_program() -> None:
    script = (
        "import importlib, pkgutil, sys\n"
        "import tannha.icao as library\n"
        "for each in pkgutil.walk_packages(library.__path__, 'tannha.icao.'):\n"
        "    importlib.import_module(each.name)\n"
        "known = {name.split('.')[0] for name in sys.modules}\n"
        "rooms = {name for name in sys.modules if name.startswith('tannha.') and not name.startswith('tannha.icao')}\n"
        "print(sorted(known & {'django', 'typer', 'PIL', 'segno', 'zxingcpp', 'smartcard'}), sorted(rooms))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    assert done.stdout.strip() == "[] []"
