"""The chip library live: our card in the virtual PC/SC reader, read whole, and how many commands a second it answers.

Times are of the clock on the wall, for the card, the reader's service and our reader are three processes that share the
machine: run it alone. The card is `tannha card simulate --profile pace-p256` (PACE on P-256 with AES-256, Active
Authentication, passive authentication against its authority); the reader is the library over pyscard. `raw_ecdh_…`
says how much of a read the five agreements of PACE on both sides cost at least, by OpenSSL in the same minute.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SIZE = 3_000
GOALS = {
    "full_read_ms": ("most", 100.0),
    "full_read_bac_ms": ("most", 200.0),
    "card_commands_per_second": ("least", 3_000.0),
}
READS = 25
PATIENCE = 20.0
AGREEMENTS = 10
"""Agreements in one PACE: on either side two for the mapping, two for the public key on the mapped generator (a point
needs two, see `access_control.points`) and one for the secret."""


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Read the card again and again, then ask it `size` small commands."""
    from tannha.checks.lanes import why_no_card_reader
    from tannha.ground.command import Stopped

    lacking = why_no_card_reader()
    if lacking:
        raise Stopped(lacking)
    figures: dict[str, Any] = {"raw_ecdh_per_second": round(openssl_agreements())}
    with service():
        say("reading over PACE …")
        with simulated("pace-p256", folder) as card:
            figures |= reads(card, "full_read", can=True)
            say("small commands …")
            figures["card_commands_per_second"] = round(small_commands(size))
        say("reading over BAC …")
        with simulated("bac", folder) as card:
            figures |= reads(card, "full_read_bac", can=False)
    least_ms = AGREEMENTS * 1000 / figures["raw_ecdh_per_second"]
    figures["raw_ecdh_of_read_ms"] = round(least_ms, 2)
    figures["memory_commands_per_second"] = round(in_memory(size))
    return figures


def openssl_agreements() -> float:
    """Agreements on P-256 a second by `openssl speed`."""
    done = subprocess.run(
        ["openssl", "speed", "-seconds", "1", "ecdhp256"], capture_output=True, text=True, check=True
    )
    match = re.search(r"nistp256\)\s+\S+\s+([\d.]+)", done.stdout)
    if match is None:
        raise ValueError("openssl speed says something else than it used to")
    return float(match[1])


@contextmanager
def service() -> Iterator[None]:
    """pcscd for the measurement; one that runs already is used."""
    from tannha.ground.card_reader import NoReader, PcscReaders

    def answers() -> bool:
        try:
            PcscReaders().names()
        except NoReader:
            return False
        return True

    if answers():
        yield
        return
    program = shutil.which("pcscd") or "/usr/sbin/pcscd"
    process = subprocess.Popen([program, "--foreground", "--critical"], stdout=subprocess.DEVNULL)
    try:
        wait_until(answers, "pcscd does not answer")
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@contextmanager
def simulated(profile: str, folder: Path) -> Iterator[dict[str, Any]]:
    """The card in the reader, in a process of its own; what it printed."""
    words = [sys.executable, "-m", "tannha.cli", "card", "simulate", "--demo", "--json"]
    words += ["--profile", profile, "--data", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        card: dict[str, Any] = json.loads(process.stdout.readline())
        wait_until(card_lies_there, "the card does not come")
        yield card
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        wait_until(lambda: not card_lies_there(), "the card does not go")


def card_lies_there() -> bool:
    """Whether a card is in a reader."""
    from tannha.ground.card_reader import PcscReaders

    return PcscReaders().has_card()


def wait_until(holds: Callable[[], bool], complaint: str) -> None:
    """Wait for something that happens soon. Raises RuntimeError when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(complaint)
        time.sleep(0.05)


def reads(card: dict[str, Any], name: str, *, can: bool) -> dict[str, Any]:
    """Whole reads, every fact checked: median and best in milliseconds, and how many commands one took."""
    from tannha.ground import clock
    from tannha.ground.card_reader import PcscReaders
    from tannha.icao.access_control.passwords import can_password, mrz_password
    from tannha.icao.facts import Outcome
    from tannha.icao.pki.bundle import read_bundle
    from tannha.icao.reader.inspection import Inspector

    files = [(path.name, path.read_bytes()) for path in Path(card["anchors"]).iterdir()]
    inspector = Inspector(read_bundle(files).anchors(), at=clock.now())
    password = (
        can_password(card["can"]) if can else mrz_password(card["number"], card["birth"], card["expiry"])
    )
    times, commands = [], 0
    for _ in range(READS + 1):
        with PcscReaders().open(wait_seconds=PATIENCE) as transport:
            began = time.perf_counter()
            found = inspector.inspect(transport, [password])
            times.append((time.perf_counter() - began) * 1000)
        wrong = [fact.name for fact in found.facts if fact.outcome is Outcome.FAILS]
        if wrong != ["not_specimen"]:
            raise RuntimeError(f"the card was not read right: {wrong}")
        commands = found.commands
    warm = times[1:]
    return {
        f"{name}_ms": round(statistics.median(warm), 1),
        f"{name}_best_ms": round(min(warm), 1),
        f"{name}_commands": commands,
    }


def small_commands(size: int) -> float:
    """Round trips a second through pyscard, pcscd, the driver and the card, best of three rounds."""
    from tannha.ground.card_reader import PcscReaders

    select = bytes.fromhex("00A4020C02011C")
    rates = []
    with PcscReaders().open(wait_seconds=PATIENCE) as transport:
        for _ in range(3):
            began = time.perf_counter()
            for _ in range(size):
                transport.transmit(select)
            rates.append(size / (time.perf_counter() - began))
    return max(rates)


def in_memory(size: int) -> float:
    """Protected READ BINARY a second, both sides of secure messaging in this process."""
    from tannha.icao.access_control.passwords import PasswordKind
    from tannha.icao.apdu import Command
    from tannha.icao.chip.applet import Applet
    from tannha.icao.personalise import PROFILES, Contents, generate_keys, personalise
    from tannha.icao.reader.access import get_in
    from tannha.icao.reader.files import select_application
    from tannha.icao.reader.link import Link
    from tannha.issue.specimen_card import demo_card

    image = personalise(
        Contents(zone=demo_card().lines),
        PROFILES["pace-p256"],
        generate_keys(PROFILES["pace-p256"]),
        signer(),
    )
    link = Link(Applet(image))
    get_in(link, [each for each in image.passwords if each.kind is PasswordKind.CAN])
    select_application(link)
    command = Command(cla=0, ins=0xB0, p1=0x81, expected=64)
    link.send(command)
    rates = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(size):
            link.send(command)
        rates.append(size / (time.process_time() - began))
    return max(rates)


def signer() -> Any:
    """A document signer of a throw-away authority."""
    import tempfile

    from tannha.ground import clock
    from tannha.issue.specimen_authority import Wish, make

    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder) / "ca", Wish(), now=clock.now()).signer
