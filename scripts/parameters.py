"""Values that can be tuned, per chain, each with its unit. What an order is bound by stands in its offer instead."""

import os
from dataclasses import dataclass
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
    "storefront",
    "stranger",
    "farm",
    "dairy",
    "certifier",
    "watchmaker",
    "chamber",
    "newcomer",
    "lookalike",
)


# Anvil's accounts, in its order: their keys are printed in its manual, so none of them may sign outside a devnet.
PUBLIC_ACCOUNTS = (
    "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
    "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
    "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
    "0x976EA74026E726554dB657fA54763abd0C3a0aa9",
    "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955",
    "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
    "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
    "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
    "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
    "0xFABB0ac9d68B0B445fB7357272Ff202C5651694a",
    "0x1CBd3b2770909D4e10f157cABC84C7264073C9Ec",
    "0xdF3e18d64BC6A983f673Ab319CCaE4f1a57C7097",
    "0xcd3B766CCDd6AE721141F452C550Ca635964ce71",
    "0x2546BcD3c84621e976D8185a91A922aE77ECEc30",
    "0xbDA5747bFD65F08deb54cb465eB87D40e51B197E",
    "0xdD2FD4581271e230360230F9337D5c0430Bf44C0",
    "0x8626f6940E2eb28930eFb4CeF49B2d1F2C9C1199",
    "0x09DB0a93B389bEF724429898f539AEB7ac2Dd55f",
    "0x02484cb50AAC86Eae85610D6f4Bf026f30f6627D",
    "0x08135Da0A343E492FA2d4282F2AE34c6c5CC1BbE",
)

# The devnet's passphrase for a merchant's encryption key; everywhere else it is asked for.
DEVNET_PASSPHRASE = "devnet"

KEEPER_INTERVAL = 2  # seconds between a keeper's looks at the chain
REORG_DEPTH = 64  # blocks that a keeper reads again, as they may have been replaced
KEEPER_GRACE = 3_600  # seconds past a deadline whose default favours the buyer, before a keeper enforces it
POINTS_GAS = 75_000  # gas of collecting one shopper's points, or of settling one order
POINTS_WORTH = 10  # times that gas must what waits be worth before a keeper takes it out
POINTS_LEAST = "1"  # of a token, whose worth in gas nobody knows
LOG_RANGE = 50_000  # blocks asked for at once; halved while a node refuses
PUBLISH_BATCH = 25  # offers per transaction: about 2 million gas
MAX_BATCH = 50  # orders per ship_many and enforce_many, as in Escrow
MAX_CART = 20  # orders per pay_many, as in Escrow

ORIGIN = os.environ.get("HANDOVER_ORIGIN", "http://127.0.0.1:5000")  # the storefront that documents are sent to
UPLOAD_TIMEOUT = 10  # seconds for one document
FETCH_TIMEOUT = 120  # seconds for all documents of one storefront
UPLOAD_PATIENCE = 30  # seconds for a storefront to have indexed what a document belongs to
READ_PATIENCE = 90  # seconds for a storefront that gives no more documents for a while
UPLOAD_PAUSE = 0.5  # seconds between two attempts
CONTRACTS = Path(os.environ.get("HANDOVER_CONTRACTS", ROOT / "build" / "contracts"))  # as `brownie compile` leaves them
DEPLOYMENTS = Path(os.environ.get("HANDOVER_DEPLOYMENTS", ROOT / "scripts" / "deployments"))
VAULT = Path(os.environ.get("HANDOVER_VAULT", ROOT / "build" / "vault"))
PROFILES = Path(os.environ.get("HANDOVER_PROFILES", ROOT / "build" / "profiles"))  # encrypted keys, one a merchant
LIBRARY = Path(os.environ.get("HANDOVER_LIBRARY", ROOT / "build" / "library"))  # documents of what was published here
OUTBOX = Path(os.environ.get("HANDOVER_OUTBOX", ROOT / "build" / "outbox"))  # documents on their way to a storefront
LOTS = Path(os.environ.get("HANDOVER_LOTS", ROOT / "build" / "lots"))  # hidden codes and proofs, two files a lot
CREDENTIALS = Path(os.environ.get("HANDOVER_CREDENTIALS", ROOT / "build" / "credentials"))  # what issuers signed
PICTURES = Path(os.environ.get("HANDOVER_PICTURES", ROOT / "build" / "pictures"))  # re-encoded, by their source
PAINTINGS = ROOT / "build" / "paintings"  # the demo market's goods

# What a catalogue need not say. An arbiter it must: without one the buyer's word decides every dispute.
CATALOGUE_DEFAULTS = {
    "currency": "ETH",
    "shipping": "0",
    "ship_within": "3 days",
    "deliver_within": "7 days",
    "inspect_within": "7 days",
    "carrier": "none",
    "commission": "0%",
    "loyalty": "market",
    "points": "0%",
    "category": "other",
    "ships_to": "any",
}


@dataclass(frozen=True)
class Lending:
    """What each Credit of a chain is deployed with; without an issuer there is none.

    `base` and `maximum` of a buyer's limit are in whole tokens. Shares are basis points: of what was repaid in time (by
    so much grows the limit), of the principal for each instalment (the fee), of an average instalment (the late fee),
    of all assets (what one seller's and one buyer's plans may come to).
    """

    issuer: str = ""
    base: str = "100"
    maximum: str = "1000"
    growth_bps: int = 200
    fee_bps: int = 100
    late_bps: int = 500
    seller_bps: int = 1_000
    buyer_bps: int = 100


@dataclass(frozen=True)
class Network:
    """What a deployment on one chain is made of.

    `tokens` are the addresses of currencies that merchants may name by their symbol; `mints_dollar` deploys
    mocks/Dollar.vy beside them. Carriers and arbiters are accounts that pages and scripts do not mark as unknown.
    `relay_budget` is the coin that a storefront's relay may spend in a day, unless its operator says otherwise. Who
    vouches for the buyers and sellers of Credit is for whoever deploys to choose: see `lending`.
    """

    name: str
    coin: str
    confirmations: int = 1
    tokens: tuple[str, ...] = ()
    mints_dollar: bool = False
    carriers: tuple[str, ...] = ()
    arbiters: tuple[str, ...] = ()
    relay_budget: str = "0.01"
    lending: Lending = Lending()


NETWORKS = {
    DEVNET: Network(
        "devnet",
        coin="ETH",
        mints_dollar=True,
        relay_budget="1",
        lending=Lending(
            issuer=PUBLIC_ACCOUNTS[ROLES.index("issuer")], growth_bps=2_500, seller_bps=2_500, buyer_bps=500
        ),
    ),
    1: Network(
        "Ethereum",
        coin="ETH",
        confirmations=2,
        tokens=("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",),
        relay_budget="0.02",
    ),
    8453: Network(
        "Base",
        coin="ETH",
        confirmations=2,
        tokens=("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",),
        relay_budget="0.002",
    ),
    11155111: Network(
        "Sepolia", coin="ETH", tokens=("0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238",), relay_budget="0.1"
    ),
}


def network(chain_id: int) -> Network:
    """The parameters of a chain; one that is not listed has a coin called ETH and no tokens."""
    return NETWORKS.get(chain_id, Network(f"chain {chain_id}", coin="ETH"))
