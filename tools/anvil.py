"""The local node: how the project starts Anvil, for its tests, for a devnet and for the demo."""

import os
import socket

HOST = "127.0.0.1"
DEFAULT_PORT = 8545
# Prague has delegated accounts. No base fee, so that a test's balances change by what the contracts move only.
# Traces carry every step, for Brownie to find the line that reverted.
COMMAND = "anvil --hardfork prague --accounts 23 --gas-limit 30000000 --block-base-fee-per-gas 0 --steps-tracing"


class PortError(Exception):
    """A port that cannot be used, as one sentence."""


def port_number(text: str) -> int:
    """A port's number; raises PortError."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise PortError(f"{text!r} is no port; it should be a number such as {DEFAULT_PORT}.")
    return int(text)


def configured_port() -> int:
    """The port of the devnet: HANDOVER_PORT, or 8545; raises PortError."""
    try:
        return port_number(os.environ.get("HANDOVER_PORT", str(DEFAULT_PORT)))
    except PortError as error:
        raise PortError(f"HANDOVER_PORT: {error}") from None


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
