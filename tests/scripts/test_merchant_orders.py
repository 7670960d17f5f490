"""merchant: orders, and every verb on them; money."""

import pytest

from scripts import documents, merchant, parameters, profiles, sealing, uploads
from scripts.profiles import Secrets
from scripts.terms import Status, offer_id
from tests.fixtures import hostile
from tests.scripts.conftest import ETHER

pytestmark = pytest.mark.usefixtures("isolation")

ADDRESS = {"street": "1 Example Street", "city": "Hull", "country": "GB"}


@pytest.fixture
def secret(account) -> Secrets:
    """merchant1's key file is on this machine."""
    made = Secrets(
        sealing.new_key(), {"name": "A. Seller", "address": {"street": "4 Yard", "city": "Stoke", "country": "GB"}}
    )
    profiles.write_secrets(profiles.path_of(31337, account("merchant1")), made, parameters.DEVNET_PASSPHRASE)
    return made


@pytest.fixture
def sealed(secret):
    """`sealed(name, shopper)`: the hash of delivery details that are in the vault."""

    def seal(name, shopper=""):
        details = sealing.delivery(shopper, name, ADDRESS, "+44 1632 960001", "Ring\x1b[2J \u202eecni\u202cwt.")
        data = sealing.seal(details, sealing.public_point(secret.key))
        uploads.store(parameters.VAULT, {documents.sha256(data): data})
        return bytes.fromhex(documents.sha256(data))

    return seal


def test_orders_are_shown_as_they_are_due(terminal, paid, move, name, later, secret):
    first, second, third = paid(), paid(), paid()
    move("merchant1", "ship", first)
    move("shopper1", "confirm", third)

    output = terminal.run(merchant.orders)

    assert output.index(name(second)) < output.index(name(first))
    assert name(third) not in output
    assert "until" in output
    assert "the seller ships, else the payer gets back 0.11 ETH" in output
    assert name(third) in terminal.run(merchant.orders, "all")


def test_orders_say_how_far_the_chain_is_read_where_somebody_watches(terminal, paid, secret, monkeypatch):
    paid()
    assert "reading the chain" not in terminal.run(merchant.orders)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "reading the chain" in terminal.run(merchant.orders)


def test_orders_show_where_to_ship(terminal, paid, sealed, name):
    order = paid(delivery=sealed("A. Buyer"))

    output = terminal.run(merchant.orders)

    assert "To ship:" in output
    after = output.split("To ship:")[1]
    assert after.splitlines()[1:3] == [name(order), "     │ A. Buyer"]
    assert "1 Example Street, Hull, GB" in after
    assert "phone +44 1632 960001" in after


def test_orders_show_nothing_that_steers_a_terminal(terminal, paid, sealed):
    """Nor what turns the reading direction."""
    paid(delivery=sealed("\x9b2J\u2066A. \x07Buyer\u200f"))

    after = terminal.run(merchant.orders).split("To ship:")[1]

    assert "     │ 2JA. Buyer\n" in after
    assert "note: Ring[2J ecniwt." in after
    assert all(character.isprintable() or character == "\n" for character in after)


def test_orders_say_what_cannot_be_read(terminal, paid, secret, sealed):
    other = sealing.seal(sealing.delivery("", "A. Buyer", ADDRESS), sealing.public_point(sealing.new_key()))
    uploads.store(parameters.VAULT, {documents.sha256(other): other})
    paid(delivery=bytes.fromhex(documents.sha256(other)))
    paid(delivery=b"\x07" * 32)

    output = terminal.run(merchant.orders)

    assert output.count("the delivery details are not here, or not written for your key") == 2
    assert "A. Buyer" not in output


@pytest.mark.parametrize(
    "details",
    [
        hostile.DEEP,
        b'{"type":"handover/delivery/1","name":"A","address":"x"}',
        b'{"type":"handover/delivery/1","name":"A","address":null}',
        b'{"type":"handover/delivery/1","name":"A","address":{"city":%s}}' % (b"[" * 900 + b"]" * 900),
        b"[]",
    ],
    ids=["deep", "address is a text", "no address", "deep city", "a list"],
)
def test_details_of_another_form_keep_no_other_customer_waiting(terminal, paid, sealed, secret, name, details):
    data = hostile.letter(details, sealing.public_point(secret.key))
    uploads.store(parameters.VAULT, {documents.sha256(data): data})
    bad, good = paid(delivery=bytes.fromhex(documents.sha256(data))), paid(delivery=sealed("A. Buyer"))

    lines = terminal.run(merchant.orders).split("To ship:")[1].splitlines()

    assert "cannot be read, since they have not the form that such have" in lines[lines.index(name(bad)) + 1]
    assert lines[lines.index(name(good)) + 1] == "     │ A. Buyer"


