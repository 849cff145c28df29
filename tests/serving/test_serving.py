"""The real program, started as a person starts it: one server a folder, clear refusals, everything freed at the end."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

START_SECONDS = 60
pytestmark = pytest.mark.program


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("TANNHA")} | {
        "LANG": "C.UTF-8"
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tannha.cli", *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def ask(address: str, trust: ssl.SSLContext | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=5, context=trust) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except (URLError, OSError):
        return 0, ""


def wait_until_ready(port: int, trust: ssl.SSLContext | None = None) -> dict[str, object]:
    scheme = "https" if trust else "http"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        status, body = ask(f"{scheme}://localhost:{port}/healthz", trust)
        if status == 200:
            return dict(json.loads(body))
        assert status in (0, 503)
        time.sleep(0.1)
    raise AssertionError("the program did not get ready")


def ended(program: subprocess.Popen[str]) -> tuple[int, str]:
    said = program.communicate(timeout=30)[1]
    assert "Traceback" not in said
    return program.returncode, said.strip().splitlines()[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ward"


@pytest.fixture
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    program = start("serve", "--data", str(folder), "--port", str(port))
    try:
        wait_until_ready(port)
        yield program, port
    finally:
        program.terminate()
        program.communicate(timeout=30)


def test_a_second_server_on_the_folder_or_port_is_refused_in_one_sentence(
    served: tuple[subprocess.Popen[str], int], folder: Path, tmp_path: Path
) -> None:
    code, said = ended(start("serve", "--data", str(folder), "--port", str(free_port())))
    assert code == 2 and str(folder) in said
    code, said = ended(start("serve", "--data", str(tmp_path / "other"), "--port", str(served[1])))
    assert code == 2 and str(served[1]) in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_end_frees_port_and_folder_within_five_seconds(folder: Path, number: int) -> None:
    port = free_port()
    program = start("serve", "--data", str(folder), "--port", str(port))
    wait_until_ready(port)
    program.send_signal(number)
    began = time.monotonic()
    assert program.wait(timeout=30) == 0
    assert time.monotonic() - began < 5
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    again = start("serve", "--data", str(folder), "--port", str(port))
    wait_until_ready(port)
    again.terminate()
    assert ended(again)[0] == 0


def test_children_end_with_a_parent_that_is_killed(folder: Path) -> None:
    port = free_port()
    program = start("serve", "--data", str(folder), "--port", str(port))
    wait_until_ready(port)
    program.kill()
    program.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and ask(f"http://localhost:{port}/healthz")[0]:
        time.sleep(0.2)
    assert ask(f"http://localhost:{port}/healthz")[0] == 0


def test_the_first_page_names_the_program_and_a_strange_host_is_turned_away(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    status, body = ask(f"http://localhost:{served[1]}/")
    assert status == 200 and "Tận Nhà" in body
    strange = urllib.request.Request(f"http://127.0.0.1:{served[1]}/", headers={"Host": "evil.example"})
    with pytest.raises(HTTPError) as caught:
        urllib.request.urlopen(strange, timeout=5)
    assert caught.value.code == 400


def test_one_click_sign_in_is_not_there_in_a_real_ward(served: tuple[subprocess.Popen[str], int]) -> None:
    for path in ("demo/", "demo/as/hoa/", "tour/"):
        assert ask(f"http://localhost:{served[1]}/{path}")[0] == 404


def test_outside_this_machine_pages_come_over_tls_with_a_certificate_of_the_ward(folder: Path) -> None:
    port = free_port()
    program = start("serve", "--data", str(folder), "--port", str(port), "--bind", "0.0.0.0")
    try:
        authority = folder / "keys" / "tls-authority.crt"
        deadline = time.monotonic() + START_SECONDS
        while not authority.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        trust = ssl.create_default_context(cafile=str(authority))
        wait_until_ready(port, trust)
        with urllib.request.urlopen(f"https://localhost:{port}/sign-in/", timeout=5, context=trust) as answer:
            cookies = answer.headers.get_all("Set-Cookie")
        assert any(cookie.startswith("__Host-") and "Secure" in cookie for cookie in cookies)
        assert ask(f"https://localhost:{port}/")[0] == 0, "an unknown authority must not be trusted"
        status, body = ask(f"http://localhost:{port + 1}/")
        assert status == 200 and "/tan-nha.crt" in body
    finally:
        program.terminate()
        said = program.communicate(timeout=30)[1]
    assert "office/first/" in said and "Traceback" not in said
