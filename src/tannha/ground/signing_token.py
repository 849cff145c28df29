"""A document signer's key in a token that never shows it: PKCS#11 (smart card, HSM; SoftHSM in tests).

For: signing EF.SOD, EF.CardSecurity and seals where the key must not lie in a file. `TokenSigner` is a `Signer` of the
chip library. Comes with the extra `pkcs11`; where the library or token is missing, `NoToken` says which. Not for:
making keys, which the token's own tools do.
"""

from __future__ import annotations

import enum
from pathlib import Path
from types import TracebackType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tannha.icao.public_keys import EcPublicKey, RsaPublicKey, decode_public_key
from tannha.icao.signatures import HASH_SIZES, Scheme, SignatureAlgorithm, digest, fitting_hash

HOW_TO_INSTALL = "pip install python-pkcs11"


class Trouble(enum.StrEnum):
    """Why no key can be used."""

    NO_LIBRARY = "no_library"
    NO_MODULE = "no_module"
    NO_TOKEN = "no_token"
    WRONG_PIN = "wrong_pin"
    NO_KEY = "no_key"
    OTHER_KEY = "other_key"


class NoToken(Exception):
    """The key in the token cannot be used, and why. The PIN is never repeated."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        self.trouble, self.detail = trouble, detail
        super().__init__(f"{trouble.value} {detail}".strip())


class TokenSigner:
    """Signs with one key of one token; a context manager, for the session with the token has an end."""

    def __init__(self, module: Path, *, token: str, key: str, pin: str, pss: bool = False) -> None:
        """Open the token by its label and find the pair of keys by theirs. Raises `NoToken`."""
        try:
            import pkcs11
        except ImportError as error:
            raise NoToken(Trouble.NO_LIBRARY, HOW_TO_INSTALL) from error
        self._pkcs11: Any = pkcs11
        try:
            library = pkcs11.lib(str(module))
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
            raise NoToken(Trouble.NO_MODULE, module.name) from error
        try:
            self._session: Any = library.get_token(token_label=token).open(user_pin=pin)
        except (pkcs11.NoSuchToken, pkcs11.MultipleTokensReturned, pkcs11.TokenNotPresent) as error:
            raise NoToken(Trouble.NO_TOKEN, token) from error
        except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid, pkcs11.PinLocked) as error:
            raise NoToken(Trouble.WRONG_PIN, token) from error
        try:
            self._key: Any = self._session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=key)
            public = self._session.get_key(pkcs11.ObjectClass.PUBLIC_KEY, label=key)
        except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as error:
            self.close()
            raise NoToken(Trouble.NO_KEY, key) from error
        self.public_key = self._read_public(public)
        self.algorithm = self._algorithm(pss)

    def _read_public(self, public: Any) -> EcPublicKey | RsaPublicKey:
        from pkcs11.util.ec import encode_ec_public_key
        from pkcs11.util.rsa import encode_rsa_public_key

        if public.key_type == self._pkcs11.KeyType.EC:
            key = decode_public_key(encode_ec_public_key(public), strict=False)
        elif public.key_type == self._pkcs11.KeyType.RSA:
            key = _rsa_of(encode_rsa_public_key(public))
        else:
            self.close()
            raise NoToken(Trouble.OTHER_KEY, str(public.key_type))
        if not isinstance(key, (EcPublicKey, RsaPublicKey)):
            raise NoToken(Trouble.OTHER_KEY)
        return key

    def _algorithm(self, pss: bool) -> SignatureAlgorithm:
        name = fitting_hash(self.public_key)
        if isinstance(self.public_key, EcPublicKey):
            return SignatureAlgorithm(scheme=Scheme.ECDSA, hash=name)
        if pss:
            salt = HASH_SIZES[name]
            return SignatureAlgorithm(scheme=Scheme.RSA_PSS, hash=name, salt_length=salt, mask_hash=name)
        return SignatureAlgorithm(scheme=Scheme.RSA_PKCS1, hash=name)

    def sign(self, message: bytes) -> bytes:
        """Sign the message in the token, in the form that certificates and signed data carry."""
        mechanisms = self._pkcs11.Mechanism
        name = self.algorithm.hash or "sha256"
        if self.algorithm.scheme is Scheme.ECDSA:
            plain = self._key.sign(digest(name, message), mechanism=mechanisms.ECDSA)
            half = len(plain) // 2
            return encode_dss_signature(
                int.from_bytes(plain[:half], "big"), int.from_bytes(plain[half:], "big")
            )
        upper = name.upper()
        if self.algorithm.scheme is Scheme.RSA_PKCS1:
            mechanism = getattr(mechanisms, f"{upper}_RSA_PKCS")
            return bytes(self._key.sign(message, mechanism=mechanism))
        parameters = (
            getattr(mechanisms, upper),
            getattr(self._pkcs11.MGF, upper),
            self.algorithm.salt_length,
        )
        mechanism = getattr(mechanisms, f"{upper}_RSA_PKCS_PSS")
        return bytes(self._key.sign(message, mechanism=mechanism, mechanism_param=parameters))

    def close(self) -> None:
        """End the session with the token."""
        self._session.close()

    def __enter__(self) -> TokenSigner:
        """Give the signer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the session with the token."""
        self.close()


def _rsa_of(pkcs1: bytes) -> RsaPublicKey:
    key: Any = load_der_public_key(pkcs1)
    numbers = key.public_numbers()
    return RsaPublicKey(n=numbers.n, e=numbers.e)
