"""Values that can be tuned, per chain, each with its unit. What an order is bound by stands in its offer instead."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COIN = "0x0000000000000000000000000000000000000000"  # as a currency: the chain's own coin
NOBODY = COIN  # as a carrier, an arbiter or a referrer: none

DEVNET = 31337
DAY = 86_400  # seconds

# The devnet node's unlocked accounts, in its order; scripts sign as them by these names.
ROLES = (
    "deployer",
    "merchant1",
    "merchant2",
    "merchant3",
    "merchant4",
    "shopper1",
    "shopper2",
    "shopper3",
    "carrier",
    "arbiter",
    "keeper",
    "producer",
    "issuer",
    "lender",
    "stranger",
)

# Who a devnet command acts as, where neither `as=` nor an order says it.
DEFAULT_ROLES = {"merchant": "merchant1", "deploy": "deployer", "demo": "deployer"}

# The devnet's passphrase for a merchant's encryption key; everywhere else it is asked for.
DEVNET_PASSPHRASE = "devnet"

KEEPER_GRACE = 3_600  # seconds past a deadline whose default favours the buyer, before a keeper enforces it
LOG_RANGE = 50_000  # blocks asked for at once; halved while a node refuses
PUBLISH_BATCH = 25  # offers per transaction: about 2 million gas
MAX_BATCH = 50  # orders per ship_many and enforce_many, as in Escrow

ORIGIN = os.environ.get("HANDOVER_ORIGIN", "http://127.0.0.1:5000")  # the storefront that documents are sent to
UPLOAD_TIMEOUT = 10  # seconds
DEPLOYMENTS = Path(os.environ.get("HANDOVER_DEPLOYMENTS", ROOT / "scripts" / "deployments"))
VAULT = Path(os.environ.get("HANDOVER_VAULT", ROOT / "build" / "vault"))
PROFILES = Path(os.environ.get("HANDOVER_PROFILES", ROOT / "build" / "profiles"))  # encrypted keys, one a merchant
PICTURES = Path(os.environ.get("HANDOVER_PICTURES", ROOT / "build" / "pictures"))  # re-encoded, by their source

# What a catalogue need not say. An arbiter it must: without one the buyer's word decides every dispute.
CATALOGUE_DEFAULTS = {
    "currency": "ETH",
    "shipping": "0",
    "ship_within": "3 days",
    "deliver_within": "7 days",
    "inspect_within": "7 days",
    "carrier": "none",
    "commission": "0 %",
    "loyalty": "none",
    "points": "0 %",
    "category": "other",
    "ships_to": "any",
}


@dataclass(frozen=True)
class Network:
    """What a deployment on one chain is made of.

    `tokens` are the addresses of currencies that merchants may name by their symbol; `mints_dollar` deploys
    mocks/Dollar.vy beside them. Carriers and arbiters are accounts that pages and scripts do not mark as unknown.
    """

    name: str
    coin: str
    confirmations: int = 1
    tokens: tuple[str, ...] = ()
    mints_dollar: bool = False
    carriers: tuple[str, ...] = field(default=())
    arbiters: tuple[str, ...] = field(default=())


NETWORKS = {
    DEVNET: Network("devnet", coin="ETH", mints_dollar=True),
    1: Network("Ethereum", coin="ETH", confirmations=2, tokens=("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",)),
    8453: Network("Base", coin="ETH", confirmations=2, tokens=("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",)),
    11155111: Network("Sepolia", coin="ETH", tokens=("0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238",)),
}


def network(chain_id: int) -> Network:
    """The parameters of a chain; one that is not listed has a coin called ETH and no tokens."""
    return NETWORKS.get(chain_id, Network(f"chain {chain_id}", coin="ETH"))
