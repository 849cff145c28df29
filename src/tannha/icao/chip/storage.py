"""A chip image as bytes, to be kept and given back: files, secret keys, passwords, behaviour. Pure.

The bytes hold secret keys in the clear: whoever keeps them seals them. The form is JSON with base64, version 1.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tannha.icao.access_control.modp_groups import ModpGroup
from tannha.icao.access_control.passwords import Password, PasswordKind
from tannha.icao.chip.image import Behaviour, ChipAuthKey, ChipImage, ChipKeys, IntegerKey

VERSION = 1
_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class NotAnImage(ValueError):
    """The bytes are no kept chip image of this version."""


def encode_image(image: ChipImage) -> bytes:
    """Write a chip image."""
    keys = image.keys
    plain = {
        "version": VERSION,
        "files": _files(image.files),
        "master_files": _files(image.master_files),
        "active_auth": _key(keys.active_auth),
        "active_auth_hash": keys.active_auth_hash,
        "chip_auth": [{"key": _static(each.key), "key_id": each.key_id} for each in keys.chip_auth],
        "mapping": _key(keys.mapping),
        "passwords": [{"kind": int(each.kind), "text": each.text} for each in image.passwords],
        "behaviour": {
            "knows_master_file": image.behaviour.knows_master_file,
            "bac": image.behaviour.bac,
            "most_bytes": image.behaviour.most_bytes,
            "slows_down": image.behaviour.slows_down,
        },
    }
    return json.dumps(plain, separators=(",", ":")).encode()


def decode_image(data: bytes) -> ChipImage:
    """Read a kept chip image. Raises `NotAnImage`."""
    try:
        plain = json.loads(data)
        if plain["version"] != VERSION:
            raise NotAnImage("another version")
        return ChipImage(
            files=_read_files(plain["files"]),
            master_files=_read_files(plain["master_files"]),
            keys=ChipKeys(
                active_auth=_read_key(plain["active_auth"]),
                active_auth_hash=plain["active_auth_hash"],
                chip_auth=tuple(
                    ChipAuthKey(key=_read_static(each["key"]), key_id=each["key_id"])
                    for each in plain["chip_auth"]
                ),
                mapping=_curve_key(plain["mapping"]) if plain["mapping"] else None,
            ),
            passwords=tuple(
                Password(kind=PasswordKind(each["kind"]), text=each["text"]) for each in plain["passwords"]
            ),
            behaviour=Behaviour(**plain["behaviour"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAnImage("the bytes are no chip image") from error


def _files(files: Any) -> dict[str, str]:
    return {f"{identifier:04x}": base64.b64encode(data).decode() for identifier, data in files.items()}


def _read_files(files: dict[str, str]) -> dict[int, bytes]:
    return {int(name, 16): base64.b64decode(data, validate=True) for name, data in files.items()}


def _key(key: _Key | None) -> str:
    if key is None:
        return ""
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return base64.b64encode(der).decode()


def _read_key(text: str) -> _Key | None:
    if not text:
        return None
    key = serialization.load_der_private_key(base64.b64decode(text, validate=True), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise NotAnImage("a key of another kind")
    return key


def _static(key: ec.EllipticCurvePrivateKey | IntegerKey) -> str | dict[str, str]:
    if not isinstance(key, IntegerKey):
        return _key(key)
    group = key.group
    numbers = {"p": group.p, "g": group.g, "q": group.q, "secret": key.secret}
    return {name: f"{number:x}" for name, number in numbers.items()}


def _read_static(kept: str | dict[str, str]) -> ec.EllipticCurvePrivateKey | IntegerKey:
    if isinstance(kept, str):
        return _curve_key(kept)
    numbers = {name: int(kept[name], 16) for name in ("p", "g", "q")}
    return IntegerKey(group=ModpGroup(number=-1, **numbers), secret=int(kept["secret"], 16))


def _curve_key(text: str) -> ec.EllipticCurvePrivateKey:
    key = _read_key(text)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NotAnImage("a key of another kind")
    return key
