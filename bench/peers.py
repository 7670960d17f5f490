"""What the same life cycle costs elsewhere, and what ours may cost at most.

The peers were measured on Anvil 1.7.1 with 12 s between blocks, at the fifth use by the same people with another order
open, each with its own build settings: Kleros EscrowUniversal (v2) and Base's AuthCaptureEscrow with ERC-3009.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A path with the best peer's name and gas, and our budget in gas.

    `whole` is false of what comes on top of a transaction: without its base, a bound above the floor would be narrower
    than what reading one order from an array takes; and of a path of hashes or along instalments, whose walking no
    operation stands for.
    """

    path: str
    peer: str
    peer_gas: int | None
    budget: int
    whole: bool = True


CLAIMS = (
    Claim("coin: pay", "", None, 60_400),
    Claim("token: pay", "", None, 79_900),
    Claim("coin: pay, confirm", "Kleros EscrowUniversal", 190_383, 104_500),
    Claim("coin: pay, confirm; 1% commission, 2% points", "nobody has it", None, 116_500),
    Claim("token: pay, confirm; 1% commission", "Base, ERC-3009", 189_800, 136_000),
    Claim("token: pay, confirm; both signed", "Base, ERC-3009", 179_600, 170_500),
    Claim("coin: pay, cancel", "Kleros EscrowUniversal", 190_434, 107_000),
    Claim("coin: pay, ship, confirm", "nobody has it", None, 139_500),
    Claim("cart: one more order of the same offer", "nobody has it", None, 33_500, whole=False),
    Claim("cart: one more order of another offer", "nobody has it", None, 38_000, whole=False),
    Claim("coin: collect points", "nobody has it", None, 75_000),
    Claim("token: collect points", "nobody has it", None, 75_000),
    Claim("coin: pay, partly with points", "nobody has it", None, 93_700),
    Claim("token: pay, partly with points", "nobody has it", None, 124_600),
    Claim("coin: settle, cash and points", "nobody has it", None, 90_000),
    Claim("token: settle, points", "nobody has it", None, 90_000),
    Claim("token: settle, cash and points", "nobody has it", None, 97_500),  # its floor is above 90,000
    Claim("provenance: register 1,000,000 items", "nobody has it", None, 76_500),
    Claim("provenance: commit, claim", "nobody has it", None, 124_000, whole=False),
    Claim("provenance: bind, settle", "nobody has it", None, 137_500),
    Claim("provenance: offer, accept", "nobody has it", None, 95_000),
    Claim("provenance: report", "nobody has it", None, 33_500),
    Claim("identity: issue", "", None, 49_000),
    Claim("identity: renew", "", None, 32_000),
    Claim("identity: revoke", "", None, 32_000),
    Claim("reviews: review", "nobody has it", None, 60_500),
    Claim("reviews: follow_up", "nobody has it", None, 38_500),
    Claim("reviews: reply", "nobody has it", None, 39_000),
    Claim("credit: buy", "nobody has it", None, 160_000, whole=False),
    Claim("credit: repay an instalment", "nobody has it", None, 72_000, whole=False),
    Claim("credit: settle half of it", "nobody has it", None, 78_000, whole=False),
    Claim("credit: settle all of it", "nobody has it", None, 90_000, whole=False),
)

# path, plain path, at most so many times its gas
RATIOS = (
    ("coin: pay, partly with points", "coin: pay", 1.6),
    ("token: pay, partly with points", "token: pay", 1.6),
)
CODE_LIMIT = 24_000  # bytes of Escrow as deployed; a chain takes 24,576
ABOVE_FLOOR = 1.08  # a whole path that costs more than this share of its floor fails, whatever its budget
