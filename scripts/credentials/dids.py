"""Names of accounts for the world: did:pkh, which is a chain and an address."""

from dataclasses import dataclass

from eth_utils.address import is_checksum_address

from scripts.refusal import Refusal

START = "did:pkh:eip155:"
METHOD = "#blockchainAccountId"  # the one way in which an account proves that it is itself


def did(chain_id: int, account: str) -> str:
    """The name of an account (checksummed)."""
    return f"{START}{chain_id}:{account}"


@dataclass(frozen=True)
class Named:
    """What such a name says: a chain, and an account with its checksum."""

    chain_id: int
    account: str


def read(name: str) -> Named:
    """An account by its name; refused where that has another form or a wrong checksum."""
    chain_id, _, account = name.removeprefix(START).partition(":")
    if not name.startswith(START) or not (chain_id.isascii() and chain_id.isdecimal()):
        raise Refusal(f"{name[:100]!r} is not the name of an account: did:pkh:eip155, a chain, an address.")
    if not is_checksum_address(account):
        raise Refusal(f"The address in {name[:100]} has a wrong checksum.")
    return Named(int(chain_id), account)
