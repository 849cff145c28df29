"""The launcher's decisions, and its manners on a machine that lacks things. Nothing is installed here."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRESH = {"ward": "a", "test": "b", "uv": "c"}


@pytest.fixture(scope="module")
def launcher() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("tannha_launcher", str(ROOT / "tannha"))
    spec = importlib.util.spec_from_loader("tannha_launcher", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the launcher, its pins, and a program that only repeats what it was asked."""
    shutil.copy(ROOT / "tannha", tmp_path / "tannha")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    source = tmp_path / "src" / "tannha"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text("")
    (source / "cli.py").write_text("import sys\nprint('asked', *sys.argv[1:])\n")
    return tmp_path


def start(clone: Path, *words: str, path: str = "") -> subprocess.CompletedProcess[str]:
    variables = {"PATH": path or os.environ["PATH"], "TANNHA_APT": "no", "HOME": str(clone)}
    return subprocess.run(
        [sys.executable, str(clone / "tannha"), *words],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def made_by_hand(launcher: ModuleType, clone: Path) -> None:
    """Lay an environment without packages, stamped as the launcher would stamp it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(clone / ".venv")], check=True)
    digests = launcher.digests_now()
    stamp = {"place": str(clone), "ward": digests["ward"], "test": digests["test"]}
    (clone / ".venv" / "tannha-stamp.json").write_text(json.dumps(stamp))
    packages = next((clone / ".venv" / "lib").glob("python3.*")) / "site-packages"
    (packages / "tannha.pth").write_text("../../../../src\n")


def test_only_the_checks_ask_for_the_test_tools(launcher: ModuleType) -> None:
    assert launcher.profile_of(["test", "--quick"]) == "test"
    assert launcher.profile_of(["demo"]) == "ward"
    assert launcher.profile_of([]) == "ward"
    assert launcher.profile_of(["--version"]) == "ward"
    assert launcher.profile_of(["import-roll", "test"]) == "ward"


def test_only_cards_and_checks_ask_for_card_readers(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert launcher.wants_cards(["card", "read"])
    assert launcher.wants_cards(["test", "--quick"])
    assert not launcher.wants_cards(["demo"])
    monkeypatch.setattr(launcher.shutil, "which", lambda _: None)
    monkeypatch.setattr(launcher.glob, "glob", lambda *_, **__: [])
    monkeypatch.setattr(launcher, "has_library", lambda _: False)
    asked = {package for _, package in launcher.what_lacks("ward", cards=True)}
    assert {"pcscd", "libpcsclite-dev", "swig", "gcc"} <= asked
    assert "vsmartcard-vpcd" not in asked
    assert {"vsmartcard-vpcd", "opensc"} <= {
        package for _, package in launcher.what_lacks("test", cards=True)
    }


@pytest.mark.parametrize(
    ("uv", "venv", "ensurepip", "pip", "way"),
    [
        (True, False, False, False, "uv"),
        (True, True, True, True, "uv"),
        (False, True, True, False, "venv"),
        (False, True, False, True, "bare-venv"),
        (False, True, False, False, None),
        (False, False, False, False, None),
    ],
)
def test_uv_is_preferred_then_venv_then_the_systems_pip(
    launcher: ModuleType, uv: bool, venv: bool, ensurepip: bool, pip: bool, way: str | None
) -> None:
    assert launcher.way_to_environment(uv=uv, venv=venv, ensurepip=ensurepip, pip=pip) == way


def test_a_stamp_holds_only_for_the_same_place_and_the_same_pins(launcher: ModuleType) -> None:
    stamp = {"place": "here", "ward": "a"}
    assert launcher.is_stamped(stamp, profile="ward", digests=FRESH, place="here")
    assert not launcher.is_stamped(stamp, profile="test", digests=FRESH, place="here")
    assert not launcher.is_stamped(stamp, profile="ward", digests=FRESH, place="elsewhere")
    assert not launcher.is_stamped(stamp | {"ward": "old"}, profile="ward", digests=FRESH, place="here")
    assert not launcher.is_stamped(None, profile="ward", digests=FRESH, place="here")


def test_all_that_lacks_is_one_apt_call_and_one_line(launcher: ModuleType) -> None:
    lacking = [
        ("printing to PDF", "libpango-1.0-0"),
        ("printing to PDF", "libpangoft2-1.0-0"),
        ("x", "chromium"),
    ]
    line = launcher.what_to_install(lacking)
    assert line.count("\n") == 0
    assert line.endswith("sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 chromium")
    assert line.count("printing to PDF") == 1
    assert launcher.apt_command(["a", "b"]) == [
        "apt-get",
        "install",
        "-y",
        "--no-install-recommends",
        "a",
        "b",
    ]


def test_without_uv_venv_and_pip_it_stops_with_one_line(clone: Path) -> None:
    code = "import sys; sys.modules['venv'] = sys.modules['pip'] = sys.modules['ensurepip'] = None\n"
    code += "import importlib.util; importlib.util.find_spec = lambda name: None\n"
    code += (
        f"sys.argv = ['tannha', 'demo']; exec(compile(open({str(clone / 'tannha')!r}).read(), 't', 'exec'),"
    )
    code += f" {{'__name__': '__main__', '__file__': {str(clone / 'tannha')!r}}})"
    variables = {"PATH": "/nowhere", "TANNHA_APT": "no"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert last.endswith("sudo apt-get install python3-venv")
    assert "Traceback" not in done.stderr


def test_a_ready_environment_is_handed_to_at_once(launcher: ModuleType, clone: Path) -> None:
    made_by_hand(launcher, clone)
    quickest = 9.0
    for _ in range(3):
        began = time.perf_counter()
        done = start(clone, "roll", "--json", path="/nowhere")
        quickest = min(quickest, time.perf_counter() - began)
        assert (done.returncode, done.stdout, done.stderr) == (0, "asked roll --json\n", "")
    bare = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    assert quickest < 0.2 + 2 * (time.perf_counter() - bare)


def test_an_interrupted_installation_is_begun_anew(launcher: ModuleType, clone: Path) -> None:
    made_by_hand(launcher, clone)
    (clone / ".venv" / "tannha-unfinished").touch()
    (clone / ".venv" / "half").write_text("left by the interrupted start")
    shutil.rmtree(clone / "requirements")
    (clone / "requirements").mkdir()
    for name in ("ward", "test", "uv", "cards"):
        (clone / "requirements" / f"{name}.txt").write_text("no-such-package-here @ file:///nowhere\n")
    done = start(clone, "roll")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (clone / ".venv" / "half").exists()
    assert (clone / ".venv" / "tannha-unfinished").exists()


def test_changed_pins_are_not_served_by_the_old_environment(launcher: ModuleType, clone: Path) -> None:
    made_by_hand(launcher, clone)
    with (clone / "requirements" / "ward.txt").open("a") as pins:
        pins.write("no-such-package-here @ file:///nowhere\n")
    done = start(clone, "roll")
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_folder_that_cannot_be_read_is_one_sentence(clone: Path) -> None:
    shutil.rmtree(clone / "requirements")
    done = start(clone, "demo")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("tannha: cannot go on: ")
