"""Chip Authentication: the chip proves its static key by opening a fresh channel with it (Doc 9303-11, 6.2).

Both sides agree on a secret of the chip's static and the reader's ephemeral key; only a chip with the static secret can
speak on. Unlike Active Authentication it leaves nothing that could be shown to a third party.
"""

from __future__ import annotations

from tannha.icao.access_control.groups import Group
from tannha.icao.secure_messaging import SecureChannel
from tannha.icao.security_infos import Cipher


def new_channel(group: Group, secret: int, other_public: bytes, suite: Cipher) -> SecureChannel:
    """The channel of the agreed secret; the counter starts at zero (6.2.4.2). Refuses (`Malformed`) a bad element."""
    return SecureChannel.from_secret(group.agree(secret, other_public), suite)
