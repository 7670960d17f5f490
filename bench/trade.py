"""The trade that fills a big market: many shops and buyers, carts of 20 orders, and what becomes of orders later.

Of 20 orders of a seller 14 are shipped, of which 10 are confirmed, one is asked about and one given back; one of the
others is cancelled. So an order's events lie some thousands of events apart, as they do where people trade.
"""

import random
from collections import defaultdict
from hashlib import sha256

from rich.progress import track

from frontend.vault import Vault
from scripts.documents import canonical
from scripts.parameters import COIN, DAY, NOBODY
from scripts.terms import NO_DOCUMENT, Kind, Offer, Order
from scripts.wallet import Call
from tests.fixtures.catalogue import Ware, made_up_wares, seller
from tests.frontend.devnet import MAX, Devnet

OFFERS = 10_000
ORDERS = 100_000
BUYERS = 500
CART = 20  # orders paid at once, and looked at by their seller at once
CARTS = 5  # a block
PUBLISHED = 40  # offers at once
BETWEEN_BLOCKS = 300  # seconds
SHIPPED, CONFIRMED, ASKED, GIVEN_BACK = 14, 10, 1, 1  # of a cart
WEI = 10**9  # a ware's price in millionths is in billionths of the coin
RICH = 10**26

Step = tuple[str, Call]


def run(devnet: Devnet, vault: Vault) -> None:
    """Publishes and trades; the texts of the offers come into the vault."""
    trade = Trade(devnet)
    trade.open_shops(vault)
    for _ in track(range(ORDERS // CART // CARTS), "orders"):
        trade.go_on()


class Trade:
    """The same each time."""

    def __init__(self, devnet: Devnet) -> None:
        self._devnet = devnet
        self._dice = random.Random(6)
        self._wares = made_up_wares(OFFERS)
        self._buyers = ["0x" + sha256(f"buyer {number}".encode()).hexdigest()[:40] for number in range(BUYERS)]
        self._offers: list[Offer] = []
        self._paid = 0
        self._waiting: defaultdict[str, list[Order]] = defaultdict(list)  # to be shipped, by seller
        self._shipped: list[Order] = []  # in the block before

    def open_shops(self, vault: Vault) -> None:
        """Purses for everybody, and every offer."""
        people = [*self._buyers, *sorted({seller(ware.shop) for ware in self._wares})]
        self._devnet.node.rpc_many([("anvil_setBalance", [account, hex(RICH)]) for account in people])
        dollar, escrow = self._devnet.dollar, self._devnet.escrow
        self._devnet.mine(*((account, dollar.call("mint", account, RICH)) for account in self._buyers))
        self._devnet.mine(*((account, dollar.call("approve", escrow.address, MAX)) for account in self._buyers))
        for first in track(range(0, OFFERS, PUBLISHED), "offers"):
            self._publish(self._wares[first : first + PUBLISHED], vault)

    def go_on(self) -> None:
        """One block: carts are paid, sellers with enough to do ship, and what came of the block before is said."""
        paying = [self._pay() for _ in range(CARTS)]
        answers = [step for order_batch in self._batches(self._shipped) for step in self._answer(order_batch)]
        self._shipped = []
        busy = [account for account, orders in self._waiting.items() if len(orders) >= CART]
        shipping = [step for account in busy for step in self._ship(account)]
        self._devnet.mine(*paying, *shipping, *answers, after=BETWEEN_BLOCKS)

    def _publish(self, wares: list[Ware], vault: Vault) -> None:
        by_shop: defaultdict[str, list[Offer]] = defaultdict(list)
        for ware in wares:
            by_shop[seller(ware.shop)].append(self._offer(ware, bytes.fromhex(vault.write(canonical(ware.document)))))
        steps = [(account, self._call("publish_many", some, [10**6] * len(some))) for account, some in by_shop.items()]
        self._devnet.mine(*steps)
        self._offers += [offer for some in by_shop.values() for offer in some]

    def _offer(self, ware: Ware, details: bytes) -> Offer:
        in_coin = ware.currency == COIN
        currency = COIN if in_coin else self._devnet.dollar.address
        loyal = self._dice.random() < 0.2
        return Offer(
            seller=seller(ware.shop),
            currency=currency,
            price=ware.price * (WEI if in_coin else 1),
            shipping=10**6 * (WEI if in_coin else 1),
            ship_within=20 * DAY,
            deliver_within=5 * DAY,
            inspect_within=7 * DAY,
            arbiter=self._dice.choice([NOBODY, self._devnet.people["arbiter"]]),
            commission_bps=self._dice.choice([0, 100, 300]),
            loyalty=self._devnet.loyalties[currency].address if loyal else NOBODY,
            points_bps=200 if loyal else 0,
            details=details,
        )

    def _pay(self) -> Step:
        """A buyer's cart of several shops."""
        buyer = self._dice.choice(self._buyers)
        cart = [self._order(self._dice.choice(self._offers), buyer) for _ in range(CART)]
        for order in cart:
            self._waiting[order.offer.seller].append(order)
        return buyer, self._call("pay_many", cart, value=sum(order.total for order in cart if order.offer.in_coin))

    def _order(self, offer: Offer, buyer: str) -> Order:
        self._paid += 1
        referrer = self._devnet.people["referrer"] if self._dice.random() < 0.5 else NOBODY
        delivery = self._dice.randbytes(32)
        return Order(offer, buyer, buyer, self._dice.randint(1, 3), referrer, delivery, self._paid.to_bytes(32, "big"))

    def _ship(self, account: str) -> list[Step]:
        """A seller ships most of those that wait longest; of the others the first is cancelled."""
        batch, self._waiting[account] = self._waiting[account][:CART], self._waiting[account][CART:]
        left = batch[SHIPPED]
        self._shipped += batch[:SHIPPED]
        return [(account, self._call("ship_many", batch[:SHIPPED])), (left.buyer, self._call("cancel", left))]

    def _answer(self, shipped: list[Order]) -> list[Step]:
        """What comes of some orders that one seller has shipped."""
        confirmed, rest = shipped[:CONFIRMED], shipped[CONFIRMED:]
        asked, given_back = rest[:ASKED], rest[ASKED : ASKED + GIVEN_BACK]
        return [
            *((order.buyer, self._call("confirm", order)) for order in confirmed),
            *((one.buyer, self._call("request", one, one.total // 2, Kind.REFUND, NO_DOCUMENT)) for one in asked),
            *((one.offer.seller, self._call("refund", one, one.total)) for one in given_back),
        ]

    def _batches(self, shipped: list[Order]) -> list[list[Order]]:
        return [shipped[first : first + SHIPPED] for first in range(0, len(shipped), SHIPPED)]

    def _call(self, verb: str, *arguments: object, value: int = 0) -> Call:
        return self._devnet.escrow.call(verb, *arguments, value=value)
