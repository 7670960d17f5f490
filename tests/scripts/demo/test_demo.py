"""demo: a devnet becomes a market with orders in every status, once."""

import json
import time
from collections import Counter

import pytest
from web3 import Web3

from frontend import config, trusted
from scripts import demo, documents, node, parameters, sealing, uploads, wording
from scripts.claims import FACTORS, KINDS
from scripts.credentials import checking, kinds
from scripts.credentials.ledger import Claims
from scripts.credit.books import History
from scripts.credit.course import State
from scripts.credit.ledger import is_late, vaults
from scripts.demo_market import pictures, story
from scripts.demo_market.build import KEYED, OTHERS, SELLERS, build
from scripts.demo_market.vouching import PUBLISHED
from scripts.parameters import DAY
from scripts.profiles import path_of, read_secrets
from scripts.terms import Status
from tests.fixtures.node import running_node
from tests.fixtures.terminal import own_folders
from tests.scripts.conftest import NODE_FLAGS

TRUST = parameters.ROOT / "scripts" / "demo_market" / "trust.yaml"


def test_every_status_occurs(sales):
    found = Counter(sale.record.status for sale in sales)

    assert set(found) == set(Status) - {Status.NONE}
    assert len(sales) == len(story.PURCHASES)


def test_six_shops_offer_twenty_and_more_in_both_currencies(built, offers):
    sellers = Counter(entry.offer.seller for entry in offers.values())
    symbols = {built.book.currency(entry.offer.currency).symbol for entry in offers.values()}
    for_sale = [stock for stock in built.stocks(list(offers)) if stock.left]

    assert len(sellers) == len(SELLERS) == 6
    assert len(for_sale) > 20
    assert symbols == {"ETH", "USD"}


def test_now_is_now(built):
    """Within minutes: others may use this machine."""
    assert abs(int(built.web3.eth.get_block("latest")["timestamp"]) - time.time()) < 600


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
    for role in (*SELLERS, *OTHERS):
        name = identity.functions.profiles(people[role]).call().hex()
        profile = json.loads(uploads.path_in(parameters.VAULT, name).read_bytes())
        assert set(profile["name"]) == {"en", "zh"}
        assert ("encryption_key" in profile) == (role in KEYED)


def test_merchants_can_read_where_to_ship(built, sales):
    for sale in sales:
        secret = read_secrets(path_of(31337, sale.order.offer.seller), parameters.DEVNET_PASSPHRASE)
        sealed = uploads.path_in(parameters.VAULT, sale.order.delivery.hex()).read_bytes()
        assert sealing.unseal(sealed, secret.key)["name"] in {person.name for person in story.PEOPLE.values()}


def test_nobodys_allowance_is_left(built):
    dollar = built.book.contract(built.web3, "Dollar")
    for spender in (
        built.escrow.address,
        *(built.book.contracts[name].address for name in ("Loyalty USD", "Credit USD")),
    ):
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
    giving = [entry.address for entry in built.book.contracts.values() if entry.currency]
    paid = [sale for sale in sales if sale.order.payer in giving]
    assert len(paid) == len(story.WITH_POINTS)
    assert all(0 < sale.order.points < sale.order.total for sale in paid)
    refunded = [sale for sale in paid if sale.record.refunded]
    waiting = built.credited([(sale.order.payer, sale.id, sale.order.offer.currency) for sale in refunded])
    assert {0 < sale.record.refunded < sale.order.total for sale in refunded} == {True, False}
    assert {bool(amount) for amount in waiting} == {True, False}


# Paying later


@pytest.fixture(scope="module")
def vault(built):
    (found,) = vaults(built)
    return found


def test_plans_are_in_every_state(built, sales, vault):
    """Each as its story has it: the contract has done what the model foretold."""
    now = node.now(built.web3)
    plans = list(vault.plans().values())
    records = vault.records(plans)
    told = [
        (one.buyer, one.listing, record.state, record.next, record.late.bit_count(), is_late(plan, record, now))
        for one, plan, record in zip(story.PAID_LATER, plans, records, strict=True)
    ]

    assert told == [
        ("shopper1", "moon-vase", State.ENDED, 0, 0, False),
        ("shopper3", "wool-scarf/Berry", State.WRITTEN_OFF, 2, 2, False),
        ("shopper3", "celadon-teapot", State.OPEN, 5, 2, True),
        ("shopper2", "oval-plate", State.OPEN, 6, 1, False),
        ("shopper2", "linen-notebook/Moss", State.OPEN, 2, 0, False),
        ("shopper1", "celadon-teapot", State.OPEN, 4, 0, False),
        ("shopper2", "canvas-backpack", State.PAUSED, 1, 0, False),
        ("shopper1", "pour-over-dripper", State.ENDED, 0, 0, False),
        ("shopper2", "wall-calendar", State.OPEN, 1, 0, False),
        ("shopper1", "bottled-ink/Midnight blue", State.OPEN, 1, 0, False),
    ]
    assert records[5].next_due > now + 14 * DAY, "it is ahead"
    waiting = dict(zip([one.listing for one in story.PAID_LATER], vault.waiting(plans), strict=True))
    assert {listing for listing, amount in waiting.items() if amount} == {"bottled-ink/Midnight blue"}


