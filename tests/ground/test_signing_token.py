"""Keys in a token: what SoftHSM signs, our readers and OpenSSL's arithmetic accept."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tannha.ground.signing_token import NoToken, TokenSigner, Trouble
from tannha.icao.cms import SignatureCheck, check_signer
from tannha.icao.personalise import DocumentSigner
from tannha.icao.pki.issuing import issue_csca
from tannha.icao.signatures import verify
from tannha.icao.sod import decode_sod
from tests.icao.authority import invented, period

pkcs11 = pytest.importorskip("pkcs11")
MODULES = sorted(
    str(path) for path in (*Path("/usr/lib").glob("softhsm/*.so"), *Path("/usr/lib").glob("*/softhsm/*.so"))
)
pytestmark = pytest.mark.skipif(
    not MODULES or shutil.which("softhsm2-util") is None, reason="softhsm2 is not on this machine"
)
PIN = "123456"
TOKEN = "tannha test"


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SoftHSM with one token that holds a P-256, a P-384 and an RSA pair."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    make = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", PIN, "--pin", PIN]
    subprocess.run(make, check=True, capture_output=True)
    from pkcs11.util.ec import encode_named_curve_parameters

    library = pkcs11.lib(MODULES[0])
    with library.get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session:
        for label, oid in (("p256", "1.2.840.10045.3.1.7"), ("p384", "1.3.132.0.34")):
            parameters = session.create_domain_parameters(
                pkcs11.KeyType.EC,
                {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(oid)},
                local=True,
            )
            parameters.generate_keypair(store=True, label=label)
        session.generate_keypair(pkcs11.KeyType.RSA, 2_048, store=True, label="rsa")
    return Path(MODULES[0])


@pytest.mark.parametrize(("key", "pss"), [("p256", False), ("p384", False), ("rsa", False), ("rsa", True)])
def test_a_security_object_is_signed_inside_the_token(module: Path, key: str, pss: bool) -> None:
    with TokenSigner(module, token=TOKEN, key=key, pin=PIN, pss=pss) as signer:
        signature = signer.sign(b"facts")
        assert verify(signer.public_key, signer.algorithm, signature, b"facts")
        certificate = issue_csca(signer, invented(), period(), serial=1)
        assert certificate.is_signed_by(certificate)
        sod = decode_sod(DocumentSigner(signer, certificate).writer.write({1: b"one", 2: b"two"}))
        assert check_signer(sod.signed, sod.signed.signers[0], signer.public_key) is SignatureCheck.VALID


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"token": "another"}, Trouble.NO_TOKEN),
        ({"pin": "999999"}, Trouble.WRONG_PIN),
        ({"key": "lost"}, Trouble.NO_KEY),
    ],
)
def test_what_is_missing_is_named_and_the_pin_is_not(
    module: Path, change: dict[str, str], trouble: Trouble
) -> None:
    wanted = {"token": TOKEN, "key": "p256", "pin": PIN} | change
    with pytest.raises(NoToken) as caught:
        TokenSigner(module, **wanted)  # type: ignore[arg-type]
    assert caught.value.trouble is trouble
    assert wanted["pin"] not in str(caught.value)


def test_a_module_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoToken) as caught:
        TokenSigner(tmp_path / "none.so", token=TOKEN, key="p256", pin=PIN)
    assert caught.value.trouble is Trouble.NO_MODULE