def test_a_key_that_is_none_keeps_nobody_from_taking_goods_back(terminal, paid, move, sealed, name, status, secret):
    order = paid(delivery=sealed("A. Buyer", "AAAA"))
    for role, verb, *arguments in (
        ("merchant1", "ship"),
        ("carrier", "attest_delivery"),
        ("shopper1", "request", ETHER, 2, bytes(32)),
    ):
        move(role, verb, order, *arguments)

    output = terminal.run(merchant.approve_return, name(order))

    assert "No return address goes with it: the buyer's key is not here." in output
    assert status(order) == Status.AWAITING_RETURN


def test_tampered_details_are_not_read(terminal, paid, sealed):
    delivery = sealed("A. Buyer")
    path = uploads.path_in(parameters.VAULT, delivery.hex())
    path.write_bytes(path.read_bytes().replace(b'"iv":"', b'"iv":"A')[:-1])
    paid(delivery=delivery)

    assert "A. Buyer" not in terminal.run(merchant.orders)


def test_overdue_orders_say_so(terminal, paid, later, secret):
    paid()
    later(4)

    assert "awaiting shipment, overdue since" in terminal.run(merchant.orders)


def test_no_orders(terminal):
    assert "There are no such orders." in terminal.run(merchant.orders, "as=merchant4")
    assert terminal.refused(merchant.orders, "closed") == "'closed' is no selection of orders; use open or all."


def test_ship(terminal, paid, name, status):
    order = paid()

    output = terminal.run(merchant.ship, name(order))

    assert status(order) == Status.AWAITING_DELIVERY
    assert "✓ ship: block" in output
    assert "Now awaiting delivery: until" in output


def test_ship_as_the_orders_seller_without_saying_so(terminal, market, wallet, account, paid, published, name, status):
    other = published._replace(seller=account("merchant3"))
    wallet("merchant3").send(market.call("publish", other, 3))
    order = paid(offer=other)

    terminal.run(merchant.ship, name(order))

    assert status(order) == Status.AWAITING_DELIVERY


def test_ship_many_names_what_was_not_possible(terminal, paid, move, name, status):
    first, second, third = paid(), paid(), paid()
    move("shopper1", "cancel", second)

    output = terminal.run(merchant.ship, name(first), name(second), name(third))

    assert [status(order) for order in (first, second, third)] == [
        Status.AWAITING_DELIVERY,
        Status.CANCELLED,
        Status.AWAITING_DELIVERY,
    ]
    assert f"{name(second)}: not possible (ship); cancelled" in output
    assert "ship_many of 3" in output


def test_ship_many_refuses_orders_of_others(terminal, market, wallet, account, paid, published, name, web3):
    other = published._replace(seller=account("merchant3"))
    wallet("merchant3").send(market.call("publish", other, 3))
    orders = [name(paid()), name(paid(offer=other))]
    before = web3.eth.block_number

    assert terminal.refused(merchant.ship, *orders).endswith("is merchant3; nothing was sent.")
    assert web3.eth.block_number == before


def test_refund(terminal, paid, name, market):
    order = paid()

    terminal.run(merchant.refund, name(order), "0.05")
    assert market.sale(market.order_id(order)).record.refunded == ETHER // 20

    terminal.run(merchant.refund, name(order), "all")
    assert market.sale(market.order_id(order)).record.status == Status.CANCELLED


def test_concede(terminal, in_status, name, status, web3, account):
    order = in_status(Status.AWAITING_ANSWER)

    assert "Now closed: 0 ETH released to the seller, 0.11 ETH refunded." in terminal.run(merchant.concede, name(order))
    assert status(order) == Status.CLOSED


def test_replace(terminal, in_status, name, market):
    order = in_status(Status.AWAITING_RETURN_CHECK)

    terminal.run(merchant.replace, name(order))

    record = market.sale(market.order_id(order)).record
    assert (record.status, record.round) == (Status.AWAITING_DELIVERY, 1)


def test_approve_return_seals_the_address_for_the_shopper(terminal, paid, move, sealed, name, market):
    shopper = sealing.new_key()
    order = paid(delivery=sealed("A. Buyer", sealing.encode(sealing.public_point(shopper))))
    for role, verb, *arguments in (
        ("merchant1", "ship"),
        ("carrier", "attest_delivery"),
        ("shopper1", "request", ETHER, 2, bytes(32)),
    ):
        move(role, verb, order, *arguments)

    output = terminal.run(merchant.approve_return, name(order))

    (event,) = market.events("ReturnApproved", [market.order_id(order)])
    kept = uploads.path_in(parameters.OUTBOX, event["document"].hex())
    plain = sealing.unseal(kept.read_bytes(), shopper)
    assert (plain["name"], plain["address"]["city"]) == ("A. Seller", "Stoke")
    assert plain["type"] == "handover/return/1"
    assert "1 document kept for `upload`" in output