def test_two_shoppers_can_buy_in_instalments_and_one_can_not(built, vault, people):
    """The first may owe more than at the beginning; the third does not pay."""
    limits = {role: vault.ask("limit", people[role]) for role in story.PEOPLE}
    standing = {role: vault.reader.read("standing", [(people[role],)])[0] for role in story.PEOPLE}

    assert limits["shopper1"] > vault.parameters.base < limits["shopper2"]
    assert limits["shopper3"] == 0
    assert all(standing[role][-1] > 20 * 10**6 for role in ("shopper1", "shopper2"))
    dollar = built.book.contract(built.web3, "Dollar").functions
    assert all(dollar.balanceOf(people[role]).call() > 10**9 for role in (*story.PEOPLE, "lender"))


def test_lenders_gain_and_have_lost(vault, people):
    past, figures = History(vault), vault.figures()

    assert (past.now.assets, past.now.shares) == (figures.assets, figures.shares)
    assert past.now.fees > 0 < past.now.recovered < past.now.written_off
    assert set(past.put_in) == {people["lender"], people["merchant1"]}
    assert set(past.taken_out) == {people["merchant1"]}
    assert figures.cash > figures.assets // 2


# Who vouches for whom


@pytest.fixture(scope="module")
def claims(built):
    return Claims(built.web3, built.book)


def test_claims_are_in_every_state(built, claims, people):
    """Of the shops: believed, expired, revoked, none, and by somebody whom nobody knows."""
    now = int(built.web3.eth.get_block("latest")["timestamp"])
    role_of = {address: role for role, address in people.items()}
    shops = {role: claims.about(people[role]) for role in SELLERS}
    found = {
        role: [(role_of[one.issuer], one.kind, one.state(now)) for one in standing if one.kind == "business"]
        for role, standing in shops.items()
    }
    assert found == {
        "merchant1": [("issuer", "business", "holds")],
        "merchant2": [("issuer", "business", "holds")],
        "merchant3": [("issuer", "business", "expired")],
        "merchant4": [("issuer", "business", "revoked")],
        "newcomer": [],
        "lookalike": [("stranger", "business", "holds")],
    }
    held = {
        (role, kind)
        for role in people
        for by in ("issuer", "chamber")
        for kind in KINDS
        if claims.contract.functions.holds(people[by], people[role], kinds.word(kind)).call()
    }
    assert {
        ("merchant1", "brand"),
        *((role, "person") for role in story.PEOPLE),
        ("carrier", "carrier"),
        ("dairy", "producer"),
    } <= held


def test_issuers_have_the_credentials_and_the_shop_what_was_published(built, claims, people):
    """Each is genuine; those that were published are the only ones in the vault."""
    paths = list(parameters.CREDENTIALS.rglob("*.json"))
    made = [checking.genuine(path.read_bytes(), claims.place, claims.witness()) for path in paths]
    role_of = {address: role for role, address in people.items()}
    vault = {name for one in made if uploads.path_in(parameters.VAULT, name := one.sha256).exists()}
    told = {one.sha256: (role_of[one.issuer], role_of[one.subject], one.kind) for one in made}
    assert {told[name] for name in vault} == PUBLISHED
    assert not any(kind in (*FACTORS, "person") for _, _, kind in PUBLISHED)
    for one in made:
        whole = claims.claim(one.issuer, one.subject, one.kind)
        assert (whole.expires, whole.document.hex()) == (one.expires, one.sha256[:52])


def test_the_markets_trust_file_names_both_issuers(built, people, tmp_path):
    loaded = config.load({"HANDOVER_DEPLOYMENTS": str(parameters.DEPLOYMENTS)})
    believed = trusted.load(TRUST, config.load_book(loaded))
    assert set(believed.issuers) == {people["issuer"], people["chamber"]}
    assert believed.believes(people["issuer"], "person")
    assert believed.believes(people["chamber"], "brand")
    assert not believed.believes(people["stranger"], "business")


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
    assert "10 plans (6 running, 1 waiting, 1 written off, 2 ended)." in output
    for status in Status:
        assert (wording.STATUSES[status] in output) == (status != Status.NONE)


def test_pictures_are_painted_once(tmp_path):
    folder = pictures.paint(tmp_path)
    painted = {path: path.stat().st_mtime_ns for path in folder.glob("*.png")}

    assert pictures.paint(tmp_path) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.png")} == painted
    assert len(painted) == 2 * len(pictures.PAINTERS)
