"""Under which addresses other devices reach this machine."""

from __future__ import annotations

import contextlib
import socket

LOOPBACK = "127.0.0.1"
PROBES = (
    "192.0.2.1",  # reserved for documentation, so nobody's: the way to the internet, if there is one
    "10.42.0.99",  # networks that laptops and phones open themselves, mostly without a way to the internet
    "192.168.137.99",
    "192.168.2.99",
    "172.20.10.9",
    "192.168.43.99",
    "192.168.1.99",  # and the usual ones of small routers
    "192.168.0.99",
    "10.0.0.99",
    "172.16.0.99",
)
PROBES_6 = ("2001:db8::1",)


def lan_addresses() -> list[str]:
    """This machine's own addresses, the likeliest for phones first; only the loopback one without a network.

    UDP sockets are connected, not used: the system chooses its address on the way there, and no packet leaves. No name
    is looked up either: without a network that would take seconds.
    """
    found = [own for probe in PROBES if (own := _own_address(socket.AF_INET, probe))]
    found += [own for probe in PROBES_6 if (own := _own_address(socket.AF_INET6, probe))]
    usable = [address for address in dict.fromkeys(found) if not address.startswith(("127.", "::1", "fe80"))]
    return usable or [LOOPBACK]


def _own_address(family: socket.AddressFamily, probe: str) -> str:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probing:
        probing.connect((probe, 9))
        return str(probing.getsockname()[0])
    return ""