def _told(market, order, shopper):
    """What the buyer's browser reads of the latest note about the parcel."""
    document = market.events("EvidenceSubmitted", [market.order_id(order)])[-1]["document"]
    return sealing.unseal(uploads.path_in(parameters.OUTBOX, document.hex()).read_bytes(), shopper)


def test_ship_tells_the_buyer_of_the_parcel(terminal, paid, sealed, name, market, status):
    shopper = sealing.new_key()
    order = paid(delivery=sealed("A. Buyer", sealing.encode(sealing.public_point(shopper))))
    terminal.run(merchant.ship, name(order), "parcel=SF Express", "number=SF123", "link=https://example.org/SF123")

    plain = _told(market, order, shopper)
    assert status(order) == Status.AWAITING_DELIVERY
    assert [plain[field] for field in ("type", "carrier", "number", "link")] == [
        *("handover/parcel/1", "SF Express", "SF123", "https://example.org/SF123")
    ]

    terminal.run(merchant.parcel, name(order), "DHL")
    assert _told(market, order, shopper)["carrier"] == "DHL"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["number=1"], "Say who carries the parcel, parcel=NAME; number= and link= come beside it."),
        (["parcel=DHL", "link=javascript:alert(1)"], "link= is an address that begins with https://"),
        (["parcel=D\u202eHL"], "parcel= may have 80 characters, all of them visible."),
        (["parcel=DHL"], "there is no key to write to the buyer with."),
    ],
)
def test_ship_says_what_is_wrong_with_a_note_and_ships_nothing(terminal, paid, name, status, secret, words, refusal):
    order = paid()
    assert refusal in terminal.refused(merchant.ship, name(order), *words)
    assert status(order) == Status.AWAITING_SHIPMENT


def test_ship_takes_a_note_for_one_order_only(terminal, paid, name, secret):
    refusal = terminal.refused(merchant.ship, name(paid()), name(paid()), "parcel=DHL")
    assert refusal == "parcel= tells of one parcel; ship the other orders apart."


def test_refused_approval_leaves_nothing_to_upload(terminal, paid, sealed, name):
    shopper = sealing.encode(sealing.public_point(sealing.new_key()))
    order = paid(delivery=sealed("A. Buyer", shopper))
    before = list(parameters.OUTBOX.glob("??/*"))

    assert (
        terminal.refused(merchant.approve_return, name(order)) == "Refused by the contract: Escrow: not in this status."
    )
    assert list(parameters.OUTBOX.glob("??/*")) == before


def test_approve_return_without_details_says_what_is_left_to_do(terminal, in_status, name, status, secret):
    order = in_status(Status.AWAITING_ANSWER)

    assert "Write to the shopper where to send the goods." in terminal.run(merchant.approve_return, name(order))
    assert status(order) == Status.AWAITING_RETURN


def test_dispute_and_evidence(terminal, in_status, name, market, tmp_path):
    order = in_status(Status.AWAITING_ANSWER)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"the carrier's letter")
    hash_ = documents.sha256(b"the carrier's letter")

    terminal.run(merchant.dispute, name(order), f"file={letter}")
    terminal.run(merchant.submit_evidence, name(order), f"file={letter}")

    for event in ("OrderDisputed", "EvidenceSubmitted"):
        (fields,) = market.events(event, [market.order_id(order)])
        assert fields["document"].hex() == hash_


def test_evidence_refuses_a_missing_file(terminal, in_status, name, tmp_path):
    order = in_status(Status.AWAITING_RULING)

    assert terminal.refused(merchant.submit_evidence, name(order), f"file={tmp_path / 'none'}").endswith(
        "cannot be read."
    )


def test_dispute_refuses_where_there_is_no_arbiter(terminal, market, wallet, published, paid, move, name):
    other = published._replace(arbiter=parameters.NOBODY)
    wallet("merchant1").send(market.call("publish", other, 3))
    order = paid(offer=other)
    move("merchant1", "ship", order)
    move("carrier", "attest_delivery", order)
    move("shopper1", "request", order, ETHER, 1, bytes(32))

    assert terminal.refused(merchant.dispute, name(order)) == "Refused by the contract: Escrow: no arbiter was named."


