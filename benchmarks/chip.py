"""The chip library beside the raw arithmetic: signing and checking security objects, and QR codes. One core.

Rates are of processor time, so that a busy machine tells no lies; `openssl speed` counts the same way and runs in the
same minute. Every `…_ratio` is a rate divided by OpenSSL's raw rate of one signature, made or verified, on P-256.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tannha import bench
from tannha.ground.command import Stopped

SIZE = 3_000
GOALS = {
    "sod_sign_ratio": ("least", 0.4),
    "passive_cached_ratio": ("least", 0.4),
    "passive_uncached_ratio": ("least", 0.2),
    "qr_encode_per_second": ("least", 2_000.0),
    "qr_decode_per_second": ("least", 3_000.0),
}
live = bench.load("chip-live")
GOALS |= live.GOALS
MOMENT = datetime(2026, 1, 31, tzinfo=UTC)
TEXT = "099147000001|012345678|Trần Thị Mẫu|15011947|Nữ|P1504 chung cư HUD, Hoàng Liệt, Hoàng Mai, Hà Nội|20102022"
GROUP_SIZES = {1: 95, 2: 12_000, 13: 420, 14: 260, 15: 96}
SIGNERS = 301
ROUNDS = 5
UNCACHED_ROUNDS = 40
SLICE = 100
UNCACHED_SLICE = 10
"""How often a thing is done in one measured slice: short enough to lie between two turns of other programs."""


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Give the figures of the data half, then of the live half (`chip_live`). `size`: how often each is done."""
    say("raw rates …")
    raw_sign, raw_verify = openssl_rates()
    say("security objects …")
    figures: dict[str, Any] = {
        "raw_sign_per_second": round(raw_sign),
        "raw_verify_per_second": round(raw_verify),
    }
    figures |= security_objects(size, raw_sign, raw_verify)
    say("codes …")
    figures |= codes(size)
    say(", ".join(f"{name} {value}" for name, value in figures.items()))
    from tannha.ground.card_reader import NoReader

    try:
        figures |= live.measure(folder, size, say)
    except NoReader as error:
        raise Stopped(
            f"The virtual card reader does not answer ({error}). Install pcscd and vsmartcard-vpcd, and end whatever "
            "else holds the reader; the figures above stand."
        ) from error
    return figures


def best(rates: list[float]) -> float:
    """The best of many slices: whatever else ran on the machine can only make one worse."""
    return max(rates)


