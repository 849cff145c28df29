"""What this machine is called on its network. Knows no Django."""

from __future__ import annotations

import socket
from contextlib import suppress


def names_of_this_machine() -> tuple[str, ...]:
    """The address by which the network reaches this machine, as far as it can be told, and the machine's name."""
    names = [socket.gethostname()]
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        names.insert(0, probe.getsockname()[0])
    return tuple(dict.fromkeys(names))