def test_extend(terminal, in_status, name, market):
    order = in_status(Status.AWAITING_CONFIRMATION)
    before = market.sale(market.order_id(order)).record.deadline

    terminal.run(merchant.extend, name(order), "5")

    assert market.sale(market.order_id(order)).record.deadline == before + 5 * 86_400


def test_refund_closed_in_coin(terminal, in_status, name, web3, account, market):
    order = in_status(Status.CLOSED)
    before = web3.eth.get_balance(account("shopper1"))

    terminal.run(merchant.refund_closed, name(order), "0.01")

    assert web3.eth.get_balance(account("shopper1")) == before + ETHER // 100
    (event,) = market.events("ClosedOrderRefunded", [market.order_id(order)])
    assert event["amount"] == ETHER // 100


def test_refund_closed_in_dollars_allows_exactly(
    terminal, market, wallet, book, account, dollars, paid, published, name, web3
):
    dollars("shopper1", 500)
    other = published._replace(currency=book.currency("USD").address, price=40_000_000, shipping=0)
    wallet("merchant1").send(market.call("publish", other, 3))
    order = paid(offer=other)
    wallet("shopper1").send(market.call("confirm", order))
    dollar = book.contract(web3, "Dollar")

    terminal.run(merchant.refund_closed, name(order), "all")

    assert dollar.functions.balanceOf(account("shopper1")).call() == 500_000_000
    assert dollar.functions.allowance(account("merchant1"), market.escrow.address).call() == 0
    assert terminal.refused(merchant.refund_closed, name(order), "1") == "merchant1 has 0 USD; 1 USD are needed."


def test_refund_closed_refuses_an_open_order(terminal, paid, name):
    sentence = terminal.refused(merchant.refund_closed, name(paid()), "0.01")

    assert sentence == "The order is still open; `merchant refund` gives back what is held."


@pytest.mark.parametrize("verb", ["ship", "concede", "approve_return", "replace", "dispute"])
def test_wrong_status_sends_nothing(terminal, in_status, name, web3, secret, verb):
    order = in_status(Status.CLOSED)
    before = web3.eth.block_number

    assert (
        terminal.refused(getattr(merchant, verb), name(order)) == "Refused by the contract: Escrow: not in this status."
    )
    assert web3.eth.block_number == before


def test_after_the_deadline(terminal, paid, later, name):
    order = paid()
    later(3)

    assert terminal.refused(merchant.ship, name(order)) == "Refused by the contract: Escrow: after the deadline."


def test_balance(terminal, paid, move, published):
    paid()
    sold = paid()
    move("shopper1", "confirm", sold)

    output = terminal.run(merchant.balance)

    assert "0.11 ETH" in output
    assert "0 USD" in output


def test_withdraw(terminal, market, wallet, published, paid, move, account, web3):
    shared = published._replace(commission_bps=1_000)
    wallet("merchant1").send(market.call("publish", shared, 3))
    order = paid(offer=shared, referrer=account("storefront"))
    move("shopper1", "confirm", order)
    before = web3.eth.get_balance(account("stranger"))

    assert terminal.refused(merchant.withdraw, "USD", "as=storefront") == "Nothing is credited to storefront."
    terminal.run(merchant.withdraw, "ETH", "to=stranger", "as=storefront")

    assert web3.eth.get_balance(account("stranger")) == before + order.total // 10
    assert market.credits(account("storefront")) == []


def test_upload_has_nothing_to_do(terminal, monkeypatch, tmp_path):
    monkeypatch.setattr(parameters, "OUTBOX", tmp_path)

    assert "Nothing waits to be uploaded." in terminal.run(merchant.upload)


def test_title_comes_from_the_vault(terminal, market, wallet, published, paid, secret):
    document = documents.canonical(
        {
            "type": "handover/offer/1",
            "title": {"en": "Reading lamp"},
            "description": {"en": "A lamp."},
            "pictures": [],
            "product": "lamp",
            "variant": [{"name": {"en": "Colour"}, "value": {"en": "Red"}}],
            "category": "home",
            "ships_to": "any",
            "return_policy": {"en": "None."},
        }
    )
    uploads.store(parameters.VAULT, {documents.sha256(document): document})
    lamp = published._replace(details=bytes.fromhex(documents.sha256(document)))
    wallet("merchant1").send(market.call("publish", lamp, 3))
    paid(offer=lamp, quantity=2)

    assert "\n     │ Reading lamp, Red\n  2 units, 0.21 ETH\n" in terminal.run(merchant.orders)
    assert offer_id(lamp) in market.offers()
