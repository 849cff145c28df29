"""Curves: the table is right, numbers are mapped to names, and nothing made up passes."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tannha.icao import curves, der
from tannha.icao.curves import CURVES, Curve, read_parameters
from tannha.icao.deviations import Findings, Flaw, Malformed
from tannha.icao.tlv import element_at

EVERY_CURVE = pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)


def read(data: bytes) -> Curve:
    findings = Findings()
    return read_parameters(element_at(data, 0, len(data), findings), findings)


@EVERY_CURVE
def test_the_base_point_has_the_order_that_the_table_says(curve: Curve) -> None:
    assert curve.has((curve.x, curve.y))
    with pytest.raises(Malformed):
        curves.multiply_with_numbers(curve, curve.n, (curve.x, curve.y))
    twice_less = curves.multiply_with_numbers(curve, curve.n - 1, (curve.x, curve.y))
    assert twice_less == (curve.x, curve.p - curve.y)


@EVERY_CURVE
def test_a_curve_in_numbers_is_known_by_its_name(curve: Curve) -> None:
    assert read(curves.explicit_parameters(curve)) is curve
    assert read(curves.named_parameters(curve)) is curve


@EVERY_CURVE
def test_a_signature_is_verified_with_numbers_as_the_library_does(curve: Curve) -> None:
    library = curves.library_curve(curve)
    if library is None:
        assert curve.name in {"brainpoolP192r1", "brainpoolP224r1", "brainpoolP320r1"}
        return
    key = ec.derive_private_key(0x1234567, library)
    r, s = decode_dss_signature(key.sign(b"facts", ec.ECDSA(hashes.SHA256())))
    numbers = key.public_key().public_numbers()
    digest = hashlib.sha256(b"facts").digest()
    assert curves.verify_with_numbers(curve, (numbers.x, numbers.y), digest, r, s)
    assert not curves.verify_with_numbers(curve, (numbers.x, numbers.y), digest, r, s - 1)
    assert not curves.verify_with_numbers(curve, (numbers.x, numbers.y), digest, 0, s)
    assert not curves.verify_with_numbers(curve, (numbers.x, numbers.y + 1), digest, r, s)


def test_a_made_up_base_point_is_refused_though_the_curve_is_right() -> None:
    curve = curves.BY_NAME["secp256r1"]
    other = curves.multiply_with_numbers(curve, 2, (curve.x, curve.y))
    forged = curves.explicit_parameters(curve).replace(
        curve.encode_point((curve.x, curve.y)), curve.encode_point(other)
    )
    with pytest.raises(Malformed) as caught:
        read(forged)
    assert caught.value.deviation.flaw is Flaw.UNKNOWN_CURVE


def test_a_point_off_the_curve_is_refused_and_a_compressed_one_read() -> None:
    curve = curves.BY_NAME["brainpoolP256r1"]
    whole = curve.encode_point((curve.x, curve.y))
    assert curve.decode_point(bytes((2 + curve.y % 2,)) + whole[1:33]) == (curve.x, curve.y)
    for wrong in (whole[:-1] + bytes((whole[-1] ^ 1,)), b"\x00", whole + b"\x00", b""):
        with pytest.raises(Malformed):
            curve.decode_point(wrong)


def test_an_unknown_curve_name_is_refused() -> None:
    with pytest.raises(Malformed) as caught:
        read(der.oid("1.3.132.0.10"))
    assert caught.value.deviation.flaw is Flaw.UNKNOWN_CURVE
