"""The object identifiers of travel documents, under the names that the standards give them. Pure data.

Sources: Doc 9303-10, -11 and -12; BSI TR-03110-3, TR-03111; RFC 5280, 5480, 5652, 8017.
"""

from __future__ import annotations

# ICAO (Doc 9303-10, 4.6.2; Doc 9303-12)
LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
CSCA_MASTER_LIST = "2.23.136.1.1.2"
MASTER_LIST_SIGNING = "2.23.136.1.1.3"
ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
NAME_CHANGE = "2.23.136.1.1.6.1"
DOCUMENT_TYPE_LIST = "2.23.136.1.1.6.2"
EF_DIR_INFO = "2.23.136.1.1.13"

# BSI (TR-03110-3)
_BSI = "0.4.0.127.0.7.2.2"
PUBLIC_KEY_DH = f"{_BSI}.1.1"
PUBLIC_KEY_ECDH = f"{_BSI}.1.2"
TERMINAL_AUTHENTICATION = f"{_BSI}.2"
CHIP_AUTHENTICATION = f"{_BSI}.3"
CA_DH_3DES = f"{_BSI}.3.1.1"
CA_DH_AES_128 = f"{_BSI}.3.1.2"
CA_DH_AES_192 = f"{_BSI}.3.1.3"
CA_DH_AES_256 = f"{_BSI}.3.1.4"
CA_ECDH_3DES = f"{_BSI}.3.2.1"
CA_ECDH_AES_128 = f"{_BSI}.3.2.2"
CA_ECDH_AES_192 = f"{_BSI}.3.2.3"
CA_ECDH_AES_256 = f"{_BSI}.3.2.4"
PACE = f"{_BSI}.4"
PACE_ECDH_GM_3DES = f"{_BSI}.4.2.1"
PACE_ECDH_GM_AES_128 = f"{_BSI}.4.2.2"
PACE_ECDH_GM_AES_192 = f"{_BSI}.4.2.3"
PACE_ECDH_GM_AES_256 = f"{_BSI}.4.2.4"
PACE_ECDH_CAM_AES_128 = f"{_BSI}.4.6.2"
PACE_ECDH_CAM_AES_192 = f"{_BSI}.4.6.3"
PACE_ECDH_CAM_AES_256 = f"{_BSI}.4.6.4"
CARD_INFO = f"{_BSI}.6"
SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
STANDARD_PARAMETERS = "0.4.0.127.0.7.1.2"
_PLAIN = "0.4.0.127.0.7.1.1.4.1"

# keys and signatures
EC_PUBLIC_KEY = "1.2.840.10045.2.1"
DH_PUBLIC_NUMBER = "1.2.840.10046.2.1"
DH_KEY_AGREEMENT = "1.2.840.113549.1.3.1"
RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
RSA_PSS = "1.2.840.113549.1.1.10"
MGF1 = "1.2.840.113549.1.1.8"

HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
HASH_OIDS = {name: oid for oid, name in HASHES.items()}

ECDSA = {
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
PLAIN_ECDSA = {
    f"{_PLAIN}.1": "sha1",
    f"{_PLAIN}.2": "sha224",
    f"{_PLAIN}.3": "sha256",
    f"{_PLAIN}.4": "sha384",
    f"{_PLAIN}.5": "sha512",
}
"""ECDSA whose signature is r and s side by side (TR-03111, 5.2.1): the form of active authentication."""
RSA_PKCS1 = {
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.14": "sha224",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}

# signed data (RFC 5652)
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"

# certificates (RFC 5280)
SUBJECT_KEY_IDENTIFIER = "2.5.29.14"
KEY_USAGE = "2.5.29.15"
PRIVATE_KEY_USAGE_PERIOD = "2.5.29.16"
SUBJECT_ALT_NAME = "2.5.29.17"
ISSUER_ALT_NAME = "2.5.29.18"
BASIC_CONSTRAINTS = "2.5.29.19"
CRL_NUMBER = "2.5.29.20"
CRL_REASON = "2.5.29.21"
CRL_DISTRIBUTION_POINTS = "2.5.29.31"
CERTIFICATE_POLICIES = "2.5.29.32"
AUTHORITY_KEY_IDENTIFIER = "2.5.29.35"
EXTENDED_KEY_USAGE = "2.5.29.37"
COUNTRY, ORGANIZATION, UNIT, COMMON_NAME, SERIAL_NUMBER = (
    "2.5.4.6",
    "2.5.4.10",
    "2.5.4.11",
    "2.5.4.3",
    "2.5.4.5",
)
LOCALITY = "2.5.4.7"
