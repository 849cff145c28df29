"""A stranger's first hour: `serve` on a clean folder, set up by its code on a phone over TLS, to the first visit."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from playwright.sync_api import Error, Playwright, sync_playwright

from tannha.ground.clock import LOCAL, at_local
from tannha.ground.regime import is_working_day
from tests.browser.chromium import find_chromium
from tests.journeys.first_hour import (
    Stranger,
    enrol,
    first_visit,
    import_list,
    invite_lan,
    plan_a_day,
    set_up,
)
from tests.journeys.program import variables

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
READY_SECONDS = 180
NAME = "tram.phuong.lan"


def morning() -> datetime:
    """Nine o'clock of the last working day: an hour at which one may knock, and no certificate from the future."""
    day = datetime.now(tz=LOCAL).date()
    while at_local(day, 9 * 60) > datetime.now(tz=UTC) or not is_working_day(day):
        day -= timedelta(days=1)
    return at_local(day, 9 * 60)


def two_free_ports() -> int:
    """A port that is free together with the one above it."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@dataclass(slots=True)
class Served:
    """The running ward: where, what its terminal said, and its clock beside ours."""

    folder: Path
    port: int
    said: Path
    beside: timedelta

    def clock(self) -> datetime:
        """The ward's moment."""
        return datetime.now(tz=UTC) + self.beside

    def find(self, pattern: str) -> str:
        """What the terminal said; waits for it."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            found = re.search(pattern, self.said.read_text(encoding="utf-8"))
            if found:
                return found[1]
            time.sleep(0.2)
        raise AssertionError(self.said.read_text(encoding="utf-8"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`tannha serve` with a host name, in a folder that does not exist yet."""
    beside = morning() - datetime.now(tz=UTC)
    port, said, folder = two_free_ports(), tmp_path / "said.txt", tmp_path / "ward"
    known = variables(folder) | {"LANG": "C.UTF-8", "TANNHA_TEST_SECONDS_BESIDE": str(beside.total_seconds())}
    known["PYTHONPATH"] = f"{HERE / 'shifted'}{os.pathsep}{known['PYTHONPATH']}"
    words = ["serve", "--data", str(folder), "--port", str(port), "--host-name", NAME]
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tannha.cli", *words],
            env=known,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            yield Served(folder=folder, port=port, said=said, beside=beside)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def trusted_key(served: Served) -> str:
    """The key to whose server the browser may go: its chain ends at the authority that the page for phones gives.

    The authority's fingerprint is the terminal's; name and chain are judged by OpenSSL, for Chromium takes an authority
    only from its machine's store.
    """
    fingerprint = served.find(r"Fingerprint ([0-9A-F:]{95})")
    page = f"http://127.0.0.1:{served.port + 1}/"
    with urllib.request.urlopen(page, timeout=10) as answer:
        assert fingerprint in answer.read().decode()
    with urllib.request.urlopen(f"{page}tan-nha.crt", timeout=10) as answer:
        pem = answer.read().decode()
    authority = x509.load_pem_x509_certificate(pem.encode())
    assert authority.fingerprint(hashes.SHA256()).hex(":").upper() == fingerprint
    trust = ssl.create_default_context(cadata=pem)
    with (
        socket.create_connection(("127.0.0.1", served.port), timeout=10) as plain,
        trust.wrap_socket(plain, server_hostname=NAME) as sealed,
    ):
        leaf = x509.load_der_x509_certificate(sealed.getpeercert(binary_form=True) or b"")
    key = leaf.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


def chromium(playwright: Playwright, *words: str):  # type: ignore[no-untyped-def] # Playwright's own type
    options = [f"--host-resolver-rules=MAP {NAME} 127.0.0.1", *words]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=find_chromium(), args=options)


def test_a_strangers_first_hour_from_serve_to_the_first_visit(served: Served, tmp_path: Path) -> None:
    code = served.find(r"type this code: ([a-z2-9]{5}-[a-z2-9]{5})")
    served.find(r"(Ready\.)")
    address = f"https://{NAME}:{served.port}"
    assert f"{address}/office/first/" in served.said.read_text(encoding="utf-8")
    trusted = trusted_key(served)
    with sync_playwright() as playwright:
        untrusting = chromium(playwright)
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            untrusting.new_page().goto(address)
        untrusting.close()
        browser = chromium(playwright, f"--ignore-certificate-errors-spki-list={trusted}")
        hoa = Stranger(browser, address, served.clock, "hoa")
        codes = set_up(hoa, code)
        assert hoa.page.evaluate("window.isSecureContext && !!navigator.mediaDevices")
        enrol(hoa, codes["hoa"])
        phuc = Stranger(browser, address, served.clock, "phuc")
        enrol(phuc, codes["phuc"])
        import_list(hoa, tmp_path)
        invitation = invite_lan(phuc)
        lan = Stranger(browser, address, served.clock, "lan")
        enrol(lan, invitation)
        first_visit(lan)
        plan_a_day(hoa)
        cookies = {cookie["name"]: cookie for cookie in lan.context.cookies()}
        assert cookies["__Host-tannha_session"]["secure"] and cookies["__Host-tannha_session"]["httpOnly"]
        browser.close()
    assert visits_in(served.folder) == 1


def visits_in(folder: Path) -> int:
    """How many visits the store holds."""
    script = (
        "import django; django.setup(); import json;"
        "from tannha.canvass.models import Visit; from tannha.fleet.models import Machine;"
        "print(json.dumps([Visit.objects.count(), Machine.objects.count()]))"
    )
    known = variables(folder) | {"DJANGO_SETTINGS_MODULE": "tannha.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=known, capture_output=True, text=True, check=True
    )
    visits, machines = json.loads(done.stdout)
    assert machines == 2
    return int(visits)
