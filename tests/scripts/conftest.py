"""A devnet with the contracts for each file of tests; whatever a test did is undone."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import brownie
import pytest
from web3 import Web3

from scripts import parameters
from scripts.address_book import AddressBook
from scripts.deployment import deploy
from scripts.market import Market
from scripts.parameters import COIN, DAY
from scripts.reading import call_of
from scripts.terms import Offer, Order, Status
from scripts.wallet import Call, NodeWallet
from tests.fixtures.node import Node, running_node
from tests.fixtures.shop import compile_contracts
from tests.fixtures.terminal import own_folders

NODE_FLAGS = ("--accounts", "23", "--hardfork", "prague", "--block-base-fee-per-gas", "0")
ETHER = 10**18


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """A fresh node for the file's tests."""
    compile_contracts()
    with running_node(*NODE_FLAGS) as started:
        yield started


@pytest.fixture(scope="module", autouse=True)
def folders(tmp_path_factory) -> Iterator[Path]:
    """Nothing is read from or written into the project."""
    folder = tmp_path_factory.mktemp("scripts")
    with own_folders(folder):
        yield folder


@pytest.fixture(scope="module")
def web3(node) -> Iterator[Web3]:
    """The node; Brownie is connected to it too."""
    brownie.web3.connect(node.url)
    brownie.web3.provider = node.provider
    yield Web3(node.provider)
    brownie.web3.disconnect()


@pytest.fixture(scope="module")
def account(web3) -> Callable[[str], str]:
    """`account(role)`: the address of a role."""
    return dict(zip(parameters.ROLES, web3.eth.accounts, strict=False)).__getitem__


@pytest.fixture(scope="module")
def wallet(web3, account) -> Callable[[str], NodeWallet]:
    """`wallet(role)`: what a role signs with."""
    return lambda role: NodeWallet(web3, account(role))


@pytest.fixture(scope="module")
def book(web3, wallet, folders) -> AddressBook:
    """The contracts are deployed, and the address book is written."""
    return deploy(wallet("deployer"), web3, parameters.network(parameters.DEVNET))


@pytest.fixture(scope="module")
def market(web3, book) -> Market:
    """Escrow, with nothing published."""
    return Market(web3, book)


@pytest.fixture
def isolation(node, market) -> Iterator[None]:
    """Whatever a test did on the chain is undone."""
    snapshot = node.rpc("evm_snapshot")
    yield
    node.rpc("evm_revert", snapshot)


@pytest.fixture
def offer(account) -> Offer:
    """A lamp of merchant1, with a carrier and an arbiter."""
    return Offer(
        seller=account("merchant1"),
        currency=COIN,
        price=ETHER // 10,
        shipping=ETHER // 100,
        ship_within=3 * DAY,
        deliver_within=7 * DAY,
        inspect_within=7 * DAY,
        carrier=account("carrier"),
        arbiter=account("arbiter"),
        details=bytes.fromhex("1a" * 32),
    )


@pytest.fixture
def published(isolation, wallet, market, offer) -> Offer:
    """The lamp is for sale, ten of them."""
    wallet("merchant1").send(market.call("publish", offer, 10))
    return offer


@pytest.fixture
def paid(published, wallet, market, account) -> Callable[..., Order]:
    """`paid(**terms)`: shopper1 has paid for a lamp (or for another offer), each time an order of its own."""
    made = 0

    def pay(**terms) -> Order:
        nonlocal made
        made += 1
        order = Order(
            **{
                "offer": published,
                "buyer": account("shopper1"),
                "payer": account("shopper1"),
                "quantity": 1,
                "salt": made.to_bytes(32, "big"),
                **terms,
            }
        )
        value = order.total if order.offer.in_coin else 0
        wallet("shopper1").send(market.call("pay", order, value=value))
        return order

    return pay


@pytest.fixture
def move(wallet, market) -> Callable[..., None]:
    """`move(role, verb, order, *arguments)` sends one verb."""
    return lambda role, verb, order, *arguments: wallet(role).send(market.call(verb, order, *arguments)) and None


@pytest.fixture
def in_status(paid, move) -> Callable[[Status], Order]:
    """`in_status(status)`: an order that awaits what the status says."""
    request = ("shopper1", "request", ETHER, 3, bytes(32))
    approve = ("merchant1", "approve_return", bytes(32))
    routes = {
        Status.AWAITING_SHIPMENT: [],
        Status.AWAITING_DELIVERY: [("merchant1", "ship")],
        Status.AWAITING_CONFIRMATION: [("merchant1", "ship"), ("carrier", "attest_delivery")],
        Status.AWAITING_ANSWER: [("merchant1", "ship"), ("carrier", "attest_delivery"), request],
        Status.AWAITING_RETURN: [("merchant1", "ship"), ("carrier", "attest_delivery"), request, approve],
        Status.AWAITING_RETURN_CHECK: [
            ("merchant1", "ship"),
            ("carrier", "attest_delivery"),
            request,
            approve,
            ("shopper1", "send_back", bytes(32)),
        ],
        Status.AWAITING_RULING: [
            ("merchant1", "ship"),
            ("carrier", "attest_delivery"),
            request,
            ("merchant1", "dispute", bytes(32)),
        ],
        Status.CLOSED: [("shopper1", "confirm")],
        Status.CANCELLED: [("shopper1", "cancel")],
    }

    def reach(status: Status) -> Order:
        order = paid()
        for role, verb, *arguments in routes[status]:
            move(role, verb, order, *arguments)
        return order

    return reach


@pytest.fixture
def name(market) -> Callable[[Order], str]:
    """`name(order)`: the order's id as it is typed."""
    return lambda order: "0x" + market.order_id(order).hex()


@pytest.fixture
def status(market) -> Callable[[Order], Status]:
    """`status(order)`: where it stands."""
    return lambda order: market.sale(market.order_id(order)).record.status


@pytest.fixture
def later(node) -> Callable[[float], None]:
    """`later(days)`: time passes."""

    def wait(days: float) -> None:
        node.rpc("evm_increaseTime", int(days * DAY))
        node.rpc("evm_mine")

    return wait


@pytest.fixture
def dollars(wallet, web3, book, market, account) -> Callable[[str, int], None]:
    """`dollars(role, amount)`: a role gets Dollars (whole ones), and Escrow may take them."""
    dollar = book.contract(web3, "Dollar")

    def give(role: str, amount: int) -> None:
        units = amount * 10**6
        wallet("deployer").send(call_of(dollar, "mint", account(role), units))
        wallet(role).send(call_of(dollar, "approve", market.escrow.address, units))

    return give


def until(is_so: Callable[[], bool], patience: float = 120) -> None:
    """Ask again until something is so; AssertionError after `patience` seconds."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


__all__ = ["Call", "until"]
