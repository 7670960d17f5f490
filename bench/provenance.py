"""Gas of provenance: a lot, a claim, a sale, a handover, a report; each of an item that nobody has touched before."""

from collections.abc import Callable
from dataclasses import dataclass

from eth_abi import encode
from eth_utils import keccak
from web3.contract import Contract

from bench import provenance_floor
from bench.floor import Measured
from bench.market import Call, Market
from tests.fixtures.provenance import BOTH, GTIN, SHIPPING, Item, code_hash, commitment, node
from tests.fixtures.terms import Order

COUNT = 1_000_000
PATH = 20  # hashes: what a tree above so many items takes
EARLIER = 1_600_000_000  # Unix seconds, long before the node's


@dataclass(frozen=True)
class Label:
    """What a label says, and the path under which its lot knows it."""

    item: Item
    code: bytes
    path: list[bytes]

    @property
    def proof(self) -> tuple[Item, bytes, list[bytes]]:
        """What `touch` takes."""
        return self.item, code_hash(self.item, self.code), self.path


class Goods:
    """Provenance beside a market, whose seller makes what it sells."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.contract: Contract = market.deploy("Provenance", market.escrow.address)

    def send(self, role: str, verb: str, *arguments: object) -> Call:
        """A call as somebody."""
        return self.market.send(role, self.contract.functions[verb](*arguments))

    def register(self) -> tuple[Label, Call]:
        """A lot with the label of one of its items; the other items are only the hashes beside that one's path."""
        hashes, seller = self.market.hashes, self.market.people["seller"]
        # as texts are: characters, and zeros behind them
        batch, serial = (b"L" + hashes(4).hex().encode() + bytes(23) for _ in range(2))
        lot = keccak(encode(["address", "uint256", "bytes32"], [seller, GTIN, batch]))
        label = Label(Item(lot, serial), hashes(16), [hashes(32) for _ in range(PATH)])
        root = keccak(b"\x00" + serial + code_hash(label.item, label.code))
        for other in label.path:
            root = node(root, other)
        return label, self.send("seller", "register", GTIN, batch, COUNT, root, hashes(32))

    def touched(self) -> Item:
        """An item of a new lot of the seller's."""
        label, _ = self.register()
        self.send("seller", "touch", *label.proof)
        return label.item


def _register(market: Market) -> Measured:
    goods = Goods(market)
    for _ in range(market.uses):
        _, call = goods.register()
    return Measured(call.gas, provenance_floor.register(call.data))


def _claim(market: Market) -> Measured:
    goods = Goods(market)
    for _ in range(market.uses):
        label, _ = goods.register()
        made = commitment(label.item, label.code, market.people["buyer"])
        calls = [goods.send("buyer", "commit", made)]
        market.wait()  # a node estimates a claim's gas as if it was in the commitment's block
        calls.append(goods.send("buyer", "claim", label.item, label.code, label.path))
    operations = provenance_floor.commit(calls[0].data) + provenance_floor.claim(calls[1].data, PATH)
    return Measured(sum(call.gas for call in calls), operations)


def _sale(market: Market) -> Measured:
    goods, offer = Goods(market), market.publish()
    for _ in range(market.uses):
        item = goods.touched()
        order: Order = market.order(offer)
        market.pay(order)
        calls = [goods.send("seller", "bind", item, order)]
        market.send("buyer", market.escrow.functions.confirm(order))
        calls.append(goods.send("deployer", "settle", item, order))
    operations = provenance_floor.bind(calls[0].data) + provenance_floor.settle(calls[1].data)
    return Measured(sum(call.gas for call in calls), operations)


def _handover(market: Market) -> Measured:
    goods = Goods(market)
    for _ in range(market.uses):
        item = goods.touched()
        calls = [goods.send("seller", "offer", item, market.people["buyer"], BOTH)]
        calls.append(goods.send("buyer", "accept", item, BOTH, 0))
    operations = provenance_floor.offer(calls[0].data) + provenance_floor.accept(calls[1].data)
    return Measured(sum(call.gas for call in calls), operations)


def _report(market: Market) -> Measured:
    goods = Goods(market)
    for _ in range(market.uses):
        item = goods.touched()
        read_point, document = market.hashes(32), market.hashes(32)
        call = goods.send("seller", "report", item, SHIPPING, 1, read_point, EARLIER, document)
    return Measured(call.gas, provenance_floor.report(call.data))


PATHS: dict[str, Callable[[Market], Measured]] = {
    "provenance: register 1,000,000 items": _register,
    "provenance: commit, claim": _claim,
    "provenance: bind, settle": _sale,
    "provenance: offer, accept": _handover,
    "provenance: report": _report,
}
