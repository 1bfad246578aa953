"""A port for a server that has to come back on the same one, or that cannot tell which one it got."""

from __future__ import annotations

import socket
from random import SystemRandom

BELOW_THOSE_OF_CLIENTS = range(15_000, 32_000)  # Linux gives connections ports from 32768, other systems from 49152


def free_port() -> int:
    """One that no client of this machine can be given meanwhile, not even one that asks for this server in vain."""
    chance = SystemRandom()
    while True:
        port = chance.choice(BELOW_THOSE_OF_CLIENTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue  # somebody has it: the next one
            return port
