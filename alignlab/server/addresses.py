"""Under which addresses other devices reach this machine."""

from __future__ import annotations

import contextlib
import socket

_PROBES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))  # reserved for documentation: nobody's
LOOPBACK = "127.0.0.1"


def lan_addresses() -> list[str]:
    """This machine's own addresses, the likeliest for phones first; only the loopback one without a network.

    A UDP socket is connected, not used: the system chooses the way out, and no packet leaves.
    """
    found: list[str] = []
    for family, probe in _PROBES:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probing:
                probing.connect((probe, 9))
                found.append(probing.getsockname()[0])
        except OSError:
            continue
    with contextlib.suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    usable = [address for address in dict.fromkeys(found) if not address.startswith(("127.", "::1", "fe80"))]
    return sorted(usable, key=lambda address: ":" in address) or [LOOPBACK]
