"""The devnet's people: names for the accounts that its node holds unlocked."""

from dataclasses import replace

from web3 import Web3

from scripts import parameters
from scripts.parameters import Network
from scripts.refusal import Refusal


def account(web3: Web3, role: str) -> str:
    """The account of a role, checksummed."""
    if role not in parameters.ROLES:
        raise Refusal(f"There is no role {role!r} on the devnet; its roles are {', '.join(parameters.ROLES)}.")
    index = parameters.ROLES.index(role)
    unlocked = web3.eth.accounts
    if index >= len(unlocked):
        raise Refusal(f"The node has {len(unlocked)} accounts, too few for the role {role}; `make devnet` has enough.")
    return unlocked[index]


def role_of(web3: Web3, address: str) -> str | None:
    """The role that an account plays on the devnet, if any."""
    if web3.eth.chain_id != parameters.DEVNET:
        return None
    return dict(zip(web3.eth.accounts, parameters.ROLES, strict=False)).get(Web3.to_checksum_address(address))


def network(web3: Web3) -> Network:
    """The parameters of the node's chain; on the devnet with its carrier and its arbiter."""
    chain_id = web3.eth.chain_id
    if chain_id != parameters.DEVNET:
        return parameters.network(chain_id)
    people = (account(web3, "carrier"),), (account(web3, "arbiter"),)
    return replace(parameters.network(chain_id), carriers=people[0], arbiters=people[1])
