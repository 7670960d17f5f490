"""The market with a Credit beside its Escrow: who lends, borrows, sells and vouches."""

from eth_abi import encode
from eth_utils.crypto import keccak

from scripts.credit.terms import PLAN_TYPES, Parameters, Plan
from tests.fixtures.clock import DAY
from tests.fixtures.terms import EMPTY, MAX_UINT, Offer
from tests.stateful.market import Call
from tests.stateful.opinions.market import IDENTITY, OpinionsMarket

CREDIT, TOKEN = "Credit", "DenyListToken"
BUYERS = ("buyer", "second_buyer")
SELLERS = ("seller", "second_seller")
LENDERS = ("payer", "referrer")
ISSUER = "loyalty"
PERSON, BUSINESS = (kind.ljust(32, b"\0") for kind in (b"person", b"business"))
FOREVER = 2**40 - 1
DOCUMENT = b"\xc4" * 32

TAKES = (f"({','.join(['address'] * 4 + ['uint256'] * 7)})", "string", "string")
EVENTS = {
    keccak(text=f"{name}({types})"): name
    for name, types in {
        "PlanRepaid": "bytes32,address,uint256,uint256",
        "PlanSettled": "bytes32,uint256,uint256",
    }.items()
}
OPENED = keccak(text=f"PlanOpened(bytes32,({','.join(PLAN_TYPES)}))")


class CreditMarket(OpinionsMarket):
    """The currency is one whose issuer stops people, so that pushes fail."""

    @property
    def credit(self) -> str:
        """The address of Credit."""
        return self.contracts[CREDIT].address

    @property
    def with_code(self) -> set[str]:
        return super().with_code | ({self.credit} if CREDIT in self.contracts else set())

    @property
    def holders(self) -> list[str]:
        return [*super().holders, self.credit]

    @property
    def parameters(self) -> Parameters:
        """Small, so that rounding shows; limits are reached within a few purchases."""
        return Parameters(
            self.escrow,
            self.contracts[IDENTITY].address,
            self.people[ISSUER],
            self.deny_list,
            base=20_011,
            maximum=60_000,
            growth_bps=2_500,
            fee_bps=100,
            late_bps=500,
            seller_bps=4_000,
            buyer_bps=3_000,
        )

    @property
    def vouched(self) -> list[tuple[str, bytes]]:
        """Of whom Credit's issuer claims what, to begin with."""
        kinds = ((PERSON, BUYERS), (BUSINESS, SELLERS))
        return [(self.people[name], kind) for kind, names in kinds for name in names]

    @property
    def plans_offers(self) -> dict[str, list[Offer]]:
        """What can be bought in instalments, by who sells it."""
        windows, others = (80 * DAY, 80 * DAY, 80 * DAY), (EMPTY, self.people["arbiter"], 0, EMPTY, 0)
        return {
            seller: [
                Offer(self.people[seller], self.deny_list, price, 1, *windows, *others, number.to_bytes(32, "big"))
                for number, price in enumerate((97, 1_003, 12_347))
            ]
            for seller in SELLERS
        }

    def _deploy_later(self) -> None:
        """Whoever pays a Credit has allowed it everything."""
        super()._deploy_later()
        told = encode(TAKES, (self.parameters, "Handover Credit", "hcDNY"))
        self.contracts[CREDIT] = self._deploy(self.artifacts[CREDIT], told)
        for name in (*BUYERS, *LENDERS, "stranger"):
            self._must(Call(self.people[name], "approve", (self.credit, MAX_UINT), to=TOKEN))
        issuer = self.people[ISSUER]
        self._must(*(Call(issuer, "issue", (*claim, FOREVER, DOCUMENT), to=IDENTITY) for claim in self.vouched))


def plan_of(data: str) -> Plan:
    """The plan that a log opened."""
    words = [bytes.fromhex(data[2 + at : 66 + at]) for at in range(0, len(data) - 2, 64)]
    order_id, buyer, seller, *numbers = words
    return Plan(
        order_id, f"0x{buyer[12:].hex()}", f"0x{seller[12:].hex()}", *(int.from_bytes(n, "big") for n in numbers)
    )
