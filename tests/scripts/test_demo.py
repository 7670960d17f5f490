"""demo: a devnet becomes a market with orders in every status, once."""

import json
import time
from collections import Counter

import pytest
from web3 import Web3

from scripts import demo, documents, parameters, sealing, uploads, wording
from scripts.demo_market import pictures, story
from scripts.demo_market.build import MERCHANTS, build
from scripts.market import Market
from scripts.parameters import DAY
from scripts.profiles import path_of, read_secrets
from scripts.terms import Status
from tests.fixtures.node import running_node
from tests.fixtures.terminal import own_folders
from tests.scripts.conftest import NODE_FLAGS


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The demo market on a devnet that began sixty days ago; the pictures are painted for it."""
    with (
        own_folders(tmp_path_factory.mktemp("demo")),
        pytest.MonkeyPatch.context() as patch,
        running_node(*NODE_FLAGS, "--timestamp", str(int(time.time()) - 60 * DAY)) as node,
    ):
        patch.setattr(parameters, "PAINTINGS", tmp_path_factory.getbasetemp() / "paintings")
        web3 = Web3(node.provider)
        yield Market(web3, build(web3))


@pytest.fixture(scope="module")
def offers(built):
    return built.offers()


@pytest.fixture(scope="module")
def sales(built, offers):
    return built.sales(offers)


def test_every_status_occurs(sales):
    found = Counter(sale.record.status for sale in sales)

    assert set(found) == set(Status) - {Status.NONE}
    assert len(sales) == len(story.PURCHASES)


def test_four_merchants_offer_twenty_and_more_in_both_currencies(built, offers):
    sellers = Counter(entry.offer.seller for entry in offers.values())
    symbols = {built.book.currency(entry.offer.currency).symbol for entry in offers.values()}
    for_sale = [stock for stock in built.stocks(list(offers)) if stock.left]

    assert len(sellers) == len(MERCHANTS) == 4
    assert len(for_sale) > 20
    assert symbols == {"ETH", "USD"}


def test_now_is_now(built):
    assert abs(int(built.web3.eth.get_block("latest")["timestamp"]) - time.time()) < 60


def test_deadlines_lie_ahead_but_for_the_overdue(built, sales):
    now = int(built.web3.eth.get_block("latest")["timestamp"])
    overdue = [sale for sale in sales if sale.record.status.is_open and sale.record.deadline <= now]

    assert len(overdue) == len(story.OVERDUE)
    assert {sale.record.status.favours_seller for sale in overdue} == {True, False}


def test_every_document_is_there_and_valid(built, offers, sales):
    names = {entry.offer.details.hex() for entry in offers.values()} | {sale.order.delivery.hex() for sale in sales}
    for entry in offers.values():
        document = json.loads(uploads.path_in(parameters.VAULT, entry.offer.details.hex()).read_bytes())
        assert set(document["title"]) == set(document["description"]) == {"en", "zh"}
        assert document["pictures"]
        names.update(documents.pictures_of(document))
    for name in names:
        data = uploads.path_in(parameters.VAULT, name).read_bytes()
        assert documents.sha256(data) == name
        assert documents.examine(data)


def test_profiles_are_described(built):
    identity = built.book.contract(built.web3, "Identity")
    people = dict(zip(parameters.ROLES, built.web3.eth.accounts, strict=False))
    for role in (*MERCHANTS, "carrier", "arbiter"):
        name = identity.functions.profiles(people[role]).call().hex()
        profile = json.loads(uploads.path_in(parameters.VAULT, name).read_bytes())
        assert set(profile["name"]) == {"en", "zh"}
        assert ("encryption_key" in profile) == (role != "carrier")


def test_merchants_can_read_where_to_ship(built, sales):
    for sale in sales:
        secret = read_secrets(path_of(31337, sale.order.offer.seller), parameters.DEVNET_PASSPHRASE)
        sealed = uploads.path_in(parameters.VAULT, sale.order.delivery.hex()).read_bytes()
        assert sealing.unseal(sealed, secret.key)["name"] in {person.name for person in story.PEOPLE.values()}


def test_nobodys_allowance_is_left(built):
    dollar = built.book.contract(built.web3, "Dollar")
    for spender in (built.escrow.address, built.book.contracts["Loyalty USD"].address):
        for account in built.web3.eth.accounts:
            assert dollar.functions.allowance(account, spender).call() == 0


def test_points_are_collected_ready_spent_and_given_back(built, offers, sales):
    """In both currencies; something waits to be collected, and something to be settled."""
    people = [account for role, account in zip(parameters.ROLES, built.web3.eth.accounts, strict=False) if role]
    given = {entry.offer.currency for entry in offers.values() if entry.offer.points_bps}
    assert given == {currency.address for currency in built.book.currencies}
    for currency in built.book.currencies:
        loyalty = built.book.contract(built.web3, f"Loyalty {currency.symbol}").functions
        assert sum(loyalty.balanceOf(account).call() for account in people) == loyalty.totalSupply().call() > 0
        assert loyalty.reserve().call() == loyalty.totalSupply().call()
        assert sum(loyalty.ready(account).call() for account in people) > 0
    paid = [sale for sale in sales if sale.order.payer in [entry.address for entry in built.book.contracts.values()]]
    assert len(paid) == len(story.WITH_POINTS)
    assert all(0 < sale.order.points < sale.order.total for sale in paid)
    refunded = [sale for sale in paid if sale.record.refunded]
    waiting = built.credited([(sale.order.payer, sale.id, sale.order.offer.currency) for sale in refunded])
    assert {0 < sale.record.refunded < sale.order.total for sale in refunded} == {True, False}
    assert {bool(amount) for amount in waiting} == {True, False}


def test_second_build_changes_nothing(built):
    before = built.web3.eth.block_number

    build(built.web3)

    assert built.web3.eth.block_number == before


def test_mining_goes_on_by_itself(built):
    hash_ = built.web3.eth.send_transaction(
        {"from": built.web3.eth.accounts[0], "to": built.web3.eth.accounts[1], "value": 1}
    )

    assert built.web3.eth.wait_for_transaction_receipt(hash_)["status"] == 1


def test_chain_that_is_ahead_keeps_going_forward(tmp_path, monkeypatch):
    """Without a beginning in the past the story takes place in the future; no block is older than the one before."""
    monkeypatch.setattr(parameters, "PAINTINGS", tmp_path.parent / "paintings")
    with own_folders(tmp_path), running_node(*NODE_FLAGS) as node:
        web3 = Web3(node.provider)
        build(web3)
        times = [int(web3.eth.get_block(number)["timestamp"]) for number in range(web3.eth.block_number + 1)]

    assert times == sorted(times)
    assert times[-1] - times[0] > story.OPENED * DAY


def test_command_tells_what_there_is(terminal, node, book):
    output = terminal.run(demo.main)

    assert f"{len(story.PURCHASES)} orders" in output
    for status in Status:
        assert (wording.STATUSES[status] in output) == (status != Status.NONE)


def test_pictures_are_painted_once(tmp_path):
    folder = pictures.paint(tmp_path)
    painted = {path: path.stat().st_mtime_ns for path in folder.glob("*.png")}

    assert pictures.paint(tmp_path) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.png")} == painted
    assert len(painted) == 2 * len(pictures.PAINTERS)