def rate_of(call: Callable[[], object], count: int) -> float:
    """Calls a second of processor time, best slice of `ROUNDS` times `count` calls."""
    call()
    rates = []
    for _ in range(max(1, ROUNDS * count // SLICE)):
        began = time.process_time()
        for _ in range(SLICE):
            call()
        rates.append(SLICE / (time.process_time() - began))
    return best(rates)


def openssl_rates() -> tuple[float, float]:
    """Signatures made and verified a second by `openssl speed` on P-256, best of the rounds."""
    found = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            ["openssl", "speed", "-seconds", "1", "ecdsap256"], capture_output=True, text=True, check=True
        )
        match = re.search(r"nistp256\)\s+\S+\s+\S+\s+([\d.]+)\s+([\d.]+)", done.stdout)
        if match is None:
            raise ValueError("openssl speed says something else than it used to")
        found.append((float(match[1]), float(match[2])))
    return best([sign for sign, _ in found]), best([verify for _, verify in found])


def security_objects(size: int, raw_sign: float, raw_verify: float) -> dict[str, Any]:
    """Five groups hashed, signed and built; then all facts of a check, with signers known and unknown."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from tannha.icao.passive_auth import Authenticator, Read
    from tannha.icao.pki.trust import Anchors
    from tannha.icao.sod import SodWriter

    csca, revocations, issue = authority()
    groups = {
        number: bytes(number % 251 for number in range(length)) for number, length in GROUP_SIZES.items()
    }
    key, certificate = issue(0)
    writer = SodWriter(key, certificate)
    sod = writer.write(groups)
    store = Anchors.of([csca], [revocations])
    known = Authenticator(store, at=MOMENT)
    read = Read(groups=groups, sod=sod, country="VN")
    if {fact.name for fact in known.check(read).failing} != {"not_specimen"}:
        raise ValueError("the specimen does not verify")
    private, algorithm = ec.generate_private_key(ec.SECP256R1()), ec.ECDSA(hashes.SHA256())
    public, message = private.public_key(), bytes(90)
    signature = private.sign(message, algorithm)
    signed, checked = rate_of(lambda: writer.write(groups), size), rate_of(lambda: known.check(read), size)
    unknown = uncached(
        store, [SodWriter(*issue(number)).write(groups) for number in range(1, SIGNERS)], groups
    )
    return {
        "python_sign_per_second": round(rate_of(lambda: private.sign(message, algorithm), size)),
        "python_verify_per_second": round(
            rate_of(lambda: public.verify(signature, message, algorithm), size)
        ),
        "sod_sign_per_second": round(signed),
        "sod_sign_ratio": round(signed / raw_sign, 3),
        "passive_cached_per_second": round(checked),
        "passive_cached_ratio": round(checked / raw_verify, 3),
        "passive_uncached_per_second": round(unknown),
        "passive_uncached_ratio": round(unknown / raw_verify, 3),
    }


def uncached(store: Any, sods: list[bytes], groups: dict[int, bytes]) -> float:
    """Checks a second where every document has a signer never seen before: two signatures and a certificate each."""
    from tannha.icao.passive_auth import Authenticator, Read
    from tannha.icao.pki.certificates import decode_certificate
    from tannha.icao.public_keys import forget_keys

    reads = [Read(groups=groups, sod=sod, country="VN") for sod in sods]
    rates = []
    for _ in range(UNCACHED_ROUNDS):
        decode_certificate.cache_clear()
        forget_keys()
        authenticator = Authenticator(store, at=MOMENT)
        for first in range(0, len(reads), UNCACHED_SLICE):
            began = time.process_time()
            verdicts = [authenticator.check(read) for read in reads[first : first + UNCACHED_SLICE]]
            rates.append(len(verdicts) / (time.process_time() - began))
            if any(len(verdict.failing) != 1 for verdict in verdicts):
                raise ValueError("a specimen does not verify")
    return best(rates)


def authority() -> tuple[Any, Any, Callable[[int], tuple[Any, Any]]]:
    """A P-256 root with its list, and a function that issues the signer of a number."""
    from cryptography.hazmat.primitives.asymmetric import ec

    from tannha.icao.pki.extensions import Contact
    from tannha.icao.pki.issuing import Authority, Period, issue_csca, issue_document_signer
    from tannha.icao.pki.names import Name
    from tannha.icao.pki.revocation import issue_revocation_list
    from tannha.icao.signatures import KeySigner

    began = MOMENT - timedelta(days=30)
    period = Period(
        not_before=began, not_after=began + timedelta(days=4_000), key_until=began + timedelta(days=400)
    )
    named = Authority(
        name=Name(country="VN", organization="SPECIMEN", common_name="SPECIMEN CSCA"),
        contact=Contact(state="VNM", email="specimen@example.invalid"),
        list_address="https://example.invalid/csca.crl",
    )
    root = KeySigner(ec.generate_private_key(ec.SECP256R1()))
    csca = issue_csca(root, named, period, serial=1)
    revocations = issue_revocation_list(
        root, csca, [], number=1, this_update=began, next_update=began + timedelta(days=90)
    )

    def issue(number: int) -> tuple[Any, Any]:
        key = KeySigner(ec.generate_private_key(ec.SECP256R1()))
        name = Name(country="VN", organization="SPECIMEN", common_name=f"SPECIMEN DS {number:04d}")
        certificate = issue_document_signer(
            root, csca, named, key.public_key, period, serial=(1 << 120) + number, name=name
        )
        return key, certificate

    return csca, revocations, issue


def codes(size: int) -> dict[str, Any]:
    """The text of a card as a QR code, written as a picture and read from a clean one."""
    from tannha.ground.qr_codes import encode_code, read_code, write_image

    picture = write_image(TEXT)
    found = read_code(picture, patient=False)
    if found is None or found.text != TEXT:
        raise ValueError("the code does not read")
    return {
        "qr_bytes": len(TEXT.encode()),
        "qr_encode_per_second": round(rate_of(lambda: encode_code(TEXT), size)),
        "qr_picture_per_second": round(rate_of(lambda: write_image(TEXT), size)),
        "qr_decode_per_second": round(rate_of(lambda: read_code(picture, patient=False), size)),
    }
